/** Successors on their way from the code that makes them to that which looks them up: one behind another, each of this form. */

import { HASH_MULTIPLIER, MIX_MULTIPLIERS } from '../../checker/hash.js';
import type { Code } from './instructions.js';
import * as wasm from './instructions.js';

/** Behind the packed words of a successor: `number` is 1 + that of the state if it is known, or 0; it was sought up to `slot`. */
const BEHIND = ['hash', 'parent', 'order', 'isWay', 'slot', 'number'] as const;

export class Buffer {
  readonly #words: number;

  constructor(words: number) {
    this.#words = words;
  }

  static bytesOf(words: number, successors: number): number {
    return successors * 4 * (words + BEHIND.length);
  }

  /** Bytes of a successor. */
  get stride(): number {
    return Buffer.bytesOf(this.#words, 1);
  }

  word(at: Code, word: number): Code {
    return wasm.load(at, 4 * word);
  }

  setWord(at: Code, word: number, value: Code): Code {
    return wasm.store(at, value, 4 * word);
  }

  get(at: Code, what: (typeof BEHIND)[number]): Code {
    return wasm.load(at, this.#offset(what));
  }

  set(at: Code, what: (typeof BEHIND)[number], value: Code): Code {
    return wasm.store(at, value, this.#offset(what));
  }

  #offset(what: (typeof BEHIND)[number]): number {
    return 4 * (this.#words + BEHIND.indexOf(what));
  }
}

/** What the table of states is searched by, see `checker/hash.ts`. @param local that the hash is left in */
export function hashOf(words: readonly Code[], local: number): Code {
  const mixed = (shift: number): Code =>
    wasm.xor(wasm.get(local), wasm.shiftRightUnsigned(wasm.get(local), wasm.constant(shift)));
  return [
    wasm.set(local, wasm.constant(0)),
    words.map((word) => [
      wasm.set(local, wasm.times(wasm.xor(wasm.get(local), word), wasm.constant(HASH_MULTIPLIER))),
      wasm.set(local, mixed(15)),
    ]),
    wasm.set(local, wasm.times(mixed(16), wasm.constant(MIX_MULTIPLIERS[0]))),
    wasm.set(local, wasm.times(mixed(13), wasm.constant(MIX_MULTIPLIERS[1]))),
    wasm.set(local, mixed(16)),
  ];
}
