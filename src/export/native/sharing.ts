/**
 * A search that several threads share: they expand chunks of its states and look the successors up in whatever order it happens,
 * and this one stores what they found, chunk after chunk in the order of the states. So it is the search that one thread makes.
 */

import { type Chunk, Chunks, type ChunksShape } from './chunks.js';
import type { Instance } from './instance.js';
import type { CompiledModule } from './kept_module.js';
import { type HeadNumber, HeadNumbers } from './memory.js';

/** What a thread is given that helps. */
export interface HelperData {
  readonly module: CompiledModule;
  readonly memory: WebAssembly.Memory;
  /** Where the memory begins that it has for itself. */
  readonly own: number;
  /** Where the arrays of the search begin. */
  readonly places: Readonly<Partial<Record<HeadNumber, number>>>;
  readonly chunks: { readonly shape: ChunksShape; readonly memory: SharedArrayBuffer };
}

/** A thread that was started. */
export interface Helper {
  /** Ends it at once. */
  terminate(): unknown;
}

/** How a search is shared. */
export interface Sharing {
  readonly start: (data: HelperData) => Helper;
  /** Threads beside the one that searches. */
  readonly helpers: number;
  /** States from which on it is shared. */
  readonly from: number;
  /** States of a chunk. */
  readonly states: number;
  /** Chunks on their way at once. */
  readonly chunks: number;
  /** So many milliseconds the search waits for the others to begin, which takes some. */
  readonly patience: number;
}

/** A thread that has not expanded a chunk after so many milliseconds will not do so. */
const LOST_MS = 10_000;

/** The same of a part of a table, which is more work, and which nobody else can do as long as it may come to it. */
const LOST_FILLING_MS = 600_000;

/** What is known of it from the start. */
export interface ToBeShared {
  readonly sharing: Sharing;
  readonly memory: WebAssembly.Memory;
  /** Where the memory begins that each of the other threads has for itself. */
  readonly others: readonly number[];
  /** Where there is room for the successors of all chunks. */
  readonly buffersAt: number;
}

interface SharedParts extends ToBeShared {
  readonly own: Instance;
  /** Where what was covered is noted, byte by byte. */
  readonly coverage: Int32Array;
  /** Where the arrays of the search begin. */
  readonly places: HelperData['places'];
}

/** Where a shared search has to stop. */
interface Bounds {
  readonly end: number;
  readonly limit: number;
  readonly modelLimit: number;
  /** No state has more. */
  readonly mostSuccessors: number;
}

/** Threads of searches that nobody ended. */
const forgotten = new FinalizationRegistry<readonly Helper[]>(terminate);

function terminate(helpers: readonly Helper[]): void {
  for (const helper of helpers) helper.terminate();
}

export class SharedSearch {
  readonly #own: Instance;
  readonly #coverage: Int32Array;
  readonly #sharing: Sharing;
  readonly #chunks: Chunks;
  readonly #memory: WebAssembly.Memory;
  readonly #heads: readonly HeadNumbers[];
  readonly #helpers: readonly Helper[];
  #isLost = false;

  constructor({ own, coverage, sharing, others, memory, places, buffersAt }: SharedParts) {
    this.#own = own;
    this.#coverage = coverage;
    this.#sharing = sharing;
    const buffers = { at: buffersAt, stride: bufferBytes(sharing, own.module) };
    const chunks = new Chunks({ count: sharing.chunks, coverage: coverage.length, buffers });
    this.#chunks = chunks;
    this.#memory = memory;
    this.#heads = others.map((each) => new HeadNumbers(memory, each));
    this.#helpers = others.map((each) => {
      const told = { shape: chunks.shape, memory: chunks.memory };
      return sharing.start({ module: own.module, memory, own: each, places, chunks: told });
    });
    forgotten.register(this, this.#helpers);
    chunks.waitUntilReady(others.length, sharing.patience);
  }

  /** Whether there is anybody to share it with. */
  get isReady(): boolean {
    return !this.#isLost && this.#chunks.ready > 0;
  }

  end(): void {
    this.#isLost = true;
    terminate(this.#helpers);
  }

  /**
   * Expands states on all threads, from what the numbers of the own module say, and stores their successors. It stops where one
   * thread alone should see to what is next, or at the end.
   */
  expand(bounds: Bounds): void {
    const { head } = this.#own;
    for (const each of this.#heads) each.set({ mask: head.get('mask') });
    const chunks = this.#chunks;
    const first = chunks.posted;
    const stopped = this.#expandChunks(first, bounds);
    head.set({ ...stopped.numbers, end: bounds.end, buffer: this.#own.buffer });
    // Whatever else is on its way comes to nothing.
    const untaken = chunks.takeAll();
    for (let number = stopped.next; number < untaken && !this.#isLost; number++) this.#await(number);
  }

  /**
   * Fills the table of states, which is all 0: each thread a part of it.
   * @returns whether that could be done; if not, it may be full of anything
   * @throws when another thread has not done its part after a long time, as it may write to the table at any later one
   */
  fillTable(size: number, mask: number): boolean {
    const chunks = this.#chunks;
    const parts = Math.min(1 + this.#heads.length, this.#sharing.chunks);
    const slots = Math.ceil((mask + 1) / parts);
    const first = chunks.posted;
    chunks.publish(size);
    for (let part = 0; part < parts; part++) chunks.post(part * slots, Math.min((part + 1) * slots, mask + 1), mask);
    for (let taken = chunks.take(); taken !== undefined; taken = chunks.take()) chunks.work(taken, this.#own);
    const done = Array.from({ length: parts }, (_, part) => {
      if (!this.#await(first + part, LOST_FILLING_MS))
        throw new Error('a thread that shares the search does not answer');
      return chunks.chunk(first + part);
    });
    for (const { buffer, out } of done) {
      for (const number of new Int32Array(this.#memory.buffer, buffer, (out - buffer) / 4))
        this.#own.fillTable({ first: number, size: number + 1, mask });
    }
    return done.every(({ reached, end }) => reached === end);
  }

  #expandChunks(first: number, bounds: Bounds) {
    const { head } = this.#own;
    const chunks = this.#chunks;
    const mostAtOnce = this.#sharing.states * bounds.mostSuccessors;
    let next = first;
    let current = head.get('current');
    let depth = head.get('depth');
    let nextDepthAt = head.get('nextDepthAt');
    let deadlock = -1;
    let transitions = 0;
    let posted = current;
    for (;;) {
      const size = head.get('size');
      const isNear = size + mostAtOnce > bounds.limit || head.get('models') + mostAtOnce > bounds.modelLimit;
      if (isNear || current >= bounds.end || current >= size) break;
      posted = this.#post(posted, next, Math.min(size, bounds.end), nextDepthAt);
      if (!chunks.isDone(next)) {
        const taken = chunks.take();
        if (taken !== undefined) {
          chunks.work(taken, this.#own);
          continue;
        }
        if (!this.#await(next)) break;
      }
      const chunk = chunks.chunk(next++);
      if (chunk.from === nextDepthAt && chunk.reached > chunk.from) {
        depth++;
        nextDepthAt = size;
      }
      this.#commit(chunk);
      current = chunk.reached;
      transitions += chunk.transitions;
      if (deadlock < 0) deadlock = chunk.deadlock;
      if (chunk.reached < chunk.end) break;
    }
    return { next, numbers: { current, depth, nextDepthAt, deadlock, transitions } };
  }

  /** Posts what there is. @returns the state up to which all are posted */
  #post(from: number, next: number, end: number, nextDepthAt: number): number {
    const { states, chunks: most } = this.#sharing;
    const chunks = this.#chunks;
    let posted = from;
    for (let waiting = chunks.posted - next; waiting < most; waiting++) {
      const bound = posted < nextDepthAt ? Math.min(nextDepthAt, end) : end;
      const behind = Math.min(posted + states, bound);
      // More may come to it while others are on their way.
      if (behind === posted || (behind - posted < states && bound !== nextDepthAt && waiting > 0)) break;
      if (posted === from) chunks.publish(this.#own.head.get('size'));
      chunks.post(posted, behind);
      posted = behind;
    }
    return posted;
  }

  #commit({ buffer, out, coverage }: Chunk): void {
    this.#own.head.set({ buffer, out });
    this.#own.commit();
    for (let i = 0; i < coverage.length; i++) this.#coverage[i] |= coverage[i];
  }

  /** Waits for a chunk that another thread has taken. @returns whether it is there */
  #await(number: number, most = LOST_MS): boolean {
    if (!this.#chunks.waitFor(number, most)) this.end();
    return !this.#isLost;
  }
}

/** What the successors of a chunk may take. */
function bufferBytes({ states }: Sharing, { mostBytes }: CompiledModule): number {
  return states * mostBytes;
}

/** What those of all chunks may take that are on their way at once. */
export const buffersBytes = (sharing: Sharing, module: CompiledModule): number =>
  sharing.chunks * bufferBytes(sharing, module);
