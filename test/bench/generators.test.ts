/**
 * A slice of what docs/generators.md says, measured anew, and its tables drawn anew from what is kept.
 * `npm run bench:generators` measures all of it.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { disagreements } from '../../bench/generators/agreement.js';
import { type BenchCase, CASES, scenarioOfCase, searchExhaustively } from '../../bench/generators/cases.js';
import { DOCUMENT, withTables } from '../../bench/generators/document.js';
import { BASELINES, measureFinding, seedNamed } from '../../bench/generators/finding.js';
import { BUDGET, firstViolations } from '../../bench/generators/first_violations.js';
import { survey } from '../../bench/generators/held.js';
import { keyOf, RESULTS, readResults, withRow } from '../../bench/generators/results.js';
import { measureShrinking } from '../../bench/generators/shrinking.js';
import { measure } from '../../bench/generators/unit.js';
import { MOST_STATES } from '../../src/generators/bounded_search.js';
import { Campaign } from '../../src/generators/campaign.js';
import { certify } from '../../src/generators/certificate.js';
import { frontier, pauses } from '../../src/generators/strategies/index.js';
import { invariantNamed } from '../../src/run/run.js';

const results = readResults(RESULTS);

const B_QUIET: BenchCase = { design: 'B', configuration: 'quiet' };
const D_WALKERS: BenchCase = { design: 'D', configuration: 'walkers' };

function cellOf(of: BenchCase) {
  const cell = results.cells.find((each) => keyOf(each) === keyOf(of));
  if (cell === undefined) throw new Error(`${keyOf(of)} is not in ${RESULTS}`);
  return cell;
}

describe('the document', () => {
  it('has the tables that the results draw', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    expect(withTables(text, results)).toBe(text);
    expect(text.match(/<!-- table/g)).toHaveLength(12);
  });

  it('says of which model it is, and has what exhaustive search says where that has not changed', () => {
    expect(results.cells).toHaveLength(CASES.length);
    expect(readFileSync(DOCUMENT, 'utf8')).toContain(`${cellOf(D_WALKERS).states.toLocaleString('en')} states in`);
    expect(searchExhaustively(scenarioOfCase(B_QUIET))).toMatchObject(cellShown(B_QUIET));
  });

  it('says rightly that shrinking sees the nearest violation of every cell', () => {
    expect(Math.max(...results.cells.map(({ farthest }) => farthest))).toBeLessThan(MOST_STATES);
  });
});

function cellShown(of: BenchCase) {
  const { states, shortest, farthest } = cellOf(of);
  return { states, shortest, farthest };
}

describe('shrinking', () => {
  it.each([
    [B_QUIET, ['S3', 'S5', 'S7', 'S4']],
    [D_WALKERS, ['S5', 'S7', 'S4', 'X7']],
  ])('of races of %o ends with a shortest', (of, ids) => {
    const shortest = Object.fromEntries(ids.map((id) => [id, cellOf(of).shortest[id]]));
    const exactly = { counterexamples: 5, exact: 5, exactWithScenario: 5 };
    const counts = measureShrinking(of, shortest, [0, 1, 2, 3, 4]);
    expect(counts).toEqual(Object.fromEntries(ids.map((id) => [id, exactly])));
  });

  it('is seen not to be exact when it is not', () => {
    const { S5 } = measureShrinking(B_QUIET, { S5: cellOf(B_QUIET).shortest.S5 - 1 }, [0]);
    expect(S5).toEqual({ counterexamples: 1, exact: 0, exactWithScenario: 1 });
  });

  it('is not needed for a certified race to be a shortest', () => {
    const { shortest } = cellOf(D_WALKERS);
    for (const [id, { run }] of firstViolations(
      scenarioOfCase(D_WALKERS),
      frontier,
      seedNamed(0),
      ['S5', 'S7', 'X3'],
      BUDGET,
    )) {
      expect(certify(run, invariantNamed(id), MOST_STATES).run.length).toBe(shortest[id]);
    }
  });
});

describe('finding', () => {
  it.each(['uniform', 'frontier'])('by %s is as the document says, for the same seeds', async (finder) => {
    const row = results.finding.find((each) => keyOf(each) === keyOf({ ...B_QUIET, finder }));
    const seeds = [...Array(row?.seeds ?? 0).keys()];
    expect(seeds.length).toBeGreaterThanOrEqual(10);
    expect(await measureFinding(B_QUIET, finder, Object.keys(cellOf(B_QUIET).shortest), seeds)).toEqual(row?.found);
  });

  it.each([pauses, frontier])('makes the runs of a campaign with the same seed, by $name', (strategy) => {
    const scenario = scenarioOfCase(D_WALKERS);
    const campaign = new Campaign({ scenario, seed: seedNamed(0), runs: 1_500, strategy });
    campaign.run();
    const { findings } = campaign.result();
    const ids = new Set(findings.map(({ property }) => property.id));
    expect(ids.size).toBeGreaterThan(4);
    for (const [id, { number }] of firstViolations(scenario, strategy, seedNamed(0), [...ids], BUDGET)) {
      const runs = findings.flatMap(({ property, firstRun }) => (property.id === id ? [firstRun] : []));
      expect(number).toBe(Math.min(...runs));
    }
  });

  it.each(BASELINES.map(({ name }) => name))('is possible with %s', async (name) => {
    const found = await measureFinding(B_QUIET, name, ['S3', 'S5'], [0]);
    expect(found.S5.seeds).toBe(1);
  });
});

describe('what holds', () => {
  it('is not violated by random runs', () => {
    const held = [B_QUIET, D_WALKERS].map((of) => ({ ...of, ...survey(of, 500) }));
    expect(held.every(({ violatedIn }) => violatedIn.S5 > 0)).toBe(true);
    const cells = [B_QUIET, D_WALKERS].map((of) => ({ ...of, ...searchExhaustively(scenarioOfCase(of)) }));
    expect(disagreements({ ...results, cells, held })).toEqual([]);
  });

  it('is seen to be violated when it is', () => {
    const held = [{ ...B_QUIET, strategy: 'frontier', runs: 1, steps: 1, violatedIn: { S5: 1, X5: 1 } }];
    expect(disagreements({ ...results, held })).toEqual([expect.stringMatching(/^B, quiet: .* X5/)]);
  });
});

it('a row takes the place of the one before it that is of the same', async () => {
  const measured = await measure({ part: 'coverage', finder: 'uniform', seeds: 1 });
  const { coverage } = withRow(results, measured);
  expect(coverage).toHaveLength(results.coverage.length);
  expect(coverage).toContainEqual(measured.row);
});
