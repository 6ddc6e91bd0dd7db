/** The kill matrix as a table for documents: a row for each mutant, a column for each property. */

import type { Property } from '../../../src/properties/property.js';
import type { MutantFate } from '../../../src/properties/studies/kill_matrix.js';

const KILLED = '✘';

/** Markdown, with columns as wide as their widest cell, as the formatter of the documents has it. */
export function drawKillTable(fates: readonly MutantFate[], properties: readonly Property[]): string {
  const ids = properties.map(({ id }) => id);
  const rows = fates.map(({ mutant, killedBy }) => [
    mutant.id,
    ...ids.map((id) => (killedBy.includes(id) ? KILLED : '')),
    mutant.survives === undefined ? mutant.breaks : `${mutant.breaks}; *${mutant.survives}*`,
  ]);
  const kills = ids.map((id) => String(fates.filter(({ killedBy }) => killedBy.includes(id)).length));
  return markdownTable([['mutant', ...ids, 'what is wrong with it'], ...rows, ['**kills**', ...kills, '']]);
}

function markdownTable([headings, ...rows]: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, i) => Math.max(heading.length, 3, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
