/**
 * Chunks of states that several threads expand: whoever is free takes the next, and leaves what came of it where the thread that
 * posted it finds it. What comes of a chunk depends on nothing but its states, so that it does not matter who took it, or when.
 */

import type { Instance } from './instance.js';

/** Numbers that all threads see. */
const Shared = {
  /** Chunks posted so far, and those of them that somebody took. */
  POSTED: 0,
  TAKEN: 1,
  /** States stored so far. */
  PUBLISHED: 2,
  /** Threads that are ready to take chunks. */
  READY: 3,
} as const;
const SHARED_LENGTH = Object.keys(Shared).length;

/** What is known of a chunk, by place in its row. A part of the table to be filled is one too: then its slots are in place of states. */
const Row = {
  /** Its first state, and the one behind its last. */
  FROM: 0,
  END: 1,
  /** The state that it stopped before; the end, but where that could not be expanded. */
  REACHED: 2,
  /** The end of its successors in the buffer. */
  OUT: 3,
  /** The first of its states in which somebody is stuck, or -1. */
  DEADLOCK: 4,
  TRANSITIONS: 5,
  /** The number of the chunk + 1, once it is expanded. */
  DONE: 6,
  FILLS: 7,
} as const;
const ROW_LENGTH = Object.keys(Row).length;

/** What all threads must know to see the same. */
export interface ChunksShape {
  /** So many chunks may be on their way. */
  readonly count: number;
  /** Words of coverage, see `Instance`. */
  readonly coverage: number;
  /** Where the successors of a chunk are: those of the first, and how far it is to those of the next. */
  readonly buffers: { readonly at: number; readonly stride: number };
}

/** An expanded chunk. */
export interface Chunk {
  readonly from: number;
  readonly end: number;
  readonly reached: number;
  readonly buffer: number;
  readonly out: number;
  readonly deadlock: number;
  readonly transitions: number;
  readonly coverage: Int32Array;
}

export class Chunks {
  readonly shape: ChunksShape;
  readonly memory: SharedArrayBuffer;
  readonly #shared: Int32Array;
  readonly #rows: Int32Array;
  readonly #coverages: readonly Int32Array[];

  /** @param memory what another thread has; absent: it is made */
  constructor(shape: ChunksShape, memory?: SharedArrayBuffer) {
    const { count, coverage } = shape;
    const rowsAt = 4 * SHARED_LENGTH;
    const coverageAt = rowsAt + 4 * ROW_LENGTH * count;
    this.shape = shape;
    this.memory = memory ?? new SharedArrayBuffer(coverageAt + 4 * coverage * count);
    this.#shared = new Int32Array(this.memory, 0, SHARED_LENGTH);
    this.#rows = new Int32Array(this.memory, rowsAt, ROW_LENGTH * count);
    this.#coverages = Array.from(
      { length: count },
      (_, i) => new Int32Array(this.memory, coverageAt + 4 * coverage * i, coverage),
    );
  }

  /** Chunks posted so far. */
  get posted(): number {
    return Atomics.load(this.#shared, Shared.POSTED);
  }

  get ready(): number {
    return Atomics.load(this.#shared, Shared.READY);
  }

  /** One more thread takes chunks from now on. */
  isReady(): void {
    Atomics.add(this.#shared, Shared.READY, 1);
    Atomics.notify(this.#shared, Shared.READY);
  }

  /** Waits at most so many milliseconds until so many threads are ready. */
  waitUntilReady(threads: number, most: number): void {
    for (const until = Date.now() + most; Date.now() < until; ) {
      const { ready } = this;
      if (ready >= threads) return;
      Atomics.wait(this.#shared, Shared.READY, ready, most);
    }
  }

  /** Says that so many states are written. */
  publish(states: number): void {
    Atomics.store(this.#shared, Shared.PUBLISHED, states);
  }

  /** Only one thread may. All states of the chunk must be published. @param mask of a table of which a part is to be filled */
  post(from: number, end: number, mask = 0): void {
    const { posted } = this;
    const row = this.#rowOf(posted);
    this.#rows[row + Row.FROM] = from;
    this.#rows[row + Row.END] = end;
    this.#rows[row + Row.FILLS] = mask;
    Atomics.store(this.#shared, Shared.POSTED, posted + 1);
    Atomics.notify(this.#shared, Shared.POSTED, 1);
  }

  /** Takes all that nobody has taken. @returns the number of the first of them */
  takeAll(): number {
    for (;;) {
      const taken = Atomics.load(this.#shared, Shared.TAKEN);
      if (Atomics.compareExchange(this.#shared, Shared.TAKEN, taken, this.posted) === taken) return taken;
    }
  }

  /** The number of the first chunk that nobody has taken, which the caller has taken now; undefined where there is none. */
  take(): number | undefined {
    for (;;) {
      const taken = Atomics.load(this.#shared, Shared.TAKEN);
      if (taken === this.posted) return undefined;
      if (Atomics.compareExchange(this.#shared, Shared.TAKEN, taken, taken + 1) === taken) return taken;
    }
  }

  /** Waits until a chunk is posted that nobody has taken. */
  waitForMore(): void {
    const { posted } = this;
    if (Atomics.load(this.#shared, Shared.TAKEN) === posted) Atomics.wait(this.#shared, Shared.POSTED, posted);
  }

  /** Does what a chunk asks for that the caller has taken. */
  work(number: number, instance: Instance): void {
    if (this.#rows[this.#rowOf(number) + Row.FILLS] === 0) this.#expand(number, instance);
    else this.#fill(number, instance);
    this.#setDone(number);
  }

  #fill(number: number, instance: Instance): void {
    const row = this.#rowOf(number);
    const [from, end, mask] = [Row.FROM, Row.END, Row.FILLS].map((place) => this.#rows[row + place]);
    const states = { first: 0, size: Atomics.load(this.#shared, Shared.PUBLISHED), mask };
    const listed = { at: this.#bufferOf(number), length: this.shape.buffers.stride };
    this.#rows[row + Row.REACHED] = instance.fillTable(states, { from, end }, listed) ? end : from;
    this.#rows[row + Row.OUT] = instance.head.get('out');
  }

  #expand(number: number, instance: Instance): void {
    const row = this.#rowOf(number);
    const { coverage, head } = instance;
    head.set({
      current: this.#rows[row + Row.FROM],
      end: this.#rows[row + Row.END],
      buffer: this.#bufferOf(number),
      published: Atomics.load(this.#shared, Shared.PUBLISHED),
      deadlock: -1,
      transitions: 0,
    });
    coverage.fill(0);
    instance.expand('expandChunk');
    this.#rows[row + Row.REACHED] = head.get('current');
    this.#rows[row + Row.OUT] = head.get('out');
    this.#rows[row + Row.DEADLOCK] = head.get('deadlock');
    this.#rows[row + Row.TRANSITIONS] = head.get('transitions');
    this.#coverages[number % this.shape.count].set(coverage);
  }

  /** Of a chunk that the caller took and could do nothing with: it takes no more. */
  giveUp(number: number): void {
    const row = this.#rowOf(number);
    this.#rows[row + Row.REACHED] = this.#rows[row + Row.FROM];
    this.#rows[row + Row.OUT] = this.#bufferOf(number);
    this.#rows[row + Row.DEADLOCK] = -1;
    this.#rows[row + Row.TRANSITIONS] = 0;
    Atomics.sub(this.#shared, Shared.READY, 1);
    this.#setDone(number);
  }

  #setDone(number: number): void {
    const done = this.#rowOf(number) + Row.DONE;
    Atomics.store(this.#rows, done, number + 1);
    Atomics.notify(this.#rows, done);
  }

  isDone(number: number): boolean {
    return Atomics.load(this.#rows, this.#rowOf(number) + Row.DONE) === number + 1;
  }

  /** Waits until a chunk is done that somebody has taken. @returns false where nobody came to that within so many milliseconds */
  waitFor(number: number, most: number): boolean {
    const done = this.#rowOf(number) + Row.DONE;
    while (!this.isDone(number)) {
      const seen = Atomics.load(this.#rows, done);
      if (seen !== number + 1 && Atomics.wait(this.#rows, done, seen, most) === 'timed-out') return false;
    }
    return true;
  }

  /** One that is done. */
  chunk(number: number): Chunk {
    const row = this.#rowOf(number);
    return {
      from: this.#rows[row + Row.FROM],
      end: this.#rows[row + Row.END],
      reached: this.#rows[row + Row.REACHED],
      buffer: this.#bufferOf(number),
      out: this.#rows[row + Row.OUT],
      deadlock: this.#rows[row + Row.DEADLOCK],
      transitions: this.#rows[row + Row.TRANSITIONS],
      coverage: this.#coverages[number % this.shape.count],
    };
  }

  #rowOf(number: number): number {
    return (number % this.shape.count) * ROW_LENGTH;
  }

  #bufferOf(number: number): number {
    const { at, stride } = this.shape.buffers;
    return at + (number % this.shape.count) * stride;
  }
}
