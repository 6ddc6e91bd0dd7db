/** How fast violations are found: the first run of each seed that violates each property, by our strategies and by the baselines. */

import { INVARIANTS } from '../../src/generators/bounded_search.js';
import { DEFAULT_STRATEGY, strategyNamed } from '../../src/generators/strategies/index.js';
import { programOf } from '../../src/scenario/program.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { median } from '../measure.js';
import { type BenchCase, scenarioOfCase } from './cases.js';
import type { Baseline } from './contestant.js';
import { fastCheckCommands } from './fast_check_commands.js';
import { fastCheckScheduler } from './fast_check_scheduler.js';
import { BUDGET, DEFAULT_BUDGET, firstViolations } from './first_violations.js';

export const BASELINES: readonly Baseline[] = [fastCheckCommands, fastCheckScheduler];

export function baselineNamed(name: string): Baseline | undefined {
  return BASELINES.find((baseline) => baseline.name === name);
}

/** How often one property was found. */
export interface Found {
  /** Seeds that found it within the budget. */
  readonly seeds: number;
  /** The median of the runs that these seeds needed, from 1; absent when there are none. */
  readonly medianRuns?: number;
  /** Seeds that found it within the default budget, for the strategy that is used by default. */
  readonly seedsByDefault?: number;
}

/**
 * @param finder the name of a strategy or of a baseline
 * @param ids the properties that exhaustive search calls violated
 */
export async function measureFinding(
  of: BenchCase,
  finder: string,
  ids: readonly string[],
  seeds: readonly number[],
): Promise<Record<string, Found>> {
  const numbers = new Map<string, number[]>(ids.map((id) => [id, []]));
  for (const seed of seeds) {
    for (const [id, number] of await firstRuns(scenarioOfCase(of), finder, ids, seed))
      numbers.get(id)?.push(number + 1);
  }
  return Object.fromEntries(
    [...numbers].map(([id, needed]) => {
      const found = needed.filter((runs) => runs <= BUDGET.runs);
      return [
        id,
        {
          seeds: found.length,
          ...(found.length === 0 ? {} : { medianRuns: median(found) }),
          ...(isDefault(finder) ? { seedsByDefault: needed.length } : {}),
        },
      ];
    }),
  );
}

/** Whether `pageoffline simulate` takes the strategy when nobody says otherwise: it is measured with the default budget too. */
const isDefault = (finder: string): boolean => finder === DEFAULT_STRATEGY.name;

async function firstRuns(
  scenario: Scenario,
  finder: string,
  ids: readonly string[],
  seed: number,
): Promise<Map<string, number>> {
  const baseline = baselineNamed(finder);
  if (baseline !== undefined) return firstRunsOfBaseline(scenario, baseline, ids, seed);
  const budget = isDefault(finder) ? DEFAULT_BUDGET : BUDGET;
  const found = firstViolations(scenario, strategyNamed(finder), seedNamed(seed), ids, budget);
  return new Map([...found].map(([id, { number }]) => [id, number]));
}

/** The seed of words that stands for a number: `pageoffline simulate --seed "bench 7"` makes the same runs. */
export function seedNamed(seed: number): string {
  return `bench ${seed}`;
}

async function firstRunsOfBaseline(
  scenario: Scenario,
  baseline: Baseline,
  ids: readonly string[],
  seed: number,
): Promise<Map<string, number>> {
  const program = programOf(scenario);
  const found = new Map<string, number>();
  let open = INVARIANTS.filter(({ id }) => ids.includes(id));
  let number = 0;
  await baseline.run(program, seed, BUDGET, {
    look: ({ state }) => {
      for (const { id, holds } of open) if (!holds(state)) found.set(id, number);
      if (found.size + open.length > ids.length) open = open.filter(({ id }) => !found.has(id));
    },
    endRun: () => {
      number++;
      return open.length === 0;
    },
  });
  return found;
}
