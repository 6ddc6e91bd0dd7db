/** The verdict table: a golden one, its width, its colours, and each kind of cell. */

import { describe, expect, it } from 'vitest';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import type { VerdictCell } from '../../src/properties/verdict.js';
import { drawVerdictTable } from '../../src/report/index.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const HOLDS: VerdictCell = {
  scenario: scenarioOf('D', 'small'),
  variation: 'no walkers',
  property: 'S5',
  verdict: 'holds',
  applied: 2_000,
  states: 3_313,
  transitions: 6_772,
  depth: 80,
  seconds: 0.16,
};

function race(length: number): Partial<VerdictCell> {
  const step = { process: 'walker', choices: [], action: 'PageLRU', args: [0], outcome: 'no' };
  return { verdict: 'violated', trace: Array.from({ length }, () => step), wrong: 'it is wrong' };
}

it('names a cause that is no row', () => {
  const cell: VerdictCell = { ...HOLDS, ...race(7), property: 'X4', rootCauses: ['S3'] };
  expect(drawVerdictTable([cell])).toContain('Not asked here: S3 "stays Offline".');
  const rowToo = drawVerdictTable([cell, { ...cell, property: 'S3' }]);
  expect(rowToo).not.toContain('Not asked here');
});

/** Invented verdicts, some of each kind. */
function comparison(): VerdictCell[] {
  const verdicts: Readonly<Record<string, Partial<VerdictCell>>> = {
    'A walkers S5': { verdict: 'violated', rootCauses: ['X7'] },
    'A walkers X7': race(9),
    'A-nohook walkers S5': race(12),
    'A-nohook walkers X7': race(9),
    'A-nohook walkers X2': { verdict: 'violated', rootCauses: ['S5', 'X7'] },
    'D walkers S5': race(9),
    'D walkers S7': race(13),
    'D walkers EF': { verdict: 'not-exhausted' },
    'D walkers X7': race(1),
  };
  return PROPERTIES.flatMap(({ id: property }) =>
    (['A', 'A-nohook', 'D'] as const).flatMap((design) =>
      ['no walkers', 'walkers'].map((variation) => ({
        ...HOLDS,
        scenario: scenarioOf(design, 'small'),
        variation,
        property,
        ...(variation === 'walkers' ? { states: 250_872, transitions: 6_826_420, seconds: 12.34 } : {}),
        ...verdicts[`${design} ${variation} ${property}`],
      })),
    ),
  );
}

describe('drawVerdictTable', () => {
  it('draws a table for each variation within 100', async () => {
    const table = drawVerdictTable(comparison());
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    await expect(`${table}\n`).toMatchFileSnapshot('golden/verdict_table.txt');
  });

  it('draws more columns than fit as several tables, each within 100', () => {
    const kernels = ['5.8', '6.1', '7.3', '5.10'] as const;
    const cells = kernels.flatMap((kernel) =>
      comparison().map(({ variation: _, ...cell }) => ({ ...cell, scenario: { ...cell.scenario, kernel } })),
    );
    const table = drawVerdictTable(cells);
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(table.match(/^S5 /gm)).toHaveLength(2);
    for (const kernel of kernels) expect(table).toContain(kernel);
  });

  it('has colour only when asked to, and the same text with it', () => {
    const esc = String.fromCharCode(27);
    const plain = drawVerdictTable(comparison());
    const colored = drawVerdictTable(comparison(), { color: true });
    expect(plain).not.toContain(esc);
    expect(colored).toContain(esc);
    expect(colored.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), '')).toBe(plain);
  });

  it.each([
    ['✔ 3.31k', {}],
    ['✔ 999', { states: 999 }],
    ['✔ 1M', { states: 999_999 }],
    ['✘ 1\n', race(1)],
    ['✘ 13\n', race(13)],
    ['(✘ X7)', { verdict: 'violated', rootCauses: ['X7', 'S5'] }],
    ['?', { verdict: 'not-exhausted' }],
    ['–', { applied: 0 }],
  ] as const)('shows %j', (text, cell) => {
    const [row = ''] = /^S5 .*\n/m.exec(drawVerdictTable([{ ...HOLDS, ...cell }])) ?? [];
    expect(row).toContain(text);
  });

  it('never cuts a long word', () => {
    const long = { ...HOLDS.scenario.configuration, name: 'a configuration that is extraordinarily-long-named' };
    const table = drawVerdictTable([HOLDS, { ...HOLDS, scenario: scenarioOf('D', long) }]);
    expect(table).toContain('extraordinarily-long-named');
  });
});
