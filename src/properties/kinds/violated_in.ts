/** Which properties one search of a program finds violated, for programs that are of no scenario, such as mutants. */

import { Search, type SearchOptions } from '../../checker/search.js';
import type { Program } from '../../checker/system.js';
import type { Kernel } from '../../model/state.js';
import type { Scenario } from '../../scenario/scenario.js';
import { invariantsAmong, type Property } from '../property.js';
import { Explored } from './explored.js';
import { judgesOf, kindOf } from './index.js';
import { invariantOf } from './invariant.js';

/**
 * @param scenario the one that the program was made from
 * @param options of the search, which holds the invariants among the properties
 * @returns the ids of the violated ones, in the order of the properties; of a comparison, whether the scenario violates it
 */
export function violatedIn(
  program: Program<Kernel>,
  scenario: Scenario,
  properties: readonly Property[],
  options: Omit<SearchOptions<Kernel>, 'invariants'>,
): string[] {
  const invariants = invariantsAmong(properties);
  const search = new Search(program, { ...options, invariants: invariants.map(invariantOf) });
  search.run();
  const explored = new Explored(search, () => judgesOf(properties), invariants);
  const graphs = { scenario, limits: options, roots: explored, all: explored };
  const isViolated = (property: Property) => kindOf(property).decide(property, graphs).violation !== undefined;
  return properties.filter(isViolated).map(({ id }) => id);
}
