/**
 * What Spin says of runs and what we do: liveness under weak fairness, and that something can come from single states. Of cells and
 * properties that are drawn by the seed in the names of the tests, and of some in which the verdicts are known to differ.
 */

import { describe, expect, test } from 'vitest';
import { findLasso } from '../../src/checker/liveness.js';
import { Search } from '../../src/checker/search.js';
import type { Program } from '../../src/checker/system.js';
import { compareRuns } from '../../src/cli/prove_runs.js';
import { alwaysComes } from '../../src/export/expectation_with_spin.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import type { Kernel } from '../../src/model/state.js';
import { EF } from '../../src/properties/catalogue/attempts.js';
import { L1, L2, L3, L4, L5, L6 } from '../../src/properties/catalogue/liveness.js';
import type { LivenessProperty } from '../../src/properties/kinds/liveness.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { anyOf, MISSING, SEED, several } from './sample.js';

const LIVENESS = [L1, L2, L3, L4, L5, L6];
const CELLS = 4;
/** With fairness a verifier has many copies of each. */
const MOST_STATES = 60_000;

interface Cell {
  readonly name: string;
  readonly search: Search<Kernel>;
  readonly property: LivenessProperty;
}

function searched(program: Program<Kernel>): Search<Kernel> | undefined {
  const search = new Search(program, { maxStates: MOST_STATES });
  search.run();
  return search.incomplete === undefined ? search : undefined;
}

function drawn(): Cell | undefined {
  const [design, kernel, configuration] = [anyOf(DESIGN_IDS), anyOf(KERNEL_VERSIONS), anyOf(CONFIGURATIONS)];
  const property = anyOf(LIVENESS);
  const search = searched(programOf(scenarioOf(design, configuration, { kernel })));
  if (search === undefined || findLasso(search, property).asked === 0) return undefined;
  return { name: `${property.id} and EF, ${design} ${kernel} ${configuration.name}`, search, property };
}

const cellOf = (design: 'D', name: string, kernel: '5.8' | '7.3'): Search<Kernel> => {
  const search = searched(programOf(scenarioOf(design, name, { kernel })));
  if (search === undefined) throw new Error(`${name} is too large`);
  return search;
};

describe.skipIf(MISSING.length > 0)(`Spin agrees of runs (PAGEOFFLINE_SEED=${SEED})`, async () => {
  const cells = MISSING.length > 0 ? [] : await several(CELLS, drawn);

  test.each(cells)('$name', async ({ search, property }) => {
    const compared = await compareRuns(search, [property, EF], { states: search.store.size });
    expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
  });

  test('that attempts end under weak fairness in tiny, and not in small', async () => {
    const always = async (name: string) => {
      const search = cellOf('D', name, '5.8');
      return alwaysComes(search.program, L1, { states: search.store.size });
    };
    expect([await always('tiny'), await always('small')]).toEqual([true, false]);
  });

  test('that from some states of D on 7.3 attempts cannot succeed', async () => {
    const search = cellOf('D', 'small', '7.3');
    const [{ lines, differences }] = await compareRuns(search, [EF], { states: search.store.size });
    expect(differences).toEqual([]);
    expect(lines[0]).toMatch(/^EF: pageoffline: violated, a way from \d+ of \d+ .* Spin, of 4 of them: a way from 2\./);
  });

  test('not where what is given is another thing', async () => {
    const search = cellOf('D', 'tiny', '5.8');
    const never = { ...L1, to: () => false };
    expect(findLasso(search, { ...L1, fairness: () => 'weak' }).lasso).toBeUndefined();
    expect(await alwaysComes(search.program, never, { states: search.store.size })).toBe(false);
  });
});
