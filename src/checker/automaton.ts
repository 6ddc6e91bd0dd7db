/** What a process is compiled to: a finite automaton whose locations are the points between two atomic actions. */

import type { ActionKind, Atomic } from './process.js';

/** One option taken at a named choice. */
export interface ChoiceTaken {
  readonly name: string;
  readonly option: string;
}

/** One thing a process may do next: the choices that lead to it, then an action, or nothing more (`local`). */
export interface Branch<S> {
  readonly choices: readonly ChoiceTaken[];
  readonly kind: ActionKind | 'local';
  /** Absent for a `local` branch, which only takes its choices. */
  readonly action?: Atomic<S>;
  readonly args: readonly number[];
  /** The location after each outcome of the action; one for a `local` branch. */
  readonly targets: readonly number[];
}

/** Where a process can stand between two steps. */
export interface Location<S> {
  readonly branches: readonly Branch<S>[];
}

/** Whether a process may stay here for ever by design: one of its branches is asked for by `idleUntil`. */
export function isAtRest<S>({ branches }: Location<S>): boolean {
  return branches.some(({ kind }) => kind === 'idle');
}

/** A process, compiled: its locations and the branches between them. */
export interface Automaton<S> {
  readonly process: string;
  /** The process starts at location 0. A location without branches is its end. */
  readonly locations: readonly Location<S>[];
}

/** Whether two processes do the same: the very same actions, in the same places. */
export function isSameAutomaton<S>(one: Automaton<S>, other: Automaton<S>): boolean {
  return (
    one.process === other.process &&
    one.locations.length === other.locations.length &&
    one.locations.every(({ branches }, i) => {
      const others = other.locations[i].branches;
      return branches.length === others.length && branches.every((branch, j) => isSameBranch(branch, others[j]));
    })
  );
}

function isSameBranch<S>(one: Branch<S>, other: Branch<S>): boolean {
  return (
    one.action === other.action &&
    one.kind === other.kind &&
    one.args.join() === other.args.join() &&
    one.targets.join() === other.targets.join() &&
    one.choices.length === other.choices.length &&
    one.choices.every(({ name, option }, i) => name === other.choices[i].name && option === other.choices[i].option)
  );
}

/** `get_page_unless_zero(1)` with the choices before it, as traces and reports write it. */
export function branchLabel<S>(branch: Branch<S>): string {
  const choices = branch.choices.map((choice) => `[${choice.name}: ${choice.option}]`);
  const call = branch.action === undefined ? [] : [`${branch.action.name}(${branch.args.join(', ')})`];
  return [...choices, ...call].join(' ');
}
