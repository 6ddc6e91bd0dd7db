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
  return one.process === other.process && haveSameBranches(one, other, (arg, otherArg) => arg === otherArg);
}

/**
 * Whether two processes have the same branches at the same locations.
 * @param isSameArg of the arguments of one action, the `i`-th of each
 */
export function haveSameBranches<S>(
  one: Automaton<S>,
  other: Automaton<S>,
  isSameArg: (arg: number, otherArg: number, action: Branch<S>['action'], i: number) => boolean,
): boolean {
  const sameBranch = (a: Branch<S>, b: Branch<S>): boolean =>
    a.action === b.action &&
    a.kind === b.kind &&
    a.args.length === b.args.length &&
    a.args.every((arg, i) => isSameArg(arg, b.args[i], a.action, i)) &&
    a.targets.join() === b.targets.join() &&
    a.choices.length === b.choices.length &&
    a.choices.every(({ name, option }, i) => name === b.choices[i].name && option === b.choices[i].option);
  return (
    one.locations.length === other.locations.length &&
    one.locations.every(({ branches }, l) => {
      const others = other.locations[l].branches;
      return branches.length === others.length && branches.every((branch, b) => sameBranch(branch, others[b]));
    })
  );
}

/** `get_page_unless_zero(1)` with the choices before it, as traces and reports write it. */
export function branchLabel<S>(branch: Branch<S>): string {
  const choices = branch.choices.map((choice) => `[${choice.name}: ${choice.option}]`);
  const call = branch.action === undefined ? [] : [`${branch.action.name}(${branch.args.join(', ')})`];
  return [...choices, ...call].join(' ');
}
