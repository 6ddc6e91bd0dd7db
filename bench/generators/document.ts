/** Writes the tables of a document between their markers, and leaves the prose around them as it is. */

import { readFileSync, writeFileSync } from 'node:fs';
import type { Results } from './results.js';
import { TABLES } from './tables.js';

export const DOCUMENT = 'docs/generators.md';

const BLOCK = /(<!-- table: ([a-z ]+) -->\n)[\s\S]*?(<!-- end of table -->)/g;

/** @throws when a marker names a table that there is not */
export function withTables(text: string, results: Results): string {
  return text.replace(BLOCK, (_, head: string, name: string, tail: string) => {
    const draw = TABLES[name];
    if (draw === undefined) throw new Error(`no table is called '${name}': ${Object.keys(TABLES).join(', ')}`);
    return `${head}\n${draw(results)}\n\n${tail}`;
  });
}

export function updateDocument(path: string, results: Results): void {
  writeFileSync(path, withTables(readFileSync(path, 'utf8'), results));
}
