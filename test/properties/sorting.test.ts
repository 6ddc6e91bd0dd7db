/**
 * Verdicts with identical processes sorted are the plain ones, of every actor that can be there twice: the same verdicts, races,
 * root causes, ways, and steps never taken. The seed of the sample is printed where it fails.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { search } from '../../src/checker/search.js';
import type { Actors } from '../../src/model/configuration.js';
import { type ConfigurationRecord, configurationOf } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import type { WalkerKind } from '../../src/model/mm/walkers.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { LIVENESS_PROPERTIES } from '../../src/properties/catalogue/liveness.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { Decision, type Limits } from '../../src/properties/decide.js';
import type { Property } from '../../src/properties/property.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { propertyNamed } from '../named.js';

/** All that identical processes are sorted for; what compares systems searches others than the scenario's. */
const ASKED = ALL_PROPERTIES.filter(({ kind }) => kind !== 'liveness' && kind !== 'comparison');

const WALKERS: readonly WalkerKind[] = ['late', 'prompt', 'lru', 'rcu', 'gup', 'locked', 'soft-offline'];

/** Who is there twice or three times. */
const IDENTICAL: readonly Partial<Actors>[] = [
  ...WALKERS.map((kind) => ({ walkers: [kind, kind] })),
  { walkers: ['late', 'rcu', 'late', 'rcu'] },
  { users: 2 },
  { users: 3 },
  { users: 2, readers: 2 },
  { users: 2, walkers: ['lru', 'lru'] },
  { briefUsers: 2 },
  { unmovableUsers: 2 },
  { readers: 2 },
  { readers: 3 },
  { contig: 2 },
  { pinners: ['longterm', 'longterm'], users: 1 },
  { writeback: ['ends', 'ends'], users: 1 },
];

const ONE_PAGE = { blocks: 1, subBlocksPerBlock: 1, subBlockPages: [[{ weight: 1 }]], unplugged: [] };
const TWO_PAGES = {
  ...ONE_PAGE,
  subBlocksPerBlock: 2,
  subBlockPages: [[{ weight: 1 }], [{ weight: 1 }]],
  unplugged: [0],
};

const AROUND: readonly Omit<ConfigurationRecord, 'name' | 'title'>[] = [
  { ...TWO_PAGES, actors: { sysfs: 1 } },
  { ...TWO_PAGES, zone: 'normal', veto: ['afterDriver'], actors: { sysfs: 1, worker: true } },
  { ...ONE_PAGE, actors: { sysfs: 1, worker: true } },
  { ...ONE_PAGE, zone: 'normal', pcp: true, signals: true, actors: { sysfs: 1 } },
];

const CASES: readonly Scenario[] = AROUND.flatMap((around, i) =>
  IDENTICAL.flatMap((twins, j) =>
    DESIGN_IDS.map((design, d): Scenario => {
      const actors = { ...around.actors, ...twins };
      const configuration = configurationOf({ ...around, name: 'twins', title: 'twins', actors });
      return { design, kernel: KERNEL_VERSIONS[(i + j + d) % KERNEL_VERSIONS.length], configuration, overrides: {} };
    }),
  ),
);

/** A search of more states is not made for a test. */
const MOST_STATES = 12_000;

/** What stands in a cell but for how many states were looked at. */
function saidOf({ states: _, transitions: __, seconds: ___, sorted: ____, applied, ...said }: VerdictCell) {
  return { ...said, isVacuous: applied === 0 };
}

function decided(scenario: Scenario, limits: Limits) {
  const decision = new Decision(scenario, ASKED, limits);
  decision.run();
  return { cells: decision.cells(), neverTaken: decision.neverTaken(), ways: decision.ways() };
}

/** The verdicts with and without sorting; undefined where there are too many states. */
function bothWays(scenario: Scenario) {
  const plain = search(programOf(scenario), { maxStates: MOST_STATES });
  if (plain.incomplete !== undefined) return undefined;
  return { plain: decided(scenario, { sortsNothing: true }), sorted: decided(scenario, {}) };
}

const saidIn = ({ cells, ...rest }: ReturnType<typeof decided>) => ({ cells: cells.map(saidOf), ...rest });

test('verdicts, races and ways are the plain ones, in fewer states', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CASES), (scenario) => {
      const both = bothWays(scenario);
      fc.pre(both !== undefined);
      const { plain, sorted } = both;
      expect(saidIn(sorted)).toEqual(saidIn(plain));
      const [[few], [all]] = [sorted.cells, plain.cells];
      expect(all.sorted).toBeUndefined();
      // Brief users are always where they were.
      if (few.sorted === undefined) expect(few.states).toBe(all.states);
      // Where two of them never stand in different places, there is nothing to leave out.
      else expect(few.states).toBeLessThanOrEqual(all.states);
    }),
    { numRuns: 10 },
  );
});

const TWO_WALKERS = scenarioOf('D', 'tiny', { actors: { walkers: ['late', 'late'] } });

test('there are fewer states where two walkers stand in different places', () => {
  const [[few], [all]] = [{}, { sortsNothing: true }].map((limits) => decided(TWO_WALKERS, limits).cells);
  expect(few.states).toBeLessThan(all.states);
});

describe('what is decided without sorting', () => {
  const [L1] = LIVENESS_PROPERTIES;
  const own: Property = { ...propertyNamed('S5'), id: 'own' };

  function cellsOf(properties: readonly Property[]) {
    const decision = new Decision(TWO_WALKERS, properties);
    while (!decision.run(100));
    return decision.cells().map(({ seconds: _, ...cell }) => cell);
  }

  test.each([
    ['liveness, which is of each process', L1],
    ['what a change brings along, which may name one', own],
  ])('%s', (_, property) => {
    expect(cellsOf([property])[0].sorted).toBeUndefined();
  });

  test('alters no numbers of what is asked beside it, nor do others alter its own', () => {
    const asked = [PROPERTIES[0], L1, ...PROPERTIES.slice(1), own];
    expect(cellsOf(asked)).toEqual(asked.flatMap((property) => cellsOf([property])));
  });
});
