/**
 * Draws a trace as it stands in a kernel commit message (Documentation/process/maintainer-tip.rst, "Changelog"): 75 columns, a
 * column for each CPU, one event a line, what is done under a lock or by a call moved in, what matters of the state in comments,
 * the bad step underlined, then what is wrong in a sentence. To be pasted as it is. Pure: it runs in a browser too.
 */

import type { ReplayedStep } from '../checker/trace.js';
import { declarationOf } from '../model/modules.js';
import type { CallParts } from './call.js';
import { asItIs, drawLine, fill, fold, type Line, lineEnd } from './canvas.js';
import { capitalised } from './capitalised.js';
import type { ShortChange } from './change.js';
import { BACK_TO_LOOP, columnsOf, headingLines, MARGIN, NESTING, ruleLine, THEN_FOR_EVER } from './cpu_columns.js';
import { nestingsOf } from './nesting.js';
import { eventsOf, type Race, type RaceEvent, raceEvents, raceOf } from './race_event.js';

export interface ChangelogOptions {
  /** The index of the first of the steps that are then repeated for ever. Absent: the race ends. */
  readonly loop?: number;
  /** What is assumed of the actors, in one clause, where that matters. */
  readonly assumed?: string;
}

/** What commit messages are wrapped at. */
export const CHANGELOG_WIDTH = 75;

/** Outcomes that a change of the count tells better. */
const TOLD_BY_COUNT: ReadonlySet<string> = new Set(['got', 'reached 0', 'still referenced', 'dropped to 0']);

/** How far apart the columns may start. They may overlap, since one line shows one event. */
const TABS = [36, 32, 28, 24, 20, 16, 12, 8, 4, 2];
/** What an event that reaches into the next column counts, and a heading on a line of its own, beside a line more. */
const OVERLAP_COST = 0.5;
const HEADING_COST = 3;
/** The same for columns so close that a nested line looks like one of the next CPU; how far apart is far enough. */
const CROWDED_COST = 20;
const CLEARANCE = 8;
/** The least room for an event; a sheet that gives less is not drawn while there is another. */
const LEAST_ROOM = 30;

/**
 * @param steps as they were replayed, the violating one last
 * @param wrong what is wrong after the last step, in one sentence or several clauses with semicolons
 * @returns lines without trailing blanks, none beyond the width of a changelog
 */
export function drawChangelog(steps: readonly ReplayedStep[], wrong: string, options: ChangelogOptions = {}): string {
  const { loop, assumed } = options;
  const depths = nestingsOf(steps);
  const race = raceOf(raceEvents(steps), loop);
  const sheet = layOut(race, depths);
  const table = raceLines(race, sheet).map(drawLine);
  const sentence = assumed === undefined ? wrong : `${wrong}, ${assumed}`;
  return [...table, '', ...asParagraph(sentence)].join('\n');
}

/** A word, and no name of code, which keeps its small letter. */
const PLAIN_WORD = /^[a-z]+(?= |$)/;

/** A clause as a paragraph of a changelog: a sentence, wrapped. */
function asParagraph(clause: string): string[] {
  const sentence = clause.replace(PLAIN_WORD, capitalised);
  return fold(sentence.endsWith('.') ? sentence : `${sentence}.`, CHANGELOG_WIDTH);
}

/** Where things go. */
interface Sheet {
  /** The first column of each actor, in the order in which they first move. */
  readonly columns: ReadonlyMap<string, number>;
  /** How deep each step stands. */
  readonly depths: readonly number[];
}

function layOut(race: Race, depths: readonly number[]): Sheet {
  const sheets = TABS.map((tab) => ({ columns: columnsOf(eventsOf(race), tab), depths }));
  const roomy = sheets.filter(({ columns }) => {
    return Math.max(0, ...columns.values()) + deepestOf(depths) + LEAST_ROOM <= CHANGELOG_WIDTH;
  });
  const drawn = roomy.length === 0 ? sheets.slice(-1) : roomy;
  const costs = drawn.map((sheet) => costOf(race, sheet));
  return drawn[costs.indexOf(Math.min(...costs))];
}

/** How far the deepest step is moved in. */
const deepestOf = (depths: readonly number[]): number => NESTING * Math.max(0, ...depths);

/** Fewest lines first, then columns that do not overlap; among equals the first sheet has them farthest apart. */
function costOf(race: Race, sheet: Sheet): number {
  const starts = [...sheet.columns.values()];
  const overlaps = eventsOf(race).filter((event) => {
    const next = starts[starts.indexOf(startOf(event, sheet)) + 1];
    return next !== undefined && eventLines(event, sheet).some((line) => lineEnd(line) > next);
  });
  const headings = headingLines(sheet.columns, asItIs);
  const isCrowded = starts.length > 1 && starts[1] - starts[0] < deepestOf(sheet.depths) + CLEARANCE;
  return (
    raceLines(race, sheet).length +
    OVERLAP_COST * overlaps.length +
    HEADING_COST * headings.length +
    (isCrowded ? CROWDED_COST : 0)
  );
}

function raceLines({ once, forEver }: Race, sheet: Sheet): Line[] {
  const head = [...headingLines(sheet.columns, asItIs), []];
  const draw = (events: readonly RaceEvent[]) => events.flatMap((event) => eventLines(event, sheet));
  if (forEver === undefined) {
    return [...head, ...draw(once.slice(0, -1)), ...once.slice(-1).flatMap((last) => eventLines(last, sheet, true))];
  }
  const rule = (text: string) => ruleLine(text, CHANGELOG_WIDTH, asItIs);
  return [...head, ...draw(once), rule(THEN_FOR_EVER), ...draw(forEver), rule(BACK_TO_LOOP)];
}

const startOf = ({ actor }: RaceEvent, { columns }: Sheet): number => columns.get(actor) ?? MARGIN;

/** Choices above, then the call with its comment behind it or below; a bad call is underlined before a comment below it. */
function eventLines(event: RaceEvent, sheet: Sheet, isBad = false): Line[] {
  const at = startOf(event, sheet) + NESTING * (sheet.depths[event.step] ?? 0);
  const choices = event.choices.flatMap((choice) => commentLines([choice], at));
  if (event.call === undefined) return choices;
  const call = callLines(event, event.call, at);
  const notes = notesOf(event, event.call);
  const underlined = isBad ? underline(call) : [];
  const beside = withComment(call, notes);
  if (beside !== undefined) return [...choices, ...beside, ...underlined];
  return [...choices, ...call, ...underlined, ...commentLines(notes, at + NESTING)];
}

/** The call, with its value where no change tells it; broken before the value where it can be. */
function callLines({ changes }: RaceEvent, { called, value }: CallParts, at: number): Line[] {
  const parts = value === undefined || isToldByCount(changes, value) ? [called] : [called, `= ${value}`];
  const width = CHANGELOG_WIDTH - at;
  const whole = parts.join(' ');
  // What goes on below is moved in, and so has less room.
  const broken = () =>
    parts.flatMap((part, i) => (i === 0 && part.length <= width ? [part] : fold(part, width - NESTING)));
  const texts = whole.length <= width ? [whole] : broken();
  return texts.map((text, i) => [{ at: at + (i === 0 ? 0 : NESTING), text, paint: asItIs }]);
}

const underline = (call: readonly Line[]): Line[] =>
  call.slice(-1).map((line) => line.map(({ at, text, paint }) => ({ at, text: '^'.repeat(text.length), paint })));

/** The comment behind the last line of the call; undefined where it has no room. */
function withComment(call: readonly Line[], notes: readonly string[]): Line[] | undefined {
  const last = call.at(-1) ?? [];
  const text = notes.length === 0 ? '' : ` ${OPENING}${notes.join(', ')}${CLOSING}`;
  if (lineEnd(last) + text.length > CHANGELOG_WIDTH) return undefined;
  return [...call.slice(0, -1), text === '' ? last : [...last, { at: lineEnd(last), text, paint: asItIs }]];
}

/** What a comment says of the call. */
function notesOf({ changes }: RaceEvent, { remark }: CallParts): string[] {
  const told = changes.filter(({ field }) => declarationOf(field)?.shownIn === 'changelogs').map(({ text }) => text);
  return remark === undefined || isToldByCount(changes, remark) ? told : [remark, ...told];
}

function isToldByCount(changes: readonly ShortChange[], outcome: string | undefined): boolean {
  return outcome !== undefined && TOLD_BY_COUNT.has(outcome) && changes.some(({ field }) => field === 'refcount');
}

const OPENING = '/* ';
const CLOSING = ' */';

/** A comment in lines of its own, broken between the notes where it can be. */
function commentLines(notes: readonly string[], at: number): Line[] {
  const width = CHANGELOG_WIDTH - at - OPENING.length - CLOSING.length;
  const texts = notes.map((note, i) => (i < notes.length - 1 ? `${note},` : note));
  const lines = fill(texts, width).flatMap((line) => fold(line, width));
  return lines.map((text, i) => {
    const opened = `${i === 0 ? OPENING : ' '.repeat(OPENING.length)}${text}`;
    return [{ at, text: i === lines.length - 1 ? opened + CLOSING : opened, paint: asItIs }];
  });
}
