/** The frame of a drawn race: a column for each CPU under its heading, and the rules around what is repeated for ever. */

import { type Line, lineEnd, type Paint } from './canvas.js';
import type { RaceEvent } from './race_event.js';

export const MARGIN = 4;
/** How far what goes on below a line, or is done inside a call, is moved in. */
export const NESTING = 2;
/** The least room between two texts on a line. */
export const GAP = 2;

export const THEN_FOR_EVER = '-- then for ever: ';
export const BACK_TO_LOOP = '-- back to "then for ever" ';

/** The first column of each actor, in the order in which they first move. */
export function columnsOf(events: readonly RaceEvent[], tab: number): Map<string, number> {
  const actors = [...new Set(events.map(({ actor }) => actor))];
  return new Map(actors.map((actor, i) => [actor, MARGIN + i * tab]));
}

/** One line of headings, or one for each where they are too close to stand side by side. */
export function headingLines(columns: ReadonlyMap<string, number>, paint: Paint): Line[] {
  const pieces = [...columns].map(([actor, at], i) => ({ at, text: `CPU${i} (${actor})`, paint }));
  const fits = pieces.every(({ at }, i) => i === 0 || lineEnd([pieces[i - 1]]) + GAP <= at);
  return fits ? [pieces] : pieces.map((piece) => [piece]);
}

/** A line across the picture. */
export function ruleLine(text: string, width: number, paint: Paint): Line {
  return [{ at: MARGIN, text: text.padEnd(width - MARGIN, '-'), paint }];
}
