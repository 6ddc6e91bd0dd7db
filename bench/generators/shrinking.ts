/** How well shrinking does: whether what a random counterexample shrinks to is as short as an exhaustive search proves possible. */

import { shrinkRun } from '../../src/generators/shrink.js';
import { DEFAULT_STRATEGY } from '../../src/generators/strategies/index.js';
import { invariantNamed, type Run } from '../../src/run/run.js';
import { digestOf, type Scenario } from '../../src/scenario/scenario.js';
import { type BenchCase, type Exhaustive, scenarioOfCase, searchExhaustively } from './cases.js';
import { seedNamed } from './finding.js';
import { DEFAULT_BUDGET, firstViolations } from './first_violations.js';

/** What shrinking came to in one cell. */
export interface ShrinkCount {
  /** Seeds that found a counterexample, which then was shrunk. */
  readonly counterexamples: number;
  /** Of these, the ones that ended at a shortest race of the scenario. */
  readonly exact: number;
  /** Where the scenario may shrink too: the ones that ended at a shortest race of the scenario they ended in. */
  readonly exactWithScenario: number;
}

/** Only the run, or its scenario too. */
type Shrinks = 'keep' | 'shrink';

const NONE: ShrinkCount = { counterexamples: 0, exact: 0, exactWithScenario: 0 };

/** @param shortest the steps of a shortest race, by the id of each violated property */
export function measureShrinking(
  of: BenchCase,
  shortest: Readonly<Record<string, number>>,
  seeds: readonly number[],
): Record<string, ShrinkCount> {
  const counts = new Map<string, ShrinkCount>();
  for (const seed of seeds) {
    for (const [id, run] of counterexamples(of, Object.keys(shortest), seed)) {
      const { counterexamples, exact, exactWithScenario } = counts.get(id) ?? NONE;
      const smallest = shrink(run, id, 'shrink');
      const isExact = shrink(run, id, 'keep').length === shortest[id];
      const isExactWithScenario = smallest.length === shortestIn(smallest.scenario, id);
      counts.set(id, {
        counterexamples: counterexamples + 1,
        exact: exact + Number(isExact),
        exactWithScenario: exactWithScenario + Number(isExactWithScenario),
      });
    }
  }
  return Object.fromEntries(Object.keys(shortest).map((id) => [id, counts.get(id) ?? NONE]));
}

/** How long shrinking takes when nothing is known of the scenario yet: to be called once in a process or thread. */
export function measureShrinkTime(of: BenchCase, id: string, seed: number, scenario: Shrinks): number | undefined {
  const run = counterexamples(of, [id], seed).get(id);
  if (run === undefined) return undefined;
  const start = performance.now();
  shrink(run, id, scenario);
  return performance.now() - start;
}

/** By the strategy that finds most: how a race was found matters little once it is shrunk. */
function counterexamples(of: BenchCase, ids: readonly string[], seed: number): Map<string, Run> {
  const found = firstViolations(scenarioOfCase(of), DEFAULT_STRATEGY, seedNamed(seed), ids, DEFAULT_BUDGET);
  return new Map([...found].map(([id, { run }]) => [id, run]));
}

function shrink(run: Run, id: string, scenario: Shrinks): Run {
  const property = invariantNamed(id);
  return shrinkRun(run, (smaller) => smaller.violates(property), { scenario });
}

const known = new Map<string, Exhaustive>();

function shortestIn(scenario: Scenario, id: string): number | undefined {
  const key = digestOf(scenario);
  const exhaustive = known.get(key) ?? searchExhaustively(scenario);
  known.set(key, exhaustive);
  return exhaustive.shortest[id];
}
