/**
 * The state from which each was first reached, in two bits a state. In breadth-first order predecessors never fall, so each state
 * has a place of its own in a row of bits: its number + that of its predecessor + 1. The bits there are 1, all others 0.
 */

/** A place to begin looking is kept for so many words of the row. */
const WORDS_A_BLOCK = 16;
const BITS = 32;

/** Words of a row for so many states. */
export const wordsOfPredecessors = (states: number): number => Math.ceil((2 * states) / BITS);

/** Finds predecessors in a row of bits, which may become longer from one question to the next. */
export class Predecessors {
  readonly #row: () => Int32Array;
  /** By block: the bits that are 1 before it. Those of the blocks that were come to so far. */
  readonly #before: number[] = [0];

  /** @param row the words of the bits, as they are now */
  constructor(row: () => Int32Array) {
    this.#row = row;
  }

  /**
   * The number of the state from which a state was first reached; -1 for the first.
   * @throws when there is no such state
   */
  of(state: number): number {
    const row = this.#row();
    let block = this.#blockOf(state);
    let before = this.#before[block];
    while (block * WORDS_A_BLOCK < row.length) {
      const end = Math.min((block + 1) * WORDS_A_BLOCK, row.length);
      for (let at = block * WORDS_A_BLOCK; at < end; at++) {
        const here = ones(row[at]);
        if (before + here > state) return BITS * at + placeOfOne(row[at], state - before) - state - 1;
        before += here;
      }
      // What is looked for is behind it, so nothing more comes into it.
      block++;
      if (block === this.#before.length) this.#before.push(before);
    }
    throw new Error(`no state ${state}`);
  }

  /** The last block known that begins no later than at the state's bit. */
  #blockOf(state: number): number {
    let low = 0;
    let high = this.#before.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#before[middle] <= state) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** How many bits are 1. */
function ones(word: number): number {
  let sums = word - ((word >>> 1) & 0x55555555);
  sums = (sums & 0x33333333) + ((sums >>> 2) & 0x33333333);
  return Math.imul((sums + (sums >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Where the bit is that is 1 and has so many others of them below. */
function placeOfOne(word: number, below: number): number {
  let rest = word;
  for (let i = 0; i < below; i++) rest &= rest - 1;
  return BITS - 1 - Math.clz32(rest & -rest);
}
