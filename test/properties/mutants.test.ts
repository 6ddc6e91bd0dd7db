/**
 * The properties find out every mutant of the model that does harm, and each property finds some: one that nothing violates
 * says nothing. docs/mutants.md shows the matrix; `UPDATE_DOCS=1 npx vitest run test/properties/mutants` writes it anew.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DRIVER_PROPERTIES } from '../../src/properties/driver_gone.js';
import { LIVENESS_PROPERTIES, PROPERTIES } from '../../src/properties/index.js';
import { killMatrix } from '../../src/properties/kill_matrix.js';
import { MUTANTS } from '../../src/properties/mutants.js';
import { drawKillTable } from './kill_table.js';

const DOCUMENT = 'docs/mutants.md';
const BLOCK = /(<!-- kill matrix -->\n\n)([\s\S]*?)(\n\n<!-- end of kill matrix -->\n)/;

/** Those that designs are compared by, and liveness; claims/broken_claims.test.ts has mistakes of their own for the others. */
const ASKED = [...PROPERTIES, ...DRIVER_PROPERTIES, ...LIVENESS_PROPERTIES];

const fates = killMatrix(ASKED);

test('no two mutants have one id', () => {
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
});

test('every mutant is found out, or has a reason why not', () => {
  const survivors = fates.filter(({ mutant, killedBy }) => killedBy.length === 0 && mutant.survives === undefined);
  expect(survivors.map(({ mutant }) => mutant.id)).toEqual([]);
});

test('no mutant that is found out has a reason why not', () => {
  const excused = fates.filter(({ mutant, killedBy }) => killedBy.length > 0 && mutant.survives !== undefined);
  expect(excused.map(({ mutant, killedBy }) => [mutant.id, killedBy])).toEqual([]);
});

test('every property finds some mutant out', () => {
  const effective = new Set(fates.flatMap(({ killedBy }) => killedBy));
  expect(ASKED.map(({ id }) => id).filter((id) => !effective.has(id))).toEqual([]);
});

test('the document shows this matrix', () => {
  const table = drawKillTable(fates, ASKED);
  const text = readFileSync(DOCUMENT, 'utf8');
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(
      DOCUMENT,
      text.replace(BLOCK, (_, head, __, tail) => head + table + tail),
    );
  }
  expect(BLOCK.exec(readFileSync(DOCUMENT, 'utf8'))?.[2]).toBe(table);
});
