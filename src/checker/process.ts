/**
 * How a process is written: a generator that yields requests (steps, waits, choices, retry points) and gets outcomes back.
 * The generator never sees the state; only the atomic actions it names do. What it does next therefore depends on the
 * outcomes it received and on nothing else, which is what lets `compile.ts` turn it into an automaton.
 */

/** Returned by an action that cannot happen now: the process waits, and the state must be as it was. */
export const BLOCKED = -1;

/** What an action may return: an index into its outcomes, a boolean for two outcomes, nothing for one. */
// biome-ignore lint/suspicious/noConfusingVoidType: an action with one outcome is a plain procedure
export type Outcome = number | boolean | void;

/** What an action is about, where its model declares it. Fields and kinds of arguments are the model's own. */
export interface Touches {
  /** What each argument numbers. */
  readonly on: readonly string[];
  /** The fields that it may read, and those that it may write. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Outcomes by which it did not come to look at what it is about. */
  readonly blind: readonly string[];
}

/** One atomic action: everything in `run` happens at once, as under one hold of a spinlock or in one atomic instruction. */
export interface Atomic<S, A extends readonly number[] = readonly number[]> {
  readonly name: string;
  /** One name for each outcome, by index. */
  readonly outcomes: readonly string[];
  /** Changes the state and tells the outcome, or returns {@link BLOCKED} and changes nothing. */
  run(state: S, ...args: A): Outcome;
  readonly touches?: Touches;
}

/** The index of the outcome that an action returned, or {@link BLOCKED}; undefined for what is neither. */
export function outcomeOf({ outcomes }: Pick<Atomic<never>, 'outcomes'>, returned: unknown): number | undefined {
  if (returned === undefined) return 0;
  const index = typeof returned === 'boolean' ? Number(returned) : returned;
  if (typeof index !== 'number' || !Number.isInteger(index)) return undefined;
  return index >= BLOCKED && index < outcomes.length ? index : undefined;
}

/** Declares an action with one outcome. */
export function atomic<S, A extends readonly number[]>(
  name: string,
  run: (state: S, ...args: A) => Outcome,
): Atomic<S, A>;
/** Declares an action with named outcomes; `run` returns the index of one (a boolean stands for 0 and 1). */
export function atomic<S, A extends readonly number[]>(
  name: string,
  outcomes: readonly string[],
  run: (state: S, ...args: A) => Outcome,
): Atomic<S, A>;
export function atomic<S, A extends readonly number[]>(
  name: string,
  outcomesOrRun: readonly string[] | ((state: S, ...args: A) => Outcome),
  run?: (state: S, ...args: A) => Outcome,
): Atomic<S, A> {
  if (typeof outcomesOrRun === 'function') return { name, outcomes: ['done'], run: outcomesOrRun };
  if (run === undefined || outcomesOrRun.length === 0)
    throw new Error(`action ${name}: outcomes and a function are needed`);
  return { name, outcomes: outcomesOrRun, run };
}

/** How an action is asked for: `step` must be possible at once, `wait` may block, at `idle` the process is at rest. */
export type ActionKind = 'step' | 'wait' | 'idle';

/** What a process may ask of the engine. */
export type Request<S> =
  | {
      readonly kind: ActionKind;
      readonly action: Atomic<S>;
      readonly args: readonly number[];
      /** The process is told 0 whatever the outcome is. */
      readonly outcomeIgnored?: true;
    }
  | { readonly kind: 'choose' | 'select'; readonly name: string; readonly options: readonly string[] }
  | { readonly kind: 'retry'; readonly name: string; readonly locals: readonly number[] };

/** A process, or a sub-procedure of one that is called with `yield*` and returns `R`. */
export type Process<S, R = void> = Generator<Request<S>, R, number>;

/** One atomic action that never blocks. `yield` gives the index of its outcome. */
export function step<S, A extends readonly number[]>(action: Atomic<S, A>, ...args: A): Request<S> {
  return { kind: 'step', action, args };
}

/** One atomic action that happens as soon as it does not return {@link BLOCKED}; to wait here for ever is a deadlock. */
export function waitUntil<S, A extends readonly number[]>(action: Atomic<S, A>, ...args: A): Request<S> {
  return { kind: 'wait', action, args };
}

/**
 * As {@link waitUntil}, but the process is at rest here: it may stay for ever by design, whether or not it could move. So it is
 * not deadlocked, and no fairness makes it go on.
 */
export function idleUntil<S, A extends readonly number[]>(action: Atomic<S, A>, ...args: A): Request<S> {
  return { kind: 'idle', action, args };
}

/**
 * For a process that does not look at the outcome of an action: `yield` gives 0 whatever it is. The compiler, whose work grows
 * with the number of paths, then need not follow each outcome.
 */
export function ignoreOutcome<S>(request: Request<S>): Request<S> {
  if (!('action' in request)) return request;
  const { kind, action, args } = request;
  return { kind, action, args, outcomeIgnored: true };
}

/** A nondeterministic choice with a name. `yield` gives the index of the option taken. */
export function choose(name: string, options: readonly string[]): Request<never> {
  return { kind: 'choose', name, options };
}

/**
 * As {@link choose}, but the choice is made together with the action it leads to, so that an option whose action blocks is
 * not taken: the process waits for whichever option becomes possible.
 */
export function select(name: string, options: readonly string[]): Request<never> {
  return { kind: 'select', name, options };
}

/**
 * Marks a point that every unbounded loop passes. What the process does from here must depend on `name` and `locals` alone;
 * the compiler checks it and reports a local that is live here and not named.
 */
export function retryPoint(name: string, ...locals: readonly number[]): Request<never> {
  return { kind: 'retry', name, locals };
}
