/**
 * Draws a trace as kernel commit messages draw a race (Documentation/process/maintainer-tip.rst): a column for each CPU, a line
 * for each step, the last one underlined. Beside the calls stands what they changed, below what is wrong in the end.
 */

import pc from 'picocolors';
import type { ReplayedStep } from '../checker/trace.js';
import { callText } from './call.js';
import { drawLine, type Line, lineEnd, type Paint, type Piece, wrap } from './canvas.js';
import type { ShortChange } from './change.js';
import { BACK_TO_LOOP, columnsOf, GAP, headingLines, MARGIN, NESTING, ruleLine, THEN_FOR_EVER } from './cpu_columns.js';
import { eventsOf, type Race, type RaceEvent, raceEvents, raceOf } from './race_event.js';

export interface RaceOptions {
  /** Columns of the whole picture. */
  readonly width?: number;
  readonly color?: boolean;
  /** The index of the first of the steps that are then repeated for ever. Absent: the race ends. */
  readonly loop?: number;
  /** What is assumed of the actors, in one sentence, where that matters. */
  readonly assumed?: string;
  /** Where another model goes on otherwise: the index of the first step that is not the same there, and what stands there instead. */
  readonly parts?: { readonly step: number; readonly text: string };
}

const DEFAULT_WIDTH = 100;
/** How far apart the columns of CPUs may start. They may overlap, since one line shows one step. */
const TABS = [44, 40, 36, 32, 28, 24, 20, 16, 12, 8, 4];
/** How far left of the rightmost possible column the changes may start, so that several fit on a line. */
const CHANGES_SHIFTS = [0, 4, 8, 12];
/** What a line of headings counts for more than another line: headings are best side by side. */
const HEADING_COST = 1;
/** The same for changes that start so close behind the last column of a CPU that they look like calls in it. */
const CLEARANCE = 24;
const CROWDED_COST = 8;
/** What a line beyond the width counts for more than another line. */
const OVERFLOW_COST = 100;

/**
 * A race in columns, a process each, as kernel commit messages draw them.
 * @param steps as they were replayed, the violating one last
 * @param wrong what is wrong after the last step, in one sentence
 */
export function drawRace(steps: readonly ReplayedStep[], wrong: string, options: RaceOptions = {}): string {
  const { width = DEFAULT_WIDTH, color = false, loop, assumed, parts } = options;
  const race = raceOf(raceEvents(steps), loop);
  const sheet = layOut(race, width);
  const styles = stylesOf(color);
  const lines = [...sheetLines(race, sheet, styles, parts), ...wrongLines(wrong, sheet, styles)];
  const below = assumed === undefined ? [] : assumedLines(assumed, sheet, styles);
  return [...lines, ...below].map(drawLine).join('\n');
}

interface Styles {
  readonly plain: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
  readonly bad: Paint;
}

function stylesOf(color: boolean): Styles {
  const { dim, bold, red } = pc.createColors(color);
  return { plain: (text) => text, faint: dim, strong: bold, bad: (text) => bold(red(text)) };
}

const PLAIN = stylesOf(false);

/** Where things go. */
interface Sheet {
  readonly width: number;
  /** The first column of each actor, in the order in which they first move. */
  readonly columns: ReadonlyMap<string, number>;
  /** The first column of the changes. */
  readonly changesAt: number;
}

/** The sheet that needs the fewest lines; among those, the one with the columns farthest apart. */
function layOut(race: Race, width: number): Sheet {
  const events = eventsOf(race);
  const widestChange = Math.max(
    0,
    ...events.flatMap(({ changes }) => changes.map((change) => markedText(change).length)),
  );
  const farRight = Math.max(MARGIN, width - widestChange - ','.length);
  const sheets = CHANGES_SHIFTS.flatMap((shift) =>
    TABS.map((tab) => {
      const columns = columnsOf(events, tab);
      return { width, changesAt: Math.max(MARGIN, farRight - shift), columns };
    }),
  );
  const costs = sheets.map((sheet) => costOf(race, sheet));
  return sheets[costs.indexOf(Math.min(...costs))];
}

function costOf(race: Race, sheet: Sheet): number {
  const lines = sheetLines(race, sheet, PLAIN);
  const headings = headingLines(sheet.columns, PLAIN.strong);
  const beyond = lines.filter((line) => lineEnd(line) > sheet.width);
  const crowded = sheet.changesAt < Math.max(MARGIN, ...sheet.columns.values()) + CLEARANCE;
  return (
    lines.length +
    HEADING_COST * headings.length +
    OVERFLOW_COST * beyond.length +
    (crowded && sheet.columns.size > 1 ? CROWDED_COST : 0)
  );
}

function sheetLines({ once, forEver }: Race, sheet: Sheet, styles: Styles, parts?: RaceOptions['parts']): Line[] {
  const first =
    parts === undefined
      ? undefined
      : eventsOf({ once, ...(forEver && { forEver }) }).find(({ step }) => step >= parts.step);
  const draw = (events: readonly RaceEvent[], last?: RaceEvent) =>
    events.flatMap((event) => [
      ...(parts !== undefined && event === first ? [ruleLine(parts.text, sheet.width, styles.strong)] : []),
      ...eventLines(event, event === last, sheet, styles),
    ]);
  const head = [...headingLines(sheet.columns, styles.strong), []];
  if (forEver === undefined) return [...head, ...draw(once, once.at(-1))];
  const ruled = (rule: string): Line => ruleLine(rule, sheet.width, styles.bad);
  return [...head, ...draw(once), ruled(THEN_FOR_EVER), ...draw(forEver), ruled(BACK_TO_LOOP)];
}

function eventLines(event: RaceEvent, isLast: boolean, sheet: Sheet, styles: Styles): Line[] {
  const at = sheet.columns.get(event.actor) ?? MARGIN;
  const choices = event.choices.flatMap((choice) => wrapped(`/* ${choice} */`, at, sheet.width, styles.faint));
  const paint = isLast ? styles.strong : event.changes.length === 0 ? styles.faint : styles.plain;
  const call = event.call === undefined ? [] : wrapped(callText(event.call), at, sheet.width, paint);
  const underlined = isLast ? [...call, ...underline(call, styles.bad)] : call;
  return [...choices, ...beside(underlined, changeLines(event.changes, sheet, styles), sheet)];
}

/** A text from a column on; what does not fit the width goes on below, nested. */
function wrapped(text: string, at: number, width: number, paint: Paint): Line[] {
  const [first, ...rest] = wrap(text, width - at - NESTING);
  return [[{ at, text: first, paint }], ...rest.map((line) => [{ at: at + NESTING, text: line, paint }])];
}

function underline(call: readonly Line[], paint: Paint): Line[] {
  return call.slice(-1).map((line) => line.map(({ at, text }) => ({ at, text: '^'.repeat(text.length), paint })));
}

/** Ghosts in parentheses. */
const markedText = ({ text, ghost }: ShortChange): string => (ghost ? `(${text})` : text);

/** The changes in lines of their own, as many on one line as fit. */
function changeLines(changes: readonly ShortChange[], { width, changesAt }: Sheet, styles: Styles): Line[] {
  const lines: Piece[][] = [];
  changes.forEach((change, i) => {
    const marked = markedText(change);
    const text = i < changes.length - 1 ? `${marked},` : marked;
    const paint = change.ghost ? styles.faint : styles.plain;
    const last = lines.at(-1);
    const next = lineEnd(last ?? []) + 1;
    if (last !== undefined && next + text.length <= width) last.push({ at: next, text, paint });
    else lines.push([{ at: changesAt, text, paint }]);
  });
  return lines;
}

/** Puts each line of the changes beside the next line of the call that leaves room for it, or below. */
function beside(calls: readonly Line[], changes: readonly Line[], { changesAt }: Sheet): Line[] {
  const lines = [...calls];
  let next = 0;
  for (const change of changes) {
    while (next < lines.length && lineEnd(lines[next]) + GAP > changesAt) next++;
    lines[next] = [...(lines[next] ?? []), ...change];
    next++;
  }
  return lines;
}

const ARROW = '=> ';

function wrongLines(wrong: string, { width }: Sheet, { bad }: Styles): Line[] {
  return wrap(wrong, width - MARGIN - ARROW.length).map((text, i) => [
    { at: MARGIN, text: (i === 0 ? ARROW : ' '.repeat(ARROW.length)) + text, paint: bad },
  ]);
}

function assumedLines(assumed: string, { width }: Sheet, { plain }: Styles): Line[] {
  const at = MARGIN + ARROW.length;
  return wrap(assumed, width - at).map((text) => [{ at, text, paint: plain }]);
}
