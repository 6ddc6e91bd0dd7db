/** Tables and numbers in Markdown. */

/** The first row is the heading; the first `left` columns are words, the others numbers. Columns are padded to line up. */
export function table(rows: readonly (readonly string[])[], left = 1): string {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const pad = (row: readonly string[]) =>
    line(row.map((cell, i) => (i < left ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))));
  const rule = line(widths.map((width, i) => (i < left ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  return [pad(rows[0]), rule, ...rows.slice(1).map(pad)].join('\n');
}

/** `93.5 %`; never rounded to 0 or to 100. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (part === 0 || part === whole) return `${percent} %`;
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)} %`;
}

export const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
