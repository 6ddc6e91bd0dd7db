/**
 * Public kernel bugs as changes of the model: each must be found, by the property that it says, and what it breaks must hold without
 * it, or fall in another way; and public fixes, each of which must mend what it says. docs/bugs.md is made of them; `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compare } from '../../src/change/comparison.js';
import { loadChange } from '../../src/change/load.js';
import { pairsOf } from '../../src/change/pairs.js';
import type { RegisteredChange } from '../../src/change/registered.js';
import { propertyNamed } from '../../src/properties/catalogue/all.js';
import { isNews, type VerdictDifference } from '../../src/properties/differences.js';
import { gather } from '../../src/report/comparison.js';
import { findingLines } from '../../src/report/comparison_text.js';

const FOLDER = 'test/bugs';
const DOCUMENT = 'docs/bugs.md';

const bugs: readonly RegisteredChange[] = await Promise.all(
  readdirSync(FOLDER)
    .sort()
    .map((name) => loadChange(`${FOLDER}/${name}`)),
);

const sections: string[] = [];

test.each(bugs.map((bug) => [bug.change.title, bug] as const))('%s: what it says falls, or is mended', (_, bug) => {
  const { change, reference } = bug;
  const { expect: expected = [], mends = [] } = change;
  const properties = [...expected, ...mends].flatMap((id) => propertyNamed(id) ?? []);
  const comparisons = pairsOf(bug).map((pair) => compare(pair, properties));
  const fallen = comparisons.flatMap(({ differences }) => differences.filter(isNews));
  expect([...new Set(fallen.map(({ after }: VerdictDifference) => after.property))].sort()).toEqual(
    [...expected].sort(),
  );
  const mended = comparisons.flatMap(({ differences }) => differences.filter(({ kind }) => kind === 'mended'));
  expect([...new Set(mended.map(({ after }) => after.property))].sort()).toEqual([...mends].sort());
  const findings = gather(comparisons).findings.flatMap((finding) => findingLines(finding));
  sections.push(
    [
      `## ${change.title}`,
      `${change.about}`,
      `[${reference.file}](../${reference.file})`,
      ['```', ...findings, '```'].join('\n'),
    ].join('\n\n'),
  );
});

test('the document has them', () => {
  const text = `${[
    '# Kernel bugs, put into the model',
    'Each is a change file of a few lines: what people reported or mended, said in the words of the model. A test puts it in and asks\nthat the property falls which the file names. Behind each race stands what the same model comes to without the bug. Where kernels still\nhave the bug, the change is the fix, and the property must hold with it.',
    ...sections,
  ].join('\n\n')}\n`;
  if (process.env.UPDATE_DOCS !== undefined) writeFileSync(DOCUMENT, text);
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
});
