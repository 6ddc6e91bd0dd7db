/** Moves as a text, for links and documents: `0.2-1.0` is the first process by its third branch, then the second by its first. */

import type { Move } from '../checker/trace.js';

export const writeMoves = (moves: readonly Move[]): string =>
  moves.map(({ process, branch }) => `${process}.${branch}`).join('-');

/** @throws one line that names what is not a move */
export const readMoves = (text: string): Move[] => (text === '' ? [] : text.split('-').map(readMove));

function readMove(text: string): Move {
  const [, process, branch] = /^(\d{1,3})\.(\d{1,5})$/.exec(text) ?? [];
  if (branch === undefined) throw new Error(`moves: '${text}' is not a move, such as 0.2`);
  return { process: Number(process), branch: Number(branch) };
}
