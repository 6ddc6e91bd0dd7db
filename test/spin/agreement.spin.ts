/**
 * Spin and our own search see the same states, transitions and violated invariants: in a sample of cells and of mutants, by the seed
 * in the names of the tests. Skipped where Spin or a C compiler cannot be had.
 */

import { describe, expect, test } from 'vitest';
import { compileMutant } from '../../src/checker/mutate.js';
import { numberOf } from '../../src/export/form.js';
import type { TranslatedProgram } from '../../src/export/program.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { MUTANTS } from '../../src/properties/studies/mutants/index.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf, switchesIn } from '../../src/scenario/scenario.js';
import { type Cell, cellOf, differences } from './cell.js';
import { anyOf, MISSING, SEED, several } from './sample.js';

const CELLS = 6;
const SAMPLED_MUTANTS = 3;
/** More would take the verifier longer than all the rest. */
const MOST_STATES = 500_000;

function drawnCell(): Cell | undefined {
  const [design, kernel, configuration] = [anyOf(DESIGN_IDS), anyOf(KERNEL_VERSIONS), anyOf(CONFIGURATIONS)];
  return cellOf(
    `${design} ${kernel} ${configuration.name}`,
    programOf(scenarioOf(design, configuration, { kernel })),
    MOST_STATES,
  );
}

function drawnMutant(): Cell | undefined {
  const { id, edits, tried } = anyOf(MUTANTS);
  const scenario = anyOf(tried);
  const system = kernelSystem(scenario.configuration, switchesIn(scenario));
  return cellOf(
    `${id}, ${scenario.design} ${scenario.kernel} ${scenario.configuration.name}`,
    compileMutant(system, edits),
    MOST_STATES,
  );
}

describe.skipIf(MISSING.length > 0)(`Spin agrees (PAGEOFFLINE_SEED=${SEED})`, async () => {
  const cells =
    MISSING.length > 0 ? [] : [...(await several(CELLS, drawnCell)), ...(await several(SAMPLED_MUTANTS, drawnMutant))];

  test.each(cells)('$name: $ours.states states', async (cell) => {
    expect(await differences(cell)).toEqual([]);
  });

  test('not where an action is translated wrongly', async () => {
    const [cell] = await several(1, () => cellOf('', programOf(scenarioOf('D', 'small')), MOST_STATES));
    // The reference is not given back, and the process is told that it was the last.
    const change = ({ actions, ...rest }: TranslatedProgram): TranslatedProgram => ({
      ...rest,
      actions: actions.map((action) =>
        action.name === 'page_ref_dec_and_test'
          ? { ...action, routine: { locals: 0, body: [], result: numberOf(0) } }
          : action,
      ),
    });
    expect(await differences(cell, change)).not.toEqual([]);
  });
});

if (MISSING.length > 0) test.skip(`nothing was compared: ${MISSING.join(' and ')} cannot be run`, () => {});
