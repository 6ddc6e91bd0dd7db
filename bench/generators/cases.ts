/** The cases that the generators are measured on: every design in the configurations that `pageoffline compare` puts side by side. */

import { Search } from '../../src/checker/search.js';
import { INVARIANTS } from '../../src/generators/bounded_search.js';
import { DESIGN_IDS, type DesignId } from '../../src/model/designs.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';

export const CONFIGURATION_NAMES = ['quiet', 'walkers', 'rcu-walkers'] as const;

export interface BenchCase {
  readonly design: DesignId;
  readonly configuration: (typeof CONFIGURATION_NAMES)[number];
}

export const CASES: readonly BenchCase[] = CONFIGURATION_NAMES.flatMap((configuration) =>
  DESIGN_IDS.map((design) => ({ design, configuration })),
);

export function scenarioOfCase({ design, configuration }: BenchCase): Scenario {
  return scenarioOf(design, configuration);
}

/** What an exhaustive search says of a scenario; violations of other properties do not end a run. */
export interface Exhaustive {
  readonly states: number;
  /** The steps of a shortest run to a violation, by the id of the violated property. */
  readonly shortest: Readonly<Record<string, number>>;
  /** How many states the search had seen before the nearest violation of the property that it found last. */
  readonly farthest: number;
}

/** @throws when the scenario is too large to be searched exhaustively */
export function searchExhaustively(scenario: Scenario): Exhaustive {
  const search = new Search(programOf(scenario), { invariants: INVARIANTS, afterViolation: 'explore' });
  search.run();
  if (search.incomplete !== undefined) throw new Error(`not every state was seen: ${search.incomplete}`);
  const lengths = [...search.violations].map(([id, state]) => [id, search.pathTo(state).length] as const);
  return {
    states: search.store.size,
    shortest: Object.fromEntries(lengths),
    farthest: Math.max(0, ...search.violations.values()),
  };
}
