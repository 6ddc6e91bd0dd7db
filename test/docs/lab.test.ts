/** The table of docs/lab.md is drawn from what is kept in docs/lab.json. `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NOT_SHOWN } from '../../src/lab/observables.js';
import { type Campaign, campaignTable } from '../../src/report/campaign.js';
import { expectBlock } from './document.js';

const PAGE = 'docs/lab.md';
const KEPT: readonly Campaign[] = JSON.parse(readFileSync('docs/lab.json', 'utf8'));
const BLOCK = /(<!-- table of docs\/lab.json -->\n\n)([\s\S]*?)(\n\n<!-- end of table -->)/;

test('the table of what was made on real kernels is what is kept', () => {
  const drawn = campaignTable(KEPT);
  expectBlock(PAGE, BLOCK, drawn);
});

const NOT_SHOWN_BLOCK =
  /(<!-- properties that are not shown -->\n)([\s\S]*?)(<!-- end of properties that are not shown -->)/;

test('what no machine shows is what reproduce says', () => {
  const lines = Object.entries(NOT_SHOWN).map(([id, why]) => `- ${id}: ${why}.\n`);
  const drawn = `\n${lines.join('')}\n`;
  expectBlock(PAGE, NOT_SHOWN_BLOCK, drawn);
});

describe('campaignTable', () => {
  const row = (cell: string, result: Campaign['rows'][number]['result']) => ({ cell, result });
  const reproduced = {
    outcome: 'reproduced',
    shortest: 9,
    driven: { steps: 12, segments: 4 },
    told: ['seen'],
  } as const;
  const campaigns: readonly Campaign[] = [
    {
      design: 'D',
      release: '6.1',
      parameters: '',
      rows: [
        row('S5 walkers', { outcome: 'too fine', shortest: 9, told: ['walker before put_page'] }),
        row('X7 tiny', { outcome: 'holds', told: [] }),
      ],
    },
    {
      design: 'D',
      release: '7.3',
      parameters: 'a=b',
      rows: [
        row('S5 walkers', { ...reproduced, control: { on: '6.1', outcome: 'holds', told: [] } }),
        row('X5 tiny', { ...reproduced, outcome: 'differs', told: ['page 0: model a, kernel b'] }),
        row('X7 tiny', { outcome: 'holds', told: [] }),
      ],
    },
  ];

  test('has a line for what is violated somewhere, and names what differs and what is too fine', () => {
    expect(campaignTable(campaigns).split('\n')).toEqual([
      '| cell | 6.1 | 7.3, a=b |',
      '| --- | --- | --- |',
      '| S5 walkers | too fine (9) | ✔ 12 (9); control 6.1 |',
      '| X5 tiny |  | ✘ 12 (9) |',
      '',
      '1 of 3 cells holds in the model of every kernel, and has no line.',
      '',
      'Model and kernel differ:',
      '',
      '- page 0: model a, kernel b (X5 tiny on 7.3, a=b)',
      '',
      'Too fine to be driven: who would have to be left, and before what:',
      '',
      '- walker before put_page (S5 walkers on 6.1)',
    ]);
  });
});
