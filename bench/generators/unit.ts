/** Units of work: each measures one row of the results, alone, so that a run that was stopped goes on with those that are missing. */

import { STRATEGIES } from '../../src/generators/strategies/index.js';
import { type BenchCase, CASES, scenarioOfCase, searchExhaustively } from './cases.js';
import { measureCoverage } from './coverage.js';
import { BASELINES, measureFinding } from './finding.js';
import { survey } from './held.js';
import { keyOf, type Measured, type Part, type Results } from './results.js';
import { measureShrinking, measureShrinkTime } from './shrinking.js';

/** Plain data, so that it can be sent to a worker thread. */
export type Unit =
  | ({ readonly part: 'cells' } & BenchCase)
  | ({ readonly part: 'shrinking'; readonly shortest: Record<string, number>; readonly seeds: number } & BenchCase)
  | ({ readonly part: 'times'; readonly property: string; readonly scenario: 'keep' | 'shrink' } & BenchCase)
  | ({
      readonly part: 'finding';
      readonly finder: string;
      readonly ids: readonly string[];
      readonly seeds: number;
    } & BenchCase)
  | { readonly part: 'coverage'; readonly finder: string; readonly seeds: number }
  | ({ readonly part: 'held'; readonly runs: number } & BenchCase);

/** How much is measured. */
export interface Effort {
  readonly seeds: number;
  /** Runs of each case that what holds has to survive. */
  readonly runs: number;
}

/** Baselines are slow: they are measured on these cases, with so many seeds at most. */
const BASELINE_DESIGNS: readonly string[] = ['B', 'D', 'E', 'F'];
const BASELINE_SEEDS = 5;

const BASELINE_NAMES = BASELINES.map(({ name }) => name);
const STRATEGY_NAMES = STRATEGIES.map(({ name }) => name);

export function unitsOf(part: Part, { cells }: Results, { seeds, runs }: Effort): Unit[] {
  const violated = cells.filter(({ shortest }) => Object.keys(shortest).length > 0);
  switch (part) {
    case 'cells':
      return CASES.map((of) => ({ part, ...of }));
    case 'shrinking':
      return violated.map(({ design, configuration, shortest }) => ({
        part,
        design,
        configuration,
        shortest,
        seeds,
      }));
    case 'times':
      return violated.flatMap(({ design, configuration, shortest }) =>
        Object.keys(shortest).flatMap((property) =>
          (['keep', 'shrink'] as const).map((scenario) => ({ part, design, configuration, property, scenario })),
        ),
      );
    case 'finding':
      return violated.flatMap(({ design, configuration, shortest }) => {
        const of = { part, design, configuration, ids: Object.keys(shortest) };
        const slow = configuration === 'walkers' && BASELINE_DESIGNS.includes(design) ? BASELINE_NAMES : [];
        return [
          ...STRATEGY_NAMES.map((finder) => ({ ...of, finder, seeds })),
          ...slow.map((finder) => ({ ...of, finder, seeds: Math.min(seeds, BASELINE_SEEDS) })),
        ];
      });
    case 'coverage':
      return [...STRATEGY_NAMES, ...BASELINE_NAMES].map((finder) => ({ part, finder, seeds: Math.min(seeds, 10) }));
    case 'held':
      return CASES.map((of) => ({ part, ...of, runs }));
  }
}

/** Whether the results have the unit's row already, measured with no less effort. */
export function isMeasured(unit: Unit, results: Results): boolean {
  const row = [...results[unit.part]].find((each) => keyOf(each) === keyOf(unit));
  if (row === undefined) return false;
  if ('seeds' in unit) return 'seeds' in row && row.seeds >= unit.seeds;
  return !('runs' in unit) || ('runs' in row && row.runs >= unit.runs);
}

/** Depends on the unit only, but for times. */
export async function measure(unit: Unit): Promise<Measured> {
  switch (unit.part) {
    case 'cells': {
      const { part, ...of } = unit;
      return { part, row: { ...of, ...searchExhaustively(scenarioOfCase(of)) } };
    }
    case 'shrinking': {
      const { part, shortest, seeds, ...of } = unit;
      return { part, row: { ...of, seeds, counts: measureShrinking(of, shortest, upTo(seeds)) } };
    }
    case 'times': {
      const { part, property, scenario, ...of } = unit;
      const ms = measureShrinkTime(of, property, 0, scenario);
      return { part, row: { ...of, property, scenario, ...(ms === undefined ? {} : { ms: Math.round(ms) }) } };
    }
    case 'finding': {
      const { part, finder, ids, seeds, ...of } = unit;
      return { part, row: { ...of, finder, seeds, found: await measureFinding(of, finder, ids, upTo(seeds)) } };
    }
    case 'coverage': {
      const { part, finder, seeds } = unit;
      return { part, row: { finder, seeds, ...(await measureCoverage(finder, upTo(seeds))) } };
    }
    case 'held': {
      const { part, runs, ...of } = unit;
      return { part, row: { ...of, ...survey(of, runs) } };
    }
  }
}

function upTo(seeds: number): number[] {
  return [...Array(seeds).keys()];
}
