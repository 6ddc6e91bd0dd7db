/** The ledger of claims as a Markdown document: the table, and below it each claim with what its verdicts rest on. */

import { DESIGNS } from '../model/designs.js';
import type { Claim } from '../properties/claims/index.js';
import { READINGS } from '../properties/claims/readings.js';
import type { LedgerCell } from '../properties/studies/ledger.js';
import { assumptionLines } from './assumption.js';
import { conditionRows, LEDGER_LEGEND, ledgerMark, passedOver, propertiesOf } from './ledger_marks.js';
import type { LedgerOptions } from './ledger_table.js';
import { markdownTable } from './markdown_table.js';

type Options = Omit<LedgerOptions, 'color'>;

export function ledgerMarkdown(claims: readonly Claim[], cells: readonly LedgerCell[], options: Options): string {
  const { designs, kernel } = options;
  const rows = claims.map((claim) => [
    `[${claim.id}](#${claim.id.toLowerCase()}) ${claim.title}`,
    ...designs.map((design) => ledgerMark(cells.filter((cell) => cell.claim === claim.id && cell.design === design))),
  ]);
  return [
    '# The claims of the review thread',
    `Written by \`pageoffline claims --markdown\`: every verdict comes from an exhaustive search, on Linux ${kernel}.`,
    designs.map((design) => `- ${design}: ${DESIGNS[design].title} (${DESIGNS[design].status})`).join('\n'),
    markdownTable(['claim', ...designs], rows),
    LEDGER_LEGEND.join('\n'),
    '## Readings',
    'The verdicts in the table are of the first.',
    READINGS.map(({ id, title, source }) => `- ${id}: ${title} (${source})`).join('\n'),
    ...claims.map((claim) =>
      sectionOf(
        claim,
        cells.filter((cell) => cell.claim === claim.id),
        options,
      ),
    ),
  ].join('\n\n');
}

function sectionOf(claim: Claim, cells: readonly LedgerCell[], { designs, kernel }: Options): string {
  const reasons = [
    ...[...passedOver(claim, designs, kernel)].map(([reason, own]) => `- ${own.join(', ')}: ${reason}.`),
    ...assumptionLines(propertiesOf(claim)).map((line) => `- ${line}`),
  ];
  const rows = conditionRows(claim, designs, cells).map(({ label, texts }) => [label, ...texts]);
  return [
    `## ${claim.id}`,
    ...(claim.quote === undefined ? [] : [`> ${claim.quote}`]),
    claim.statement,
    ...(claim.note === undefined ? [] : [claim.note]),
    markdownTable(['', ...designs], rows),
    ...(reasons.length === 0 ? [] : [reasons.join('\n')]),
  ].join('\n\n');
}
