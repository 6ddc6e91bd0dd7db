/**
 * The properties find out every mutant of the model that does harm, and each property finds some: one that nothing violates
 * says nothing. docs/mutants.md shows the matrix; `UPDATE_DOCS=1 npx vitest run test/properties/studies/mutants` writes it anew.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { BL } from '../../../src/properties/catalogue/block_devices.js';
import { HW3, HW4, HW5, HW7 } from '../../../src/properties/catalogue/damaged_memory.js';
import { DRIVER_PROPERTIES } from '../../../src/properties/catalogue/driver_gone.js';
import { FREE_LIST_PROPERTIES } from '../../../src/properties/catalogue/free_lists.js';
import { SECTION_DATA_PROPERTIES } from '../../../src/properties/catalogue/goes_with_section.js';
import { KEPT_PROPERTIES } from '../../../src/properties/catalogue/kept.js';
import { LIVENESS_PROPERTIES } from '../../../src/properties/catalogue/liveness.js';
import { LO } from '../../../src/properties/catalogue/lock_order.js';
import { PROPERTIES } from '../../../src/properties/catalogue/main.js';
import { MH, MM } from '../../../src/properties/catalogue/memmap.js';
import { CM } from '../../../src/properties/catalogue/ranges.js';
import { WN } from '../../../src/properties/catalogue/warnings.js';
import { killMatrix, type MutantFate } from '../../../src/properties/studies/kill_matrix.js';
import { MUTANTS, type Mutant } from '../../../src/properties/studies/mutants/index.js';
import { expectBlock } from '../../docs/document.js';
import { tell } from '../../reporter/facts.js';
import { drawKillTable } from './kill_table.js';

const DOCUMENT = 'docs/mutants.md';
const BLOCK = /(<!-- kill matrix -->\n\n)([\s\S]*?)(\n\n<!-- end of kill matrix -->\n)/;

/** Those that designs are compared by, and liveness; BU and MP fall on kernels as they are, see mechanisms; claims/broken_claims.test.ts has mistakes of their own for the others. */
const ASKED = [
  ...PROPERTIES,
  ...DRIVER_PROPERTIES,
  ...KEPT_PROPERTIES,
  // HW6 falls on every kernel: mechanisms/damaged_memory.test.ts has it hold.
  ...[HW3, HW4, HW5, HW7],
  ...SECTION_DATA_PROPERTIES,
  LO,
  ...FREE_LIST_PROPERTIES,
  BL,
  MM,
  CM,
  MH,
  WN,
  ...LIVENESS_PROPERTIES,
];

let fates: readonly MutantFate[] = [];
beforeAll(() => {
  fates = killMatrix(ASKED);
});

test('no two mutants have one id', () => {
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
});

describe.each(MUTANTS.map((mutant) => ({ ...mutant, designs: designsOf(mutant) })))('design $designs', (mutant) => {
  const { id, survives } = mutant;
  const outcome = survives === undefined ? 'is found out' : 'is not found out, for a reason';

  test(`mutant ${id} ${outcome}`, (context) => {
    const [{ killedBy }] = fates.filter((fate) => fate.mutant.id === id);
    expect(killedBy.length > 0, killedBy.join()).toBe(survives === undefined);
    tell(context, { kind: 'mutant', mutant: id, killedBy });
  });
});

function designsOf({ tried }: Mutant): string {
  return [...new Set(tried.map(({ design }) => design))].join(', ');
}

test('every property finds some mutant out', () => {
  const effective = new Set(fates.flatMap(({ killedBy }) => killedBy));
  expect(ASKED.map(({ id }) => id).filter((id) => !effective.has(id))).toEqual([]);
});

test('the document shows this matrix', () => {
  const table = drawKillTable(fates, ASKED);
  expectBlock(DOCUMENT, BLOCK, table);
});
