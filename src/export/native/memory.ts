/**
 * What lies where in the memory of a search: first the numbers that both sides of the search read and write, behind them what the
 * code has for itself; so once more for each further thread, and last the long arrays, whose places are among those numbers.
 */

import type { Data } from './binary.js';
import type { Code } from './instructions.js';
import * as wasm from './instructions.js';

/** Bytes somewhere in memory. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

/** Numbers of 32 bits, by their place behind the first. */
const HEAD = [
  /** The state that is to be expanded next. */
  'current',
  /** No state from here on is to be expanded. */
  'end',
  /** States stored. */
  'size',
  'transitions',
  'depth',
  'nextDepthAt',
  /** No state is expanded while more are stored. */
  'limit',
  /** The first state in which somebody is stuck, or -1. */
  'deadlock',
  /** Of the table of states. */
  'mask',
  /** States of the model. */
  'models',
  /** No state is expanded while there are more. */
  'modelLimit',
  'modelMask',
  /** Where arrays begin, see `SearchArrays`. */
  'arena',
  'reached',
  'order',
  'table',
  'ways',
  'modelOf',
  'modelArena',
  'modelTable',
  'modelCuts',
  /** The state that is being expanded. */
  'expanding',
  /** Where its successors begin. */
  'began',
  /** Where the buffer of successors is. */
  'buffer',
  /** Where the next successor goes. */
  'out',
  /** Where the first successor is that was not looked up. */
  'sought',
  /** States that may be found when successors are looked up; of those behind them not all may be written. */
  'published',
] as const;

export type HeadNumber = (typeof HEAD)[number];

/** The index of a number among them. */
export const indexOf = (name: HeadNumber): number => HEAD.indexOf(name);

export const HEAD_LENGTH = HEAD.length;

/** The code that reads and writes the numbers. */
export interface Head {
  headNumber(name: HeadNumber): Code;
  setHead(name: HeadNumber, value: Code): Code;
}

/** Part of memory while it is laid out. */
export class LaidOut {
  readonly head: Head;
  #end: number;
  readonly #data: Data[] = [];

  /** @param at where it begins, a multiple of 8 */
  constructor(at: number) {
    const addressOf = (name: HeadNumber): number => at + 4 * indexOf(name);
    this.head = {
      headNumber: (name) => wasm.load(wasm.constant(0), addressOf(name)),
      setHead: (name, value) => wasm.store(wasm.constant(0), value, addressOf(name)),
    };
    this.#end = at + 8 * Math.ceil((4 * HEAD_LENGTH) / 8);
  }

  /** Where it ends. */
  get end(): number {
    return this.#end;
  }

  get data(): readonly Data[] {
    return this.#data;
  }

  /** The address, a multiple of 8, of so many bytes that are 0 at the start. */
  room(bytes: number): number {
    const at = this.#end;
    this.#end += 8 * Math.ceil(bytes / 8);
    return at;
  }

  /** The address of bytes that are there from the start. */
  filled(bytes: Uint8Array): number {
    const at = this.room(bytes.length);
    if (bytes.length > 0) this.#data.push({ at, bytes });
    return at;
  }
}
