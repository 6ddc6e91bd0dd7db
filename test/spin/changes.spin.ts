/**
 * Spin and our own search see the same states, transitions and violated invariants of changed models: of public bugs that are put in
 * by change files, with code of their own, drawn by the seed in the names of the tests.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadChange } from '../../src/change/load.js';
import { Search } from '../../src/checker/search.js';
import { readDesign, readKernel } from '../../src/cli/arguments.js';
import { countedBy, differencesOf } from '../../src/export/counted.js';
import { promelaFiles } from '../../src/export/files.js';
import { translateProgram } from '../../src/export/program.js';
import { countWithSpin } from '../../src/export/spin.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { invariantOf, invariantsAmong } from '../../src/properties/property.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { anyOf, MISSING, SEED, several } from './sample.js';

const FOLDER = 'test/bugs';
const FILES = readdirSync(FOLDER);
const DRAWN = 2;
/** More would take the verifier longer than all the rest. */
const MOST_STATES = 300_000;

const INVARIANTS = invariantsAmong(PROPERTIES);

const searchOf = (scenario: Scenario) =>
  new Search(programOf(scenario), { invariants: INVARIANTS.map(invariantOf), maxStates: MOST_STATES });

async function drawnBug() {
  const file = anyOf(FILES);
  const { change, reference } = await loadChange(join(FOLDER, file));
  const { designs = ['D'], kernels = ['7.3'], configurations = ['tiny'] } = change.on ?? {};
  const [design, kernel] = [readDesign(anyOf(designs)), readKernel(anyOf(kernels))];
  const scenario = { ...scenarioOf(design, anyOf(configurations), { kernel }), change: reference };
  const search = searchOf(scenario);
  search.run();
  return search.incomplete === undefined ? { file, scenario, search, states: search.store.size } : undefined;
}

describe.skipIf(MISSING.length > 0)(`Spin agrees of public bugs (PAGEOFFLINE_SEED=${SEED})`, async () => {
  const bugs = MISSING.length > 0 ? [] : await several(DRAWN, drawnBug);

  test.each(bugs)('$file, $scenario.design $scenario.kernel: $states states', async ({ search, states }) => {
    const predicates = INVARIANTS.map(({ id, violator }) => ({ id, of: violator }));
    const files = promelaFiles(translateProgram(search.program, predicates), { lines: [] });
    expect(differencesOf(countedBy(search), await countWithSpin(files, { states }))).toEqual([]);
  });
});
