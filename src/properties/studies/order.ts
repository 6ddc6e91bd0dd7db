/** The order between designs: which is at least as safe as which, under every set of assumptions; and what tells them apart. */

import type { Explanation } from './explain.js';
import { type BitSet, isSubset } from './minimal_sets.js';
import type { Counterexample } from './questions.js';

/** Every minimal set, also those that are not offered. */
const minimalSets = ({ holding, vacuous }: Explanation): BitSet[] => [...holding.map(({ set }) => set), ...vacuous];

/** Whether a set that keeps the other design safe keeps this one safe, whatever the set. */
export function isAtLeastAsSafe(one: Explanation, other: Explanation): boolean {
  const own = minimalSets(one);
  return minimalSets(other).every((set) => own.some((weaker) => isSubset(weaker, set)));
}

/** Designs that are safe under the same sets. */
export interface Rank {
  readonly designs: readonly string[];
  /** The ranks, by number, that are safer, with none between. */
  readonly below: readonly number[];
}

/** Safer ones come first. */
export function ranksOf(explanations: readonly Explanation[]): Rank[] {
  const alike: Explanation[][] = [];
  for (const each of explanations) {
    const group = alike.find(([first]) => isAtLeastAsSafe(first, each) && isAtLeastAsSafe(each, first));
    if (group === undefined) alike.push([each]);
    else group.push(each);
  }
  const isSafer = ([one]: Explanation[], [other]: Explanation[]) => one !== other && isAtLeastAsSafe(one, other);
  const safer = (group: Explanation[]) => alike.filter((other) => isSafer(other, group));
  const sorted = [...alike].sort((one, other) => safer(one).length - safer(other).length);
  return sorted.map((group) => ({
    designs: group.map(({ subject }) => subject.design),
    below: safer(group)
      .filter((other) => !safer(group).some((between) => isSafer(other, between)))
      .map((other) => sorted.indexOf(other))
      .sort((one, other) => one - other),
  }));
}

/** That one design is not at least as safe as another: it falls under a set that keeps the other safe. */
export interface Separation {
  readonly set: BitSet;
  /** A run of the one that keeps to the set. */
  readonly race: Counterexample;
}

/** Undefined where the one is at least as safe. */
export function separationOf(one: Explanation, other: Explanation): Separation | undefined {
  const own = minimalSets(one);
  const separations = minimalSets(other)
    .filter((set) => !own.some((weaker) => isSubset(weaker, set)))
    .flatMap((set) => one.failing.filter(({ breaks }) => (breaks & set) === 0).map((race) => ({ set, race })));
  const [first, ...rest] = separations;
  if (first === undefined) return undefined;
  return rest.reduce((best, next) => (next.race.trace.length < best.race.trace.length ? next : best), first);
}
