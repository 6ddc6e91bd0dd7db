/**
 * What lies where in the memory of a search: first what never changes, then for each thread the numbers that both sides of the search
 * read and write and what the code has for itself, and last the long arrays, whose places are among those numbers.
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
  'modelAnswers',
  /** The state from which on the table is filled. */
  'first',
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
const indexOf = (name: HeadNumber): number => HEAD.indexOf(name);

const HEAD_LENGTH = HEAD.length;

/** The numbers of a module, as JavaScript sees them. */
export class HeadNumbers {
  readonly #numbers: Int32Array;

  /** @param own where the memory begins that the module has for itself */
  constructor({ buffer }: WebAssembly.Memory, own: number) {
    this.#numbers = new Int32Array(buffer, own, HEAD_LENGTH);
  }

  get(name: HeadNumber): number {
    return this.#numbers[indexOf(name)];
  }

  set(numbers: Readonly<Partial<Record<HeadNumber, number>>>): void {
    for (const [name, value] of Object.entries(numbers)) this.#numbers[indexOf(name as HeadNumber)] = value;
  }
}

/** The code that reads and writes the numbers. */
export interface Head {
  headNumber(name: HeadNumber): Code;
  setHead(name: HeadNumber, value: Code): Code;
}

const inLongs = (bytes: number): number => 8 * Math.ceil(bytes / 8);

/** Lines of a processor's cache, of which it fetches two at once: no two threads should write to the same. */
const inLines = (bytes: number): number => 128 * Math.ceil(bytes / 128);

/** The memory of a module while it is laid out: what never changes, and what it has for itself, as often as there are threads. */
export class LaidOut {
  readonly head: Head = {
    headNumber: (name) => wasm.load(wasm.own, 4 * indexOf(name)),
    setHead: (name, value) => wasm.store(wasm.own, value, 4 * indexOf(name)),
  };
  #constants = 0;
  #own = inLongs(4 * HEAD_LENGTH);
  readonly #data: Data[] = [];

  /** Bytes that never change: these are at the beginning of memory. */
  get constants(): number {
    return inLines(this.#constants);
  }

  /** Bytes that it has for itself. */
  get own(): number {
    return inLines(this.#own);
  }

  get data(): readonly Data[] {
    return this.#data;
  }

  /** Where there are so many bytes, in what it has for itself: a multiple of 8. */
  room(bytes: number): number {
    const at = this.#own;
    this.#own += inLongs(bytes);
    return at;
  }

  /** The address of bytes that never change. */
  filled(bytes: Uint8Array): number {
    const at = this.#constants;
    this.#constants += inLongs(bytes.length);
    if (bytes.length > 0) this.#data.push({ at, bytes });
    return at;
  }
}
