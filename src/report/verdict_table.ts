/** The verdicts as a table for the terminal: a row for each property, a column for each search of a design, totals below. */

import CliTable from 'cli-table3';
import pc from 'picocolors';
import { PROPERTIES } from '../properties/index.js';
import type { VerdictCell } from '../properties/verdict.js';
import { type Paint, wrap } from './canvas.js';

export interface TableOptions {
  readonly color?: boolean;
}

const WIDTH = 100;
/** Between two columns; there are no vertical lines. */
const GAP = 2;
const LEAST_COLUMN = 10;
const LEAST_TITLE = 18;
/** `S5 ` before the title. */
const ID_WIDTH = 3;

const LEGEND = [
  '✔ holds in all of so many states; ✘ violated, with the length of the shortest race (choices count);',
  '✘ after X: only ever as a consequence of a violation of X; ? none found, but states are left unseen.',
];

const TOTALS: Readonly<Record<string, (total: VerdictCell) => string>> = {
  states: ({ states }) => compact(states),
  transitions: ({ transitions }) => compact(transitions),
  seconds: ({ seconds }) => seconds.toFixed(1),
};

/** @param cells in the order in which rows and columns are to stand */
export function drawVerdictTable(cells: readonly VerdictCell[], options: TableOptions = {}): string {
  const styles = stylesOf(options.color === true);
  const columns = columnsOf(cells);
  const columnWidth = columnWidthOf(columns);
  const perTable = Math.max(1, Math.floor((WIDTH - LEAST_TITLE) / (columnWidth + GAP)));
  const tables = Array.from({ length: Math.ceil(columns.length / perTable) }, (_, i) =>
    drawTable(columns.slice(i * perTable, (i + 1) * perTable), rowsOf(cells), columnWidth, styles),
  );
  return [...commonFacts(cells), ...tables, ...LEGEND.map(styles.faint)].join('\n');
}

interface Styles {
  readonly heading: Paint;
  readonly faint: Paint;
  readonly verdict: Readonly<Record<VerdictCell['verdict'], Paint>>;
}

function stylesOf(color: boolean): Styles {
  const { bold, dim, green, red, yellow } = pc.createColors(color);
  return { heading: bold, faint: dim, verdict: { holds: green, violated: red, 'not-exhausted': yellow } };
}

/** One search: what it is called, and its verdict on each property. */
interface Column {
  readonly headings: readonly string[];
  readonly cells: ReadonlyMap<string, VerdictCell>;
}

interface Row {
  readonly id: string;
  readonly title: string;
}

function rowsOf(cells: readonly VerdictCell[]): Row[] {
  const ids = [...new Set(cells.map(({ property }) => property))];
  return ids.map((id) => ({ id, title: PROPERTIES.find((property) => property.id === id)?.title ?? '' }));
}

type Fact = 'design' | 'kernel' | 'configuration' | 'variation';

/** Kernel and configuration stand in the headings only where they differ; otherwise once, above the table. */
function variesIn(cells: readonly VerdictCell[], fact: Fact): boolean {
  return new Set(cells.map((cell) => cell[fact])).size > 1;
}

function commonFacts(cells: readonly VerdictCell[]): string[] {
  const [first] = cells;
  if (first === undefined) return [];
  const facts: [Fact, string][] = [
    ['kernel', `Linux ${first.kernel}`],
    ['configuration', `configuration ${first.configuration}`],
  ];
  const common = facts.filter(([fact]) => !variesIn(cells, fact)).map(([, text]) => text);
  return common.length === 0 ? [] : [common.join(', ')];
}

function columnsOf(cells: readonly VerdictCell[]): Column[] {
  const facts: Fact[] = ['design', 'kernel', 'configuration', 'variation'];
  const headed = facts.filter((fact) => fact === 'design' || fact === 'variation' || variesIn(cells, fact));
  const searches = new Map<string, VerdictCell[]>();
  for (const cell of cells) {
    const key = facts.map((fact) => cell[fact]).join('\n');
    searches.set(key, [...(searches.get(key) ?? []), cell]);
  }
  return [...searches.values()].map((own) => ({
    headings: headed.map((fact) => own[0][fact]),
    cells: new Map(own.map((cell) => [cell.property, cell])),
  }));
}

/** As wide as the longest word, so that nothing is cut. */
function columnWidthOf(columns: readonly Column[]): number {
  const texts = columns.flatMap(({ headings, cells }) => [...headings, ...[...cells.values()].map(verdictText)]);
  return Math.max(LEAST_COLUMN, ...texts.flatMap((text) => text.split(' ')).map((word) => word.length));
}

function drawTable(columns: readonly Column[], rows: readonly Row[], columnWidth: number, styles: Styles): string {
  const columnsWidth = columns.length * (columnWidth + GAP);
  const longestTitle = ID_WIDTH + Math.max(0, ...rows.map(({ title }) => title.length));
  const titleWidth = Math.min(longestTitle, WIDTH - columnsWidth);
  const draw = (cells: string[][]) => drawRows(cells, [titleWidth + GAP, ...columns.map(() => columnWidth + GAP)]);

  const headings = draw([['', ...columns.map((column) => headingText(column, columnWidth, styles))]]);
  const verdicts = draw(
    rows.map((row) => [
      titleText(row, titleWidth, styles),
      ...columns.map(({ cells }) => cellText(cells.get(row.id), columnWidth, styles)),
    ]),
  );
  const totals = draw(
    Object.entries(TOTALS).map(([name, total]) => [
      ' '.repeat(ID_WIDTH) + name,
      ...columns.map((column) => total(totalsOf(column))),
    ]),
  );
  const rule = styles.faint('─'.repeat(titleWidth + columnsWidth));
  return [rule, headings, rule, verdicts, rule, totals, rule].join('\n');
}

/** Rows without lines between them; the last column needs no gap behind it. */
function drawRows(rows: string[][], colWidths: number[]): string {
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

function paintLines(text: string, width: number, paint: Paint): string {
  return wrap(text, width).map(paint).join('\n');
}

function headingText({ headings }: Column, width: number, { heading, faint }: Styles): string {
  return headings.map((words, i) => paintLines(words, width, i === 0 ? heading : faint)).join('\n');
}

function titleText({ id, title }: Row, width: number, { heading }: Styles): string {
  const [first, ...rest] = wrap(title, width - ID_WIDTH);
  const below = rest.map((line) => `\n${' '.repeat(ID_WIDTH)}${line}`);
  return `${heading(id.padEnd(ID_WIDTH))}${first}${below.join('')}`;
}

function cellText(cell: VerdictCell | undefined, width: number, { verdict, faint }: Styles): string {
  if (cell === undefined) return '';
  return paintLines(verdictText(cell), width, cell.rootCauses === undefined ? verdict[cell.verdict] : faint);
}

function verdictText({ verdict, states, trace, rootCauses }: VerdictCell): string {
  if (verdict === 'not-exhausted') return '?';
  if (verdict === 'holds') return `✔ ${compact(states)}`;
  if (rootCauses !== undefined) return `✘ after ${rootCauses.join(', ')}`;
  if (trace === undefined) return '✘';
  return `✘ ${trace.length} ${trace.length === 1 ? 'step' : 'steps'}`;
}

/** The numbers of the search are the same in all its cells, but for a cell that had a search of its own. */
function totalsOf({ cells }: Column): VerdictCell {
  return [...cells.values()].reduce((most, cell) => (cell.states > most.states ? cell : most));
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** `180k`, `3.8M` */
function compact(number: number): string {
  return COMPACT.format(number).replace('K', 'k');
}
