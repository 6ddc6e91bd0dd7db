/** JUnit reports: every kind of verdict, the numbers of the suites, and escaping. */

import { describe, expect, it } from 'vitest';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { drawJunit } from '../../src/report/index.js';
import { escaped } from '../../src/report/junit.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const HOLDS: VerdictCell = {
  scenario: scenarioOf('D', 'small'),
  property: 'S5',
  verdict: 'holds',
  applied: 20,
  states: 3_313,
  transitions: 6_772,
  depth: 80,
  seconds: 0.1234,
};
const trace = [{ process: 'walker', choices: [], action: 'PageLRU', args: [0], outcome: 'no' }];

const CELLS: readonly VerdictCell[] = [
  HOLDS,
  { ...HOLDS, property: 'S7', verdict: 'violated', trace, wrong: 'page 0 < page 1 & "so" on' },
  { ...HOLDS, property: 'X2', verdict: 'violated', trace, wrong: 'it follows', rootCauses: ['S7', 'X7'] },
  { ...HOLDS, property: 'D4', verdict: 'not-exhausted' },
  { ...HOLDS, property: 'HW', applied: 0 },
  { ...HOLDS, variation: 'walkers', scenario: scenarioOf('D', 'walkers', { overrides: { putHook: true } }) },
];

describe('a report', () => {
  const drawn = drawJunit(CELLS, ({ property }) => `race of ${property}: 1 -> 2\n  & more`);

  it('is drawn as before', async () => {
    await expect(`${drawn}\n`).toMatchFileSnapshot('golden/junit.xml');
  });

  it('closes every element that it opens, in order', () => {
    const open: string[] = [];
    for (const [, closing, name, empty] of drawn.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (empty === '') open.push(name);
    }
    expect(open).toEqual([]);
  });
});

it.each([
  ['a < b > c & "d"', 'a &lt; b &gt; c &amp; &quot;d&quot;'],
  ['bell \u0007, escape \u001b[31m, end \uffff', 'bell \ufffd, escape \ufffd[31m, end \ufffd'],
  ['lines\nand\ttabs stay', 'lines\nand\ttabs stay'],
])('%j is written %j', (text, written) => {
  expect(escaped(text)).toBe(written);
});

it('keeps an attribute on one line', () => {
  const [cell] = CELLS.slice(1);
  expect(drawJunit([{ ...cell, wrong: 'one\ntwo' }], () => '')).toContain('message="one two"');
});
