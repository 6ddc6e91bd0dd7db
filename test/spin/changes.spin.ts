/**
 * Spin and our own search see the same states, transitions and violated invariants of changed models: of public bugs that are put in
 * by change files, with code of their own, drawn by the seed in the names of the tests.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadChange } from '../../src/change/load.js';
import { pairsOf } from '../../src/change/pairs.js';
import { programOf } from '../../src/scenario/program.js';
import { type Cell, cellOf, differences } from './cell.js';
import { anyOf, MISSING, SEED, several } from './sample.js';

const FOLDER = 'test/bugs';
const FILES = readdirSync(FOLDER);
const DRAWN = 2;
/** More would take the verifier longer than all the rest. */
const MOST_STATES = 300_000;

async function drawnBug(): Promise<Cell | undefined> {
  const file = anyOf(FILES);
  const { after } = anyOf(pairsOf(await loadChange(join(FOLDER, file))));
  return cellOf(`${file}, ${after.design} ${after.kernel} ${after.configuration.name}`, programOf(after), MOST_STATES);
}

describe.skipIf(MISSING.length > 0)(`Spin agrees of public bugs (PAGEOFFLINE_SEED=${SEED})`, async () => {
  const bugs = MISSING.length > 0 ? [] : await several(DRAWN, drawnBug);

  test.each(bugs)('$name: $ours.states states', async (cell) => {
    expect(await differences(cell)).toEqual([]);
  });
});
