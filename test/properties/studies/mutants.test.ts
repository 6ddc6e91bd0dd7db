/**
 * The properties find out every mutant of the model that does harm, and each property finds some: one that nothing violates
 * says nothing. docs/mutants.md shows the matrix; `UPDATE_DOCS=1 npx vitest run test/properties/studies/mutants` writes it anew.
 */

import { beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/properties/catalogue/all.js';
import { BU } from '../../../src/properties/catalogue/block_devices.js';
import { HW6 } from '../../../src/properties/catalogue/damaged_memory.js';
import { LB } from '../../../src/properties/catalogue/lock_order.js';
import { MP } from '../../../src/properties/catalogue/memmap.js';
import type { Property } from '../../../src/properties/property.js';
import { killMatrix, type MutantFate } from '../../../src/properties/studies/kill_matrix.js';
import { MUTANTS, type Mutant } from '../../../src/properties/studies/mutants/index.js';
import { expectBlock } from '../../docs/document.js';
import { tell } from '../../reporter/facts.js';
import { drawKillTable } from './kill_table.js';

const DOCUMENT = 'docs/mutants.md';
const BLOCK = /(<!-- kill matrix -->\n\n)([\s\S]*?)(\n\n<!-- end of kill matrix -->\n)/;

/** They fall on kernels as they are, see test/properties/mechanisms. */
const FALLEN: readonly Property[] = [BU, HW6, LB, MP];

/** Those of claims alone have broken kernels of their own, in claims/broken_claims.test.ts. */
const ASKED = CATALOGUE.filter((property) => !FALLEN.includes(property));

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
