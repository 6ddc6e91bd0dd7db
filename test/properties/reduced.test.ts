/**
 * Verdicts of reduced searches are the plain ones, with the same races, in cells and mutants that are drawn by the seed in the names of
 * the tests; in small systems each process that goes first commutes with all that others do.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disciplineOf } from '../../src/checker/discipline.js';
import { compileMutant } from '../../src/checker/mutate.js';
import { search } from '../../src/checker/search.js';
import type { Program } from '../../src/checker/system.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import type { Kernel } from '../../src/model/state.js';
import { ALL_PROPERTIES } from '../../src/properties/catalogue/all.js';
import { MAIN_INVARIANTS } from '../../src/properties/catalogue/causes.js';
import { Decision, type Limits } from '../../src/properties/decide.js';
import { kindOf } from '../../src/properties/kinds/index.js';
import { invariantOf } from '../../src/properties/kinds/invariant.js';
import { invariantsAmong, type Property } from '../../src/properties/property.js';
import { MUTANTS } from '../../src/properties/studies/mutants/index.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { systemOf } from '../../src/scenario/changed_model.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { doNotCommute } from '../checker/commuting.js';
import { propertyNamed } from '../named.js';

const REDUCIBLE = ALL_PROPERTIES.filter((property) => kindOf(property).isReducible === true);

const SEED = Date.now() % 1e6;

/** A search of more states is not made for a test. */
const MOST_STATES = 12_000;

interface Drawn {
  readonly name: string;
  readonly scenario: Scenario;
  readonly program: Program<Kernel>;
}

const CELLS: readonly (() => Drawn)[] = CONFIGURATIONS.flatMap(({ name }) =>
  DESIGN_IDS.flatMap((design) =>
    KERNEL_VERSIONS.map((kernel) => () => {
      const scenario = scenarioOf(design, name, { kernel });
      return { name: `${design} ${kernel} ${name}`, scenario, program: programOf(scenario) };
    }),
  ),
);

const BROKEN: readonly (() => Drawn)[] = MUTANTS.flatMap(({ id, edits, tried }) =>
  tried.map((scenario) => () => {
    return { name: id, scenario, program: compileMutant(systemOf(scenario).system, edits) };
  }),
);

/** So many of them, drawn by the seed, that have few states. */
function drawn(all: readonly (() => Drawn)[], count: number): Drawn[] {
  const inOrder = fc.sample(fc.shuffledSubarray([...all], { minLength: all.length }), { seed: SEED, numRuns: 1 })[0];
  const found: Drawn[] = [];
  for (const make of inOrder) {
    if (found.length === count) break;
    const each = make();
    if (search(each.program, { maxStates: MOST_STATES }).incomplete === undefined) found.push(each);
  }
  return found;
}

function cellsOf(
  { scenario, program }: Pick<Drawn, 'scenario' | 'program'>,
  limits: Limits,
  asked: readonly Property[] = REDUCIBLE,
) {
  const decision = new Decision(scenario, asked, limits, program);
  while (!decision.run(1_000));
  return decision.cells();
}

/** What stands in a cell but for what a reduced search does not tell. */
function saidOf({ states, transitions, depth, seconds, sorted, reduced, applied, ...said }: VerdictCell) {
  return said;
}

describe.each([
  ['configurations', drawn(CELLS, 8)],
  ['mutants', drawn(BROKEN, 6)],
])(`verdicts and races in %s (seed ${SEED})`, (_, cells) => {
  test.each(cells.map((each) => [each.name, each] as const))('%s', (__, each) => {
    const [plain, reduced] = [false, true].map((reduces) => cellsOf(each, { reduces }));
    expect(reduced.map(saidOf)).toEqual(plain.map(saidOf));
    for (const cell of reduced) expect(cell.reduced).toBe(true);
    for (const cell of plain) expect(cell.reduced).toBeUndefined();
  });
});

test.each(drawn([...CELLS, ...BROKEN], 3).map((each) => [each.name, each] as const))(
  `in %s who goes first commutes with the others (seed ${SEED})`,
  (_, { program }) => {
    const discipline = disciplineOf(program);
    expect(discipline).toBeDefined();
    expect(doNotCommute(program, discipline?.ample ?? [])).toEqual([]);
  },
);

test.each(drawn([...CELLS, ...BROKEN], 4).map((each) => [each.name, each] as const))(
  `in %s invariants hold where their parts do (seed ${SEED})`,
  (_, { program }) => {
    const invariants = invariantsAmong(ALL_PROPERTIES).map(invariantOf);
    const { modelStates } = search(program);
    const wrong = new Set<string>();
    modelStates.lookAt((k) => {
      for (const { id, holds, parts } of invariants) {
        if (parts === undefined) continue;
        const isWhole = parts(k).every((part) => part(k));
        if (isWhole !== holds(k)) wrong.add(id);
      }
      return 0;
    });
    expect([...wrong]).toEqual([]);
  },
);

test('there are fewer states', () => {
  const scenario = scenarioOf('D', 'small');
  const each = { scenario, program: programOf(scenario) };
  const [[plain], [reduced]] = [false, true].map((reduces) => cellsOf(each, { reduces }, MAIN_INVARIANTS));
  expect(reduced.states).toBeLessThan(plain.states / 2);
});

test('reachability is refused', () => {
  expect(() => new Decision(scenarioOf('D', 'tiny'), [propertyNamed('EF')], { reduces: true })).toThrow(
    'EF cannot be decided in a reduced search',
  );
});
