/** What two engines must agree on: how large the state space is, and which properties some state of it violates. */

import type { Search } from '../checker/search.js';

export interface Counted {
  readonly states: number;
  readonly transitions: number;
  /** The ids of properties in alphabetical order, {@link DEADLOCK} among them where there is one. */
  readonly violated: readonly string[];
}

export const DEADLOCK = 'DL';

/** Of a search of our own that has seen everything, behind violations too. */
export function countedBy<S>(search: Search<S>): Counted {
  const { states, transitions, violations, deadlock } = search.result();
  const violated = [...violations.keys(), ...(deadlock === undefined ? [] : [DEADLOCK])].sort();
  return { states, transitions, violated };
}

/** In words what two counts differ in; empty when they agree. */
export function differencesOf(ours: Counted, theirs: Counted): readonly string[] {
  const numbers = (['states', 'transitions'] as const)
    .filter((name) => ours[name] !== theirs[name])
    .map((name) => `${ours[name]} ${name} here, ${theirs[name]} there`);
  const alone = (some: Counted, other: Counted, where: string): string[] =>
    some.violated.filter((id) => !other.violated.includes(id)).map((id) => `${id} is violated ${where} alone`);
  return [...numbers, ...alone(ours, theirs, 'here'), ...alone(theirs, ours, 'there')];
}
