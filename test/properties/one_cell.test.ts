/**
 * One cell has one verdict and one shortest race, whatever else is asked. What is asked is sampled; the seed is printed where a
 * test fails. That the way of asking makes no difference either, test/cli/every_way.test.ts asks.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_PROPERTIES, propertyNamed } from '../../src/properties/catalogue/all.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision } from '../../src/properties/decide.js';
import type { Property } from '../../src/properties/property.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { varied } from '../../src/scenario/varied.js';

const SEED = Date.now() % 1e6;

function decide(scenario: Scenario, properties: readonly Property[]): VerdictCell[] {
  const decision = new Decision(scenario, properties);
  decision.run();
  return decision.cells();
}

/** All that a reader sees, but for the time. */
const seen = ({ seconds: _, ...cell }: VerdictCell): object => cell;

const named = (ids: readonly string[]): Property[] => ids.flatMap((id) => propertyNamed(id) ?? []);

/** One block, two pages, a walker, and nobody else who takes memory: small, and all kinds of verdicts. */
const WALKER = varied('small', 'walker', { walkers: ['late'] }, { veto: [], signals: false });

const CASES: readonly (readonly [name: string, scenario: Scenario, properties: readonly Property[]])[] = [
  ['B, foreign', scenarioOf('B', 'foreign'), ALL_PROPERTIES],
  ['A, walker', scenarioOf('A', WALKER), PROPERTIES],
];

test.each(CASES)('%s: a property has the same cell alone and with any others', (_, scenario, all) => {
  const cells = new Map(decide(scenario, all).map((cell) => [cell.property, seen(cell)]));
  const together = fc.subarray([...all], { minLength: 1, maxLength: 4 });
  const asked = fc.property(together, (properties) => {
    for (const cell of decide(scenario, properties)) expect(seen(cell)).toEqual(cells.get(cell.property));
  });
  fc.assert(asked, { numRuns: 4, seed: SEED });
});

test('the shortest race of all stands beside the shortest that violates nothing before, and names what it is behind', () => {
  const cells = decide(scenarioOf('A', 'walkers'), named(['S5']));
  expect(cells).toMatchObject([{ verdict: 'violated', shortest: { behind: ['X7'] } }]);
  const [{ trace = [], shortest }] = cells;
  expect(shortest?.steps).toBeLessThan(trace.length);
});

test('liveness is decided behind violations too, and names them', () => {
  const cells = decide(scenarioOf('B', 'foreign'), named(['L1', 'L6', 'X4']));
  for (const cell of cells) expect(cell).toMatchObject({ verdict: 'violated', rootCauses: ['S3', 'S5'] });
});

test('what holds says at which faults the model halts, where there are any', () => {
  const [halting] = decide(scenarioOf('D', 'readers'), named(['S3']));
  expect(halting).toMatchObject({ verdict: 'holds', restsOn: { halts: [{ violates: ['S4'] }] } });
  const [sound] = decide(scenarioOf('D', 'tiny'), named(['S3']));
  expect(sound.restsOn).toBeUndefined();
});
