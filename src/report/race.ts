/**
 * Draws a trace as kernel commit messages draw a race (Documentation/process/maintainer-tip.rst): a column for each CPU, a line
 * for each step, the last one underlined. Beside the calls stands what they changed, below what is wrong in the end.
 */

import pc from 'picocolors';
import type { ReplayedStep } from '../checker/trace.js';
import { drawLine, type Line, lineEnd, type Paint, type Piece, wrap } from './canvas.js';
import type { ShortChange } from './change.js';
import { type RaceEvent, raceEvents } from './race_event.js';

export interface RaceOptions {
  /** Columns of the whole picture. */
  readonly width?: number;
  readonly color?: boolean;
  /** The index of the first of the steps that are then repeated for ever. Absent: the race ends. */
  readonly loop?: number;
  /** What is assumed of the actors, in one sentence, where that matters. */
  readonly assumed?: string;
}

const DEFAULT_WIDTH = 100;
const MARGIN = 4;
const NESTING = 2;
const GAP = 2;
/** How far apart the columns of CPUs may start. They may overlap, since one line shows one step. */
const TABS = [44, 40, 36, 32, 28, 24, 20, 16, 12, 8, 4];
/** How far left of the rightmost possible column the changes may start, so that several fit on a line. */
const CHANGES_SHIFTS = [0, 4, 8, 12];
const THEN_FOR_EVER = '-- then for ever: ';
const BACK = '-- back to "then for ever" ';
/** What a line of headings counts for more than another line: headings are best side by side. */
const HEADING_COST = 1;
/** The same for changes that start so close behind the last column of a CPU that they look like calls in it. */
const CLEARANCE = 24;
const CROWDED_COST = 8;
/** What a line beyond the width counts for more than another line. */
const OVERFLOW_COST = 100;

/**
 * @param steps as they were replayed, the violating one last
 * @param wrong what is wrong after the last step, in one sentence
 */
export function drawRace(steps: readonly ReplayedStep[], wrong: string, options: RaceOptions = {}): string {
  const { width = DEFAULT_WIDTH, color = false, loop, assumed } = options;
  const events = raceEvents(steps);
  const once = events.filter(({ step }) => loop === undefined || step < loop);
  const race = loop === undefined ? { once } : { once, forEver: events.slice(once.length) };
  const sheet = layOut(race, width);
  const styles = stylesOf(color);
  const lines = [...sheetLines(race, sheet, styles), ...wrongLines(wrong, sheet, styles)];
  const below = assumed === undefined ? [] : assumedLines(assumed, sheet, styles);
  return [...lines, ...below].map(drawLine).join('\n');
}

interface Race {
  readonly once: readonly RaceEvent[];
  /** Absent: the race ends with the last event. */
  readonly forEver?: readonly RaceEvent[];
}

const eventsOf = ({ once, forEver = [] }: Race): readonly RaceEvent[] => [...once, ...forEver];

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
  const actors = [...new Set(events.map(({ actor }) => actor))];
  const widestChange = Math.max(0, ...events.flatMap(({ changes }) => changes.map(({ text }) => text.length)));
  const farRight = Math.max(MARGIN, width - widestChange - ','.length);
  const sheets = CHANGES_SHIFTS.flatMap((shift) =>
    TABS.map((tab) => {
      const columns = new Map(actors.map((actor, i) => [actor, MARGIN + i * tab]));
      return { width, changesAt: Math.max(MARGIN, farRight - shift), columns };
    }),
  );
  const costs = sheets.map((sheet) => costOf(race, sheet));
  return sheets[costs.indexOf(Math.min(...costs))];
}

function costOf(race: Race, sheet: Sheet): number {
  const lines = sheetLines(race, sheet, PLAIN);
  const headings = headerLines(sheet, PLAIN);
  const beyond = lines.filter((line) => lineEnd(line) > sheet.width);
  const crowded = sheet.changesAt < Math.max(MARGIN, ...sheet.columns.values()) + CLEARANCE;
  return (
    lines.length +
    HEADING_COST * headings.length +
    OVERFLOW_COST * beyond.length +
    (crowded && sheet.columns.size > 1 ? CROWDED_COST : 0)
  );
}

function sheetLines({ once, forEver }: Race, sheet: Sheet, styles: Styles): Line[] {
  const draw = (events: readonly RaceEvent[], last?: RaceEvent) =>
    events.flatMap((event) => eventLines(event, event === last, sheet, styles));
  const head = [...headerLines(sheet, styles), []];
  if (forEver === undefined) return [...head, ...draw(once, once.at(-1))];
  return [...head, ...draw(once), ruled(THEN_FOR_EVER, sheet, styles), ...draw(forEver), ruled(BACK, sheet, styles)];
}

function ruled(text: string, { width }: Sheet, { bad }: Styles): Line {
  return [{ at: MARGIN, text: text.padEnd(width - MARGIN, '-'), paint: bad }];
}

/** One line of headings, or one for each where they are too close to stand side by side. */
function headerLines({ columns }: Sheet, { strong }: Styles): Line[] {
  const pieces = [...columns].map(([actor, at], i) => ({ at, text: `CPU${i} (${actor})`, paint: strong }));
  const fits = pieces.every(({ at }, i) => i === 0 || lineEnd([pieces[i - 1]]) + GAP <= at);
  return fits ? [pieces] : pieces.map((piece) => [piece]);
}

function eventLines(event: RaceEvent, isLast: boolean, sheet: Sheet, styles: Styles): Line[] {
  const at = sheet.columns.get(event.actor) ?? MARGIN;
  const remarks = event.remarks.flatMap((remark) => wrapped(remark, at, sheet.width, styles.faint));
  const paint = isLast ? styles.strong : event.changes.length === 0 ? styles.faint : styles.plain;
  const call = event.call === undefined ? [] : wrapped(event.call, at, sheet.width, paint);
  const underlined = isLast ? [...call, ...underline(call, styles.bad)] : call;
  return [...remarks, ...beside(underlined, changeLines(event.changes, sheet, styles), sheet)];
}

/** A text from a column on; what does not fit the width goes on below, nested. */
function wrapped(text: string, at: number, width: number, paint: Paint): Line[] {
  const [first, ...rest] = wrap(text, width - at - NESTING);
  return [[{ at, text: first, paint }], ...rest.map((line) => [{ at: at + NESTING, text: line, paint }])];
}

function underline(call: readonly Line[], paint: Paint): Line[] {
  return call.slice(-1).map((line) => line.map(({ at, text }) => ({ at, text: '^'.repeat(text.length), paint })));
}

/** The changes in lines of their own, as many on one line as fit. */
function changeLines(changes: readonly ShortChange[], { width, changesAt }: Sheet, styles: Styles): Line[] {
  const lines: Piece[][] = [];
  changes.forEach((change, i) => {
    const text = i < changes.length - 1 ? `${change.text},` : change.text;
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
