/**
 * Mutants of a system: its processes with single steps left out, doubled, put off or falsified, without a change to the text
 * of the model. To find a mutant out is what properties are for.
 */

import type { Automaton } from './automaton.js';
import { compile } from './compile.js';
import type { Cells, Fields, Views } from './layout.js';
import { type Atomic, BLOCKED, type Process, type Request } from './process.js';
import { compileSystem, type Program, type System } from './system.js';

/** The steps that an edit is about. */
interface Target {
  /** The name of the action. */
  readonly action: string;
  /** Absent: of every process. */
  readonly process?: string;
  /** Only with these arguments, from the first on; `any` stands for each. */
  readonly args?: readonly (number | 'any')[];
}

/** One change to the steps that it is about. */
export type Edit = Target &
  (
    | {
        /** The step is not done; the process is told this outcome, or the first. */
        readonly kind: 'skip';
        readonly outcome?: string;
      }
    | {
        /** The step is done as ever, but the process is told this outcome. */
        readonly kind: 'force';
        readonly outcome: string;
        /** Only in place of this outcome. */
        readonly instead?: string;
      }
    /** The step is done twice. */
    | { readonly kind: 'repeat' }
    | {
        /** The step is done with these arguments in place of its own; `also`: it is done first, and then with these. */
        readonly kind: 'redirect';
        readonly to: readonly (number | 'same')[];
        readonly also?: true;
      }
    | {
        /** The step, whose outcome nobody looks at, is put off until another is done; at most to the next retry point. */
        readonly kind: 'delay';
        readonly until: string;
      }
    | {
        /**
         * The step sees this value in every element of a field: a lock is free, a check finds nothing. What it writes
         * there stays, unless that is the value it saw.
         */
        readonly kind: 'misread';
        readonly field: string;
        readonly as: number;
      }
    | {
        /** What the step writes to a field is lost. */
        readonly kind: 'lose';
        readonly field: string;
      }
  );

/**
 * The code of an action in place of its own, which it may call. Its outcomes stay what they are; where it blocks it must not
 * have touched the state.
 */
export interface Rewrite<S> extends Target {
  readonly kind: 'rewrite';
  readonly run: (original: Atomic<S>['run']) => Atomic<S>['run'];
}

type AnyEdit<S> = Edit | Rewrite<S>;

/** A system with edits at work on its processes. */
export interface EditedSystem<S, E extends AnyEdit<S> = AnyEdit<S>> {
  readonly system: System<S>;
  /** The edits that are about no step of the system; not to be asked before it is compiled. */
  unmet(): readonly E[];
  /**
   * The edits of what steps say, see or write ({@link isWatched}) that have altered no step which was done so far: each said,
   * saw and wrote what it does without the edit. Only of a system whose edits are watched.
   */
  unaltered(): readonly E[];
}

/** Whether it shows when steps are done that an edit alters something. */
export const isWatched = ({ kind }: { readonly kind: AnyEdit<unknown>['kind'] }): boolean =>
  kind === 'force' || kind === 'misread' || kind === 'lose';

/**
 * A system with edits, each applied to what the ones before it made. Where they are watched, its actions take note of what
 * they alter: it is then for that question alone.
 * @throws when an edit is about a field that there is not, or a ghost field, which no code reads or writes
 */
export function editSystem<S extends object, E extends AnyEdit<S>>(
  system: System<S>,
  edits: readonly E[],
  { watched = false } = {},
): EditedSystem<S, E> {
  for (const edit of edits) if ('field' in edit) requireRealField(system, edit.field);
  const viewsOf = new WeakMap<S, Views<Fields>>();
  const applied = edits.map((edit) => new AppliedEdit<S, E>(edit, viewsOf, watched));
  const edited: System<S> = {
    ...system,
    bind: (views) => {
      const state = system.bind(views);
      viewsOf.set(state, views);
      return state;
    },
    processes: system.processes.map(({ name, run }) => ({
      name,
      run: () => applied.reduce((process, edit) => edit.rewrite(name, process), run()),
    })),
  };
  return {
    system: edited,
    unmet: () => applied.filter(({ used }) => !used).map(({ edit }) => edit),
    unaltered: () => applied.filter(({ edit, altered }) => isWatched(edit) && !altered).map(({ edit }) => edit),
  };
}

/**
 * Compiles a system with edits.
 * @param compiled the system without them, where that is there: its processes that no edit is about are not compiled again
 * @throws as `editSystem` does, and when an edit is about no step of the system
 */
export function compileMutant<S extends object>(
  system: System<S>,
  edits: readonly Edit[],
  compiled?: Program<S>,
): Program<S> {
  const edited = editSystem(system, edits);
  const program = compileSystem(edited.system, (name, run) => {
    const own = compiled?.automata.find(({ process }) => process === name);
    return own === undefined || isEdited(own, edits) ? compile(name, run) : own;
  });
  const [idle] = edited.unmet();
  if (idle !== undefined) throw new Error(`${JSON.stringify(idle)}: the system has no such step`);
  return program;
}

function requireRealField<S>({ fields }: System<S>, field: string): void {
  if (!(field in fields)) throw new Error(`no field is called ${field}: one of ${Object.keys(fields).join(', ')}`);
  if (fields[field].ghost === true) throw new Error(`field ${field} is ghost state: no code reads or writes it`);
}

function isAbout<S>(edit: Target, process: string, action: Atomic<S>, args: readonly number[]): boolean {
  return (
    action.name === edit.action &&
    (edit.process === undefined || edit.process === process) &&
    (edit.args ?? []).every((arg, i) => arg === 'any' || arg === args[i])
  );
}

/** Whether an edit is about any step of the process. One that none is about requests what it does without them. */
const isEdited = <S>({ process, locations }: Automaton<S>, edits: readonly Edit[]): boolean =>
  locations.some(({ branches }) =>
    branches.some(
      ({ action, args }) => action !== undefined && edits.some((edit) => isAbout(edit, process, action, args)),
    ),
  );

/** Edits that give an action other code. */
type Substituting<S> = Extract<AnyEdit<S>, { kind: 'rewrite' | 'force' | 'misread' | 'lose' }>;

/** A request for an action. */
type ActionRequest<S> = Extract<Request<S>, { readonly action: unknown }>;

/** An edit at work on one system. */
class AppliedEdit<S extends object, E extends AnyEdit<S>> {
  readonly edit: E;
  /** Whether it has met a step that it is about. */
  used = false;
  /** Whether it has altered what a step says, sees or writes. */
  altered = false;
  readonly #viewsOf: WeakMap<S, Views<Fields>>;
  readonly #watched: boolean;
  /** Each action has one substitute, since the compiler knows actions by identity. */
  readonly #substitutes = new Map<Atomic<S>, Atomic<S>>();

  constructor(edit: E, viewsOf: WeakMap<S, Views<Fields>>, watched: boolean) {
    this.edit = edit;
    this.#viewsOf = viewsOf;
    this.#watched = watched;
  }

  /** The process with the edit made. */
  *rewrite(name: string, process: Process<S>): Process<S> {
    /** Steps that are put off. */
    const held: Request<S>[] = [];
    let result = process.next();
    while (!result.done) result = process.next(yield* this.#answer(name, result.value, held));
    yield* release(held);
  }

  /** Makes the requests that take the place of one, and gives the answer to it. */
  *#answer(name: string, request: Request<S>, held: Request<S>[]): Process<S, number> {
    if ('action' in request && isAbout(this.edit, name, request.action, request.args)) {
      this.used = true;
      return yield* this.#edited(request, held);
    }
    if (request.kind === 'retry') yield* release(held);
    const answer = yield request;
    const edit: AnyEdit<S> = this.edit;
    if (edit.kind === 'delay' && 'action' in request && request.action.name === edit.until) yield* release(held);
    return answer;
  }

  *#edited(request: ActionRequest<S>, held: Request<S>[]): Process<S, number> {
    const edit: AnyEdit<S> = this.edit;
    const { action } = request;
    switch (edit.kind) {
      case 'skip':
        return toldOutcome(request, edit.outcome === undefined ? 0 : outcomeIndex(action, edit.outcome));
      case 'delay':
        requireUnseen(request);
        held.push(request);
        return 0;
      case 'repeat':
        yield request;
        return yield request;
      case 'redirect': {
        const redirected = { ...request, args: request.args.map((arg, i) => redirect(arg, edit.to[i])) };
        if (edit.also !== true) return yield redirected;
        const answer = yield request;
        yield { ...redirected, outcomeIgnored: true };
        return answer;
      }
      default:
        // Where nobody is told an outcome, another one changes nothing.
        if (edit.kind === 'force' && request.outcomeIgnored === true) return yield request;
        return yield { ...request, action: this.#substituteFor(action, edit) };
    }
  }

  #substituteFor(action: Atomic<S>, edit: Substituting<S>): Atomic<S> {
    const known = this.#substitutes.get(action);
    if (known !== undefined) return known;
    const made = { ...action, run: this.#substituteRun(action, edit) };
    this.#substitutes.set(action, made);
    return made;
  }

  #noteAltered(): void {
    this.altered = true;
  }

  #substituteRun(action: Atomic<S>, edit: Substituting<S>): Atomic<S>['run'] {
    if (edit.kind === 'rewrite') return edit.run((state, ...args) => action.run(state, ...args));
    const note = this.#watched ? () => this.#noteAltered() : undefined;
    if (edit.kind === 'force') return forced(action, edit, note);
    const { field } = edit;
    const viewsOf = this.#viewsOf;
    const cellsOf = (state: S): Cells => {
      const views = viewsOf.get(state);
      if (views === undefined) throw new Error(`${action.name}: called with a state that the system did not make`);
      return views[field];
    };
    return edit.kind === 'misread' ? misreading(action, cellsOf, edit.as, note) : losing(action, cellsOf, note);
  }
}

function redirect(arg: number, to: number | 'same' | undefined): number {
  return to === undefined || to === 'same' ? arg : to;
}

function* release<S>(held: Request<S>[]): Process<S> {
  for (const request of held.splice(0)) yield request;
}

function outcomeIndex<S>(action: Atomic<S>, outcome: string): number {
  const index = action.outcomes.indexOf(outcome);
  if (index >= 0) return index;
  throw new Error(`${action.name} has no outcome "${outcome}": one of ${action.outcomes.join(', ')}`);
}

/** What the process is told: it may have asked not to be. */
function toldOutcome<S>(request: ActionRequest<S>, outcome: number): number {
  return request.outcomeIgnored === true ? 0 : outcome;
}

/** A step can only be put off when nothing depends on how it goes. */
function requireUnseen<S>({ action, outcomeIgnored }: ActionRequest<S>): void {
  if (outcomeIgnored !== true && action.outcomes.length > 1) {
    throw new Error(`${action.name} cannot be put off: the process looks at its outcome`);
  }
}

/** Tells that a step was altered. Absent: nobody asks, and an action is a function of the state alone. */
type Note = (() => void) | undefined;

function forced<S>(action: Atomic<S>, edit: Extract<Edit, { kind: 'force' }>, note: Note): Atomic<S>['run'] {
  const told = outcomeIndex(action, edit.outcome);
  const only = edit.instead === undefined ? undefined : outcomeIndex(action, edit.instead);
  return (state, ...args) => {
    const outcome = Number(action.run(state, ...args) ?? 0);
    if (outcome === BLOCKED || outcome === told || (only !== undefined && outcome !== only)) return outcome;
    if (note !== undefined) note();
    return told;
  };
}

function misreading<S>(action: Atomic<S>, cellsOf: (state: S) => Cells, seen: number, note: Note): Atomic<S>['run'] {
  return (state, ...args) => {
    const cells = cellsOf(state);
    const real = copyOf(cells);
    for (let i = 0; i < cells.length; i++) {
      if (note !== undefined && cells[i] !== seen) note();
      cells[i] = seen;
    }
    const outcome = action.run(state, ...args);
    for (let i = 0; i < cells.length; i++) if (cells[i] === seen) cells[i] = real[i];
    return outcome;
  };
}

function losing<S>(action: Atomic<S>, cellsOf: (state: S) => Cells, note: Note): Atomic<S>['run'] {
  return (state, ...args) => {
    const cells = cellsOf(state);
    const real = copyOf(cells);
    const outcome = action.run(state, ...args);
    for (let i = 0; i < cells.length; i++) {
      if (note !== undefined && cells[i] !== real[i]) note();
      cells[i] = real[i];
    }
    return outcome;
  };
}

function copyOf(cells: Cells): number[] {
  return Array.from({ length: cells.length }, (_, i) => cells[i]);
}
