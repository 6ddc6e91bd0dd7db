/** What a run of these tests draws, by a seed that stands in the names of the tests, and whether Spin can be had. */

import seedrandom from 'seedrandom';
import { missingTools } from '../../src/export/spin.js';

export const SEED = process.env.PAGEOFFLINE_SEED ?? String(Date.now());
export const MISSING = await missingTools();

const random = seedrandom(SEED);

export const anyOf = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)];

/** Draws until there are so many; what is undefined was no good. */
export async function several<T>(count: number, draw: () => T | undefined | Promise<T | undefined>): Promise<T[]> {
  const drawn: T[] = [];
  while (drawn.length < count) {
    const each = await draw();
    if (each !== undefined) drawn.push(each);
  }
  return drawn;
}
