/**
 * Runs one process by itself against a state, with every choice decided by the caller: for holding a model against a
 * recording, where each choice is known. Nothing is compiled, so a process may be as large as the recorded machine.
 */

import { BLOCKED, type Process } from './process.js';
import { describe } from './unroll.js';

/** An action that was performed, with the outcome it had even where the process is not told it. */
export interface PerformedStep {
  readonly kind: 'step';
  readonly action: string;
  readonly args: readonly number[];
  readonly outcome: string;
}

export interface DecidedChoice {
  readonly kind: 'choice';
  readonly name: string;
  readonly taken: number;
  readonly option: string;
}

export type Performed = PerformedStep | DecidedChoice;

export interface Run<S> {
  readonly state: S;
  /** Gives the index of the option to take. */
  readonly decide: (name: string, options: readonly string[]) => number;
  /** Called after everything that happened, when the state is as it left it. */
  readonly observe?: (performed: Performed) => void;
}

/** How often a process may pass one retry point with the same locals, before its loop counts as endless. */
const MOST_PASSES = 64;

export type RunResult<R> =
  | { readonly ended: 'returned'; readonly value: R }
  /** It waits for what nobody else is there to do. */
  | { readonly ended: 'blocked'; readonly at: string }
  | { readonly ended: 'endless'; readonly at: string };

/** @throws when a decision is not the index of an option */
export function interpret<S, R>(process: Process<S, R>, run: Run<S>): RunResult<R> {
  const passes = new Map<string, number>();
  let result = process.next();
  while (!result.done) {
    const request = result.value;
    if (request.kind === 'retry') {
      const at = describe(request);
      const passed = (passes.get(at) ?? 0) + 1;
      if (passed > MOST_PASSES) return { ended: 'endless', at };
      passes.set(at, passed);
      result = process.next(0);
    } else if ('options' in request) {
      const { name, options } = request;
      const taken = run.decide(name, options);
      const option = options.at(taken);
      if (option === undefined) throw new Error(`choice ${name}: no option ${taken}`);
      run.observe?.({ kind: 'choice', name, taken, option });
      result = process.next(taken);
    } else {
      const { action, args } = request;
      const outcome = Number(action.run(run.state, ...args) ?? 0);
      if (outcome === BLOCKED) return { ended: 'blocked', at: describe(request) };
      run.observe?.({ kind: 'step', action: action.name, args, outcome: action.outcomes[outcome] });
      result = process.next(request.outcomeIgnored === true ? 0 : outcome);
    }
  }
  return { ended: 'returned', value: result.value };
}
