/** The first run of a seed that violates each of some properties, in random runs of one scenario by one strategy. */

import { Walk } from '../../src/checker/walk.js';
import { INVARIANTS } from '../../src/generators/bounded_search.js';
import { DEFAULT_RUNS, LEARNING_RUNS } from '../../src/generators/campaign.js';
import { drawOfRun } from '../../src/generators/draw.js';
import { DEFAULT_MAX_LENGTH } from '../../src/generators/interleaving.js';
import type { Strategy } from '../../src/generators/strategies/index.js';
import { Run } from '../../src/run/run.js';
import { programOf } from '../../src/scenario/program.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { Budget } from './contestant.js';

/** What a seed may spend where strategies are compared. */
export const BUDGET: Budget = { runs: 10_000, maxLength: DEFAULT_MAX_LENGTH };
/** What a seed may spend when nobody says otherwise, as `pageoffline simulate` has it. */
export const DEFAULT_BUDGET: Budget = { runs: DEFAULT_RUNS, maxLength: DEFAULT_MAX_LENGTH };

export interface FirstViolation {
  /** The number of the run, from 0. */
  readonly number: number;
  /** The run, up to its first violating state. */
  readonly run: Run;
}

/** By the ids of the properties: what a campaign finds. Ends when each of them is violated, or the budget is used. */
export function firstViolations(
  scenario: Scenario,
  strategy: Strategy,
  seed: string,
  ids: readonly string[],
  { runs, maxLength }: Budget,
): Map<string, FirstViolation> {
  const program = programOf(scenario);
  let scheduler = strategy.scheduler(program);
  const found = new Map<string, FirstViolation>();
  const walkForOthers = () => {
    const invariants = INVARIANTS.filter(({ id }) => ids.includes(id) && !found.has(id));
    return new Walk(program, { invariants, afterViolation: 'explore', scheduler });
  };
  let walk = walkForOthers();
  for (let number = 0; number < runs && found.size < ids.length; number++) {
    if (strategy.learns && number % LEARNING_RUNS === 0) {
      scheduler = strategy.scheduler(program);
      walk = walkForOthers();
    }
    walk.run(drawOfRun(seed, number), maxLength);
    if (walk.violations.size === 0) continue;
    for (const [id, after] of walk.violations) found.set(id, { number, run: new Run(scenario, walk.path(after)) });
    walk = walkForOthers();
  }
  return found;
}
