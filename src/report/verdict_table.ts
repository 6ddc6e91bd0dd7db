/**
 * The verdicts as tables for the terminal: one for each variation, with a row for each property, a column for each search of a
 * design, and totals below.
 */

import pc from 'picocolors';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import type { VerdictCell } from '../properties/verdict.js';
import type { Scenario } from '../scenario/scenario.js';
import { changeText, overridesText } from '../scenario/wording.js';
import { assumptionLines } from './assumption.js';
import { type Paint, wrap } from './canvas.js';
import { capitalised } from './capitalised.js';
import { drawRows, GAP } from './rows.js';
import { compact, remarksOn, verdictText } from './verdict_text.js';

export interface TableOptions {
  readonly color?: boolean;
}

const WIDTH = 100;
const LEAST_COLUMN = 8;
const LEAST_TITLE = 18;
/** `S17 ` before the title; where an id is longer, as it needs. */
const LEAST_ID = 4;

const idWidthOf = (rows: readonly Row[]): number => Math.max(LEAST_ID, ...rows.map(({ id }) => id.length + 1));

const LEGEND = [
  '✔ 3k: holds in all of so many states. ✘ 9: violated, the shortest race has so many steps.',
  '(✘ X7): violated, but only behind a violation of X7. ?: none found, but states are left unseen.',
  '–: holds, but says nothing here: nobody it speaks of is there, or nothing it speaks of happens.',
];

const LASSO_LEGEND = '✘ 16+4: violated, the shortest race has 16 steps, and then 4 that are repeated for ever.';

const TOTALS: Readonly<Record<string, (total: VerdictCell) => string>> = {
  states: ({ states }) => compact(states),
  transitions: ({ transitions }) => compact(transitions),
  seconds: ({ seconds }) => seconds.toFixed(1),
};

/**
 * Verdicts as a table: a row a property, a column a design.
 * @param cells in the order in which tables, rows and columns are to stand
 */
export function drawVerdictTable(cells: readonly VerdictCell[], options: TableOptions = {}): string {
  const styles = stylesOf(options.color === true);
  const variations = [...new Set(cells.map(({ variation }) => variation))];
  const silent = silentProperties(cells);
  const tables = variations.map((variation) =>
    drawVariation(
      cells.filter((cell) => cell.variation === variation && !silent.includes(cell.property)),
      styles,
    ),
  );
  return [...tables, legendFor(cells, silent).map(styles.faint).join('\n')].join('\n\n');
}

function legendFor(cells: readonly VerdictCell[], silent: readonly string[]): readonly string[] {
  const lasso = cells.some(({ loop }) => loop !== undefined) ? [LASSO_LEGEND] : [];
  const leftOut = silent.length === 0 ? [] : [`Not shown, as they say nothing here: ${silent.join(', ')}.`];
  const shown = new Set(cells.map(({ property }) => property));
  const assumed = assumptionLines(ALL_PROPERTIES.filter(({ id }) => shown.has(id)));
  const remarks = [...lasso, ...remarksOn(cells), ...leftOut, ...assumed];
  return [...LEGEND, ...remarks.flatMap((line) => wrap(line, WIDTH))];
}

/** Properties that say nothing in any cell of the tables. Where all are such, they are shown. */
function silentProperties(cells: readonly VerdictCell[]): string[] {
  const ids = [...new Set(cells.map(({ property }) => property))];
  const heard = new Set(cells.flatMap(({ property, applied }) => (applied === 0 ? [] : [property])));
  return heard.size === 0 ? [] : ids.filter((id) => !heard.has(id));
}

/** One table, or several below each other where the columns do not fit. */
function drawVariation(cells: readonly VerdictCell[], styles: Styles): string {
  const columns = columnsOf(cells);
  const columnWidth = columnWidthOf(columns);
  const perTable = Math.max(1, Math.floor((WIDTH - LEAST_TITLE) / (columnWidth + GAP)));
  const tables = Array.from({ length: Math.ceil(columns.length / perTable) }, (_, i) =>
    drawTable(columns.slice(i * perTable, (i + 1) * perTable), rowsOf(cells), columnWidth, styles),
  );
  return [...wrap(headline(cells), WIDTH).map(styles.heading), ...tables].join('\n');
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
  return ids.map((id) => ({ id, title: ALL_PROPERTIES.find((property) => property.id === id)?.title ?? '' }));
}

/** What tells columns apart. */
const FACTS = {
  design: ({ design }) => design,
  kernel: ({ kernel }) => kernel,
  overrides: ({ overrides }) => overridesText(overrides),
  change: ({ change }) => (change === undefined ? '' : `changed: ${changeText(change)}`),
  configuration: ({ configuration }) => configuration.name,
} as const satisfies Readonly<Record<string, (scenario: Scenario) => string>>;

type Fact = keyof typeof FACTS;
const FACT_NAMES: readonly Fact[] = ['design', 'kernel', 'overrides', 'change', 'configuration'];

const factOf = ({ scenario }: VerdictCell, fact: Fact): string => FACTS[fact](scenario);

/** All but the design stand above the columns only where they differ; otherwise once, above the table. */
function variesIn(cells: readonly VerdictCell[], fact: Fact): boolean {
  return new Set(cells.map((cell) => factOf(cell, fact))).size > 1;
}

/** What all columns have in common. */
function headline(cells: readonly VerdictCell[]): string {
  const [first] = cells;
  const { variation = '' } = first;
  const common = (fact: Fact, before: string) => {
    const text = factOf(first, fact);
    return text === '' || variesIn(cells, fact) ? [] : [before + text];
  };
  const facts = [
    ...common('kernel', 'Linux '),
    ...common('overrides', ''),
    ...common('change', ''),
    ...common('configuration', 'configuration '),
  ].join(', ');
  const said = variation === '' || variation === first.scenario.configuration.name;
  return said ? facts : `${capitalised(variation)} (${facts})`;
}

function columnsOf(cells: readonly VerdictCell[]): Column[] {
  const headed = FACT_NAMES.filter((fact) => fact === 'design' || variesIn(cells, fact));
  const searches = new Map<string, VerdictCell[]>();
  for (const cell of cells) {
    const key = FACT_NAMES.map((fact) => factOf(cell, fact)).join('\n');
    searches.set(key, [...(searches.get(key) ?? []), cell]);
  }
  return [...searches.values()].map((own) => ({
    headings: headed.map((fact) => factOf(own[0], fact)),
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
  const idWidth = idWidthOf(rows);
  const titles = [...rows.map(({ title }) => title), ...Object.keys(TOTALS)];
  const longestTitle = idWidth + Math.max(...titles.map((title) => title.length));
  const titleWidth = Math.min(longestTitle, WIDTH - columnsWidth);
  const draw = (cells: string[][]) => drawRows(cells, [titleWidth + GAP, ...columns.map(() => columnWidth + GAP)]);

  const headings = draw([['', ...columns.map((column) => headingText(column, columnWidth, styles))]]);
  const verdicts = draw(
    rows.map((row) => [
      titleText(row, idWidth, titleWidth, styles),
      ...columns.map(({ cells }) => cellText(cells.get(row.id), columnWidth, styles)),
    ]),
  );
  const totals = draw(
    Object.entries(TOTALS).map(([name, total]) => [
      ' '.repeat(idWidth) + name,
      ...columns.map((column) => total(totalsOf(column))),
    ]),
  );
  const rule = styles.faint('─'.repeat(titleWidth + columnsWidth));
  return [rule, headings, rule, verdicts, rule, totals, rule].join('\n');
}

function paintLines(text: string, width: number, paint: Paint): string {
  return wrap(text, width).map(paint).join('\n');
}

function headingText({ headings }: Column, width: number, { heading, faint }: Styles): string {
  return headings.map((words, i) => paintLines(words, width, i === 0 ? heading : faint)).join('\n');
}

function titleText({ id, title }: Row, idWidth: number, width: number, { heading }: Styles): string {
  const [first, ...rest] = wrap(title, width - idWidth);
  const below = rest.map((line) => `\n${' '.repeat(idWidth)}${line}`);
  return `${heading(id.padEnd(idWidth))}${first}${below.join('')}`;
}

function cellText(cell: VerdictCell | undefined, width: number, { verdict, faint }: Styles): string {
  if (cell === undefined) return '';
  return paintLines(verdictText(cell), width, cell.rootCauses === undefined ? verdict[cell.verdict] : faint);
}

/** The numbers of the search are the same in all its cells, but for a cell that had a search of its own. */
function totalsOf({ cells }: Column): VerdictCell {
  return [...cells.values()].reduce((most, cell) => (cell.states > most.states ? cell : most));
}
