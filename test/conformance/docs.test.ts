/** docs/conformance.md says what the code does: each of its tables is the data that the comparison consults. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  DIFFERENCES,
  FUNCTIONS_WITHOUT_STEPS,
  LOOSE_CLASSES,
  type LooseClass,
  NOT_COMPARED,
  NOTIFICATIONS_WITHOUT_STEPS,
} from '../../src/conformance/differences.js';

const text = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8');

/** Cells of the rows of the one table under a heading, without the table's head. */
function tableUnder(heading: string): string[][] {
  const [, section] = text.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`docs/conformance.md has no section "${heading}"`);
  const rows = section
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const list = (items: readonly string[]) => items.join(', ');
const code = (word: string) => `\`${word}\``;

function pagesOf({ block, zones, types, counts, afterPin, named: pageNamed }: LooseClass): string {
  const named = 'of' in types ? list(types.of.map(code)) : `not ${list(types.not.map(code))}`;
  const count =
    counts.to === Number.MAX_SAFE_INTEGER
      ? 'any count'
      : `count ${counts.from === counts.to ? counts.from : `${counts.from} to ${counts.to}`}`;
  const zone = zones.length === 0 ? '' : ` (${list(zones)})`;
  return `${named}, ${count}, ${block} block${zone}${afterPin === true ? ', after a pin' : ''}${pageNamed === true ? ', named by an action' : ''}`;
}

describe('docs/conformance.md', () => {
  it('has the differences', () => {
    const rows = Object.values(DIFFERENCES).map(({ id, kernels, what, why }) => [code(id), list(kernels), what, why]);
    expect(tableUnder('Differences')).toEqual(rows);
  });

  it('has the classes of pages that are compared as a whole', () => {
    const rows = LOOSE_CLASSES.map((each) => [code(each.id), list(each.kernels), pagesOf(each), each.as, each.why]);
    expect(tableUnder('Compared with care')).toEqual(rows);
  });

  it('has the fields that are not compared', () => {
    expect(tableUnder('Not compared')).toEqual(NOT_COMPARED.map(({ field, why }) => [code(field), why]));
  });

  it('has the functions and notifications without a step', () => {
    const rows = FUNCTIONS_WITHOUT_STEPS.map(({ fn, calledBy, why }) => [
      calledBy === undefined ? code(`${fn}()`) : `${code(`${fn}()`)} in ${code(`${calledBy}()`)}`,
      why,
    ]);
    expect(tableUnder('Traced functions without a step')).toEqual(rows);
    for (const each of NOTIFICATIONS_WITHOUT_STEPS) expect(DIFFERENCES.notifications.what).toContain(each);
  });
});
