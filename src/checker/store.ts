/**
 * The set of visited states, exact: whole packed states in one growing array, found through an open-addressing table of
 * their numbers. A state's number is its place in breadth-first order; beside it lies its predecessor, see `predecessors.ts`.
 * States come in and are looked up through `state_access.ts`.
 */

import { grown } from './grown.js';
import { hashWords } from './hash.js';
import { Predecessors, wordsOfPredecessors } from './predecessors.js';
import type { Sorting } from './sorting.js';

const FIRST_CAPACITY = 1 << 10;

/** What is kept by state grows by this, so that little is in reserve. */
const GROWTH = 1.25;

/** How much of the table of visited states is full at most. Three quarters made searches a tenth slower. */
const MOST_FULL = 0.5;

/** The bits of an entry of the table that are a state's number + 1; in the others are those of its hash. */
export const ENTRY_NUMBER = 2 ** 27 - 1;

/** The arrays of a store in a memory of a fixed size. */
export interface StoreArrays {
  readonly arena: Int32Array;
  readonly reached: Int32Array;
  readonly order: Uint8Array;
  readonly table: Int32Array;
  /** Fills the table with the states so far, when it is all 0. @param mask of the table */
  fillTable(size: number, mask: number): void;
}

/** How long the arrays of a store are. */
export interface Extent {
  /** What is kept by state has room for so many. */
  readonly capacity: number;
  /** Of the table, a power of two. */
  readonly slots: number;
}

/** Longer in steps, as long as it takes to have room for so many states. */
export function extended(extent: Extent, states: number): Extent {
  if (roomOf(extent) >= states) return extent;
  const { capacity, slots } = extent;
  const longer = capacity < states ? { capacity: Math.ceil(capacity * GROWTH), slots } : { capacity, slots: 2 * slots };
  return extended(longer, states);
}

/** So many states there is room for. */
export const roomOf = ({ capacity, slots }: Extent): number => Math.min(capacity, slots * MOST_FULL);

/** So many states can be told apart by them. */
export const MOST_STORED = ENTRY_NUMBER - 1;

/** The arrays of a store. */
type ArrayName = 'arena' | 'reached' | 'order' | 'table';

/** Makes the second half of a digest independent of the first. */
const DIGEST_SEED = 0x5bd1e995;

export class StateStore {
  readonly words: number;
  /** How identical processes are sorted in what is stored; absent: not at all. */
  readonly sorting: Sorting | undefined;
  /** States stored so far. */
  size = 0;
  /** The state that was stored last, or that was to be stored and known. */
  last = -1;
  /** The packed states, one after another. */
  arena: Int32Array;
  /** From where each was first reached, see {@link predecessors}. */
  reached: Int32Array;
  readonly predecessors = new Predecessors(() => this.reached);
  /** Which order the identical processes of a state have; empty where none are sorted. */
  order: Uint8Array;
  /** 0 for an empty slot; the number + 1 of a state, with bits of its hash above, to spare most comparisons. */
  table: Int32Array;
  /** The bits of a hash that are the slot where its state is looked for first. */
  mask: number;
  #extent: Extent = { capacity: FIRST_CAPACITY, slots: 2 * FIRST_CAPACITY };
  /** Where the arrays are moved, as long as they can become there. */
  #room: StoreArrays | undefined;

  constructor(words: number, sorting?: Sorting) {
    this.words = words;
    this.sorting = sorting;
    this.arena = new Int32Array(FIRST_CAPACITY * words);
    this.reached = new Int32Array(wordsOfPredecessors(FIRST_CAPACITY));
    this.order = new Uint8Array(sorting === undefined ? 0 : FIRST_CAPACITY);
    this.table = new Int32Array(FIRST_CAPACITY * 2);
    this.mask = FIRST_CAPACITY * 2 - 1;
  }

  /** So many states there is room for. */
  get room(): number {
    return roomOf(this.#extent);
  }

  get extent(): Extent {
    return this.#extent;
  }

  /** What the store holds. */
  get bytes(): number {
    return this.#bytesOf(this.#extent);
  }

  #bytesOf({ capacity, slots }: Extent): number {
    const integers = this.words * capacity + wordsOfPredecessors(capacity) + slots;
    return 4 * integers + (this.sorting === undefined ? 0 : capacity);
  }

  /** The bytes the store will hold once it has room for `count` more states. */
  bytesWithRoomFor(count: number): number {
    return this.#bytesOf(extended(this.#extent, this.size + count));
  }

  /** So many states there is room for before it would hold more bytes. */
  mostWithin(bytes: number): number {
    let extent = this.#extent;
    for (;;) {
      const room = roomOf(extent);
      if (room >= MOST_STORED) return MOST_STORED;
      extent = extended(extent, room + 1);
      if (this.#bytesOf(extent) > bytes) return room;
    }
  }

  /** Makes room for `count` more states. */
  reserve(count: number): void {
    if (this.room < this.size + count) this.#grow(extended(this.#extent, this.size + count));
  }

  /** The number here of a state of another store of the same program, or -1 if it is not in this set. */
  numberOf(other: StateStore, state: number): number {
    const { words, table, mask, arena } = this;
    const at = state * words;
    const hash = hashWords(other.arena, at, words);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (table[slot] & ENTRY_NUMBER) - 1;
      const known = number * words;
      if (known < 0) return -1;
      let i = 0;
      while (i < words && arena[known + i] === other.arena[at + i]) i++;
      if (i === words) return number;
    }
  }

  /** A digest of the set as it is stored, the same in whatever order its states were found: 16 hexadecimal digits. */
  digest(): string {
    let low = 0;
    let high = 0;
    for (let number = 0; number < this.size; number++) {
      const at = number * this.words;
      low = (low + hashWords(this.arena, at, this.words)) | 0;
      high = (high + hashWords(this.arena, at, this.words, DIGEST_SEED)) | 0;
    }
    return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** Whether the arrays still lie in the room that they were moved to. */
  get isInRoom(): boolean {
    return this.#room !== undefined;
  }

  /** Moves what is stored there, where it stays while it is large enough. */
  moveTo(room: StoreArrays): void {
    const { arena, reached, order, table } = this;
    room.arena.set(arena);
    room.reached.set(reached);
    room.order.set(order);
    room.table.set(table);
    this.#room = room;
    this.#takeFrom(room, this.#extent);
  }

  #takeFrom({ arena, reached, order, table }: Pick<StateStore, ArrayName>, extent: Extent): void {
    const { capacity, slots } = extent;
    this.arena = arena.subarray(0, capacity * this.words);
    this.reached = reached.subarray(0, wordsOfPredecessors(capacity));
    this.order = order.subarray(0, capacity);
    this.table = table.subarray(0, slots);
    this.mask = slots - 1;
    this.#extent = extent;
  }

  #grow(extent: Extent): void {
    const { capacity, slots } = extent;
    const isTableNew = slots > this.table.length;
    const room = this.#room;
    if (room !== undefined && capacity * this.words <= room.arena.length && slots <= room.table.length) {
      if (isTableNew) this.table.fill(0);
      this.#takeFrom(room, extent);
      if (isTableNew) room.fillTable(this.size, this.mask);
      return;
    }
    this.#room = undefined;
    const longer = {
      arena: grown(this.arena, capacity * this.words),
      reached: grown(this.reached, wordsOfPredecessors(capacity)),
      order: grown(this.order, this.sorting === undefined ? 0 : capacity),
      table: isTableNew ? new Int32Array(slots) : room === undefined ? this.table : this.table.slice(),
    };
    this.#takeFrom(longer, extent);
    if (isTableNew) this.#fillTable();
  }

  #fillTable(): void {
    const { arena, table, mask, words, size } = this;
    for (let number = 0; number < size; number++) {
      const hash = hashWords(arena, number * words, words);
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (hash & ~ENTRY_NUMBER) | (number + 1);
    }
  }
}
