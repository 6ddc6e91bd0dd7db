/** Text placed at columns of lines. Colours are put on last, so that they do not count in widths. */

export type Paint = (text: string) => string;

/** A piece of text on one line, with its first column counted from 0. */
export interface Piece {
  readonly at: number;
  readonly text: string;
  readonly paint: Paint;
}

export type Line = readonly Piece[];

/** The column behind the last piece of a line. */
export function lineEnd(line: Line): number {
  return Math.max(0, ...line.map(({ at, text }) => at + text.length));
}

/** The pieces of a line must be in order and must not overlap. */
export function drawLine(line: Line): string {
  let drawn = '';
  let end = 0;
  for (const { at, text, paint } of line) {
    drawn += ' '.repeat(at - end) + paint(text);
    end = at + text.length;
  }
  return drawn;
}

/** A space that does not stand between parentheses: a call or a ghost's change is one word. */
const OUTSIDE_PARENTHESES = / (?![^(]*\))/;

/** Breaks text at spaces into lines of at most `width`; a longer word has a line for itself. */
export function wrap(text: string, width: number): string[] {
  return fill(text.split(OUTSIDE_PARENTHESES), width);
}

/** Puts texts on lines of at most `width`, separated by spaces, none of them broken; a longer text has a line for itself. */
export function fill(texts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= width) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}

/** Where a long word is best broken: behind one of these. */
const JOINTS = /.*[ (,_]/;

/** As {@link wrap}, but no line is longer than `width`: a longer word is broken, behind a joint where it has one. */
export function fold(text: string, width: number): string[] {
  return wrap(text, width).flatMap((line) => broken(line, Math.max(1, width)));
}

function broken(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  const [upToJoint] = JOINTS.exec(word.slice(0, width)) ?? [];
  const end = upToJoint?.length ?? width;
  return [word.slice(0, end).trimEnd(), ...broken(word.slice(end), width)];
}

export const asItIs: Paint = (text) => text;
