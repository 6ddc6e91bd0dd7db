/** Rows of text in columns, for the terminal. */

import CliTable from 'cli-table3';

/** Between two columns; there are no vertical lines. */
export const GAP = 1;

/** Rows without lines between them; the last column needs no gap behind it. */
export function drawRows(rows: string[][], colWidths: number[]): string {
  const lines = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const none = [...lines, 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'];
  const table = new CliTable({
    chars: Object.fromEntries(none.map((name) => [name, ''])),
    colWidths,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
  });
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
