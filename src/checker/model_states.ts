/**
 * The states of the model alone, without the locations of the processes, that a search comes to. A property of states says the
 * same of all states that share one, and there are two to forty times fewer of them: so it is asked once of each.
 */

import { grown } from './grown.js';
import { mixHash, mixingCode } from './hash.js';
import { answerPlace, answerWords, type Question } from './question.js';
import type { StateStore } from './store.js';
import { createWorkspace, type Program, type Workspace } from './system.js';

const FIRST_CAPACITY = 1 << 10;

/** The arrays in a memory of a fixed size. */
export interface ModelArrays {
  /** By state of the search. */
  readonly of: Int32Array;
  /** By state of the model. */
  readonly arena: Int32Array;
  /** At least twice as long as there can be states of the model; its length is a power of two. */
  readonly table: Int32Array;
  /** By state of the model, see `answerPlace`. */
  readonly answers: Int32Array;
}

/** Generated, so that it is straight-line code; `at` is the index of a state's first word. */
interface Masking {
  /** Of the bits that are not about locations. */
  hash(arena: Int32Array, at: number): number;
  /** Whether a state is in a state of the model. */
  isAt(arena: Int32Array, at: number, known: Int32Array, knownAt: number): boolean;
}

export class ModelStates<S> {
  /** How many there are. */
  size = 0;
  readonly #program: Program<S>;
  readonly #store: StateStore;
  /** By word of a packed state: the bits that are not about locations. */
  readonly #masks: Int32Array;
  readonly #masking: Masking;
  /** States of the search that were added. */
  #added = 0;
  /** By state of the search. */
  #of: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** Packed states of the search, one of each state of the model, with every process at its start. */
  #arena: Int32Array;
  /** Number + 1 of a state of the model, 0 for an empty slot. */
  #table: Int32Array = new Int32Array(FIRST_CAPACITY * 2);
  /** Where the arrays were moved. */
  #room: ModelArrays | undefined;
  readonly #questions: readonly Question<S>[];
  /** By state of the model, see `answerPlace`; states beyond its end are not asked about yet. */
  #answers: Int32Array = new Int32Array(0);
  /** By state of the model: how many states share it, of so many. */
  #sharing = new Int32Array(0);
  #counted = 0;
  /** Of so many states of the model all answers are there. */
  #answered = 0;

  /**
   * @param store of the search
   * @param questions all are answered together, when one is asked
   */
  constructor(program: Program<S>, store: StateStore, questions: readonly Question<S>[] = []) {
    this.#program = program;
    this.#store = store;
    this.#questions = questions;
    this.#masks = program.layout.masks(Object.keys(program.system.fields));
    this.#masking = maskingBy(this.#masks);
    this.#arena = new Int32Array(FIRST_CAPACITY * store.words);
  }

  /** The state of the model that a state of the search is in, by its number: they are numbered as they come. */
  of(state: number): number {
    return this.#of[state];
  }

  /** By state of the search that was added: the number of its state of the model. */
  get numbers(): Int32Array {
    return this.#of.subarray(0, this.#added);
  }

  /**
   * Notes which one the next state of the search is in, and gives its number.
   * @param near a state of the search in which the model is often the same
   */
  add(near: number): number {
    const state = this.#added++;
    if (state >= this.#of.length) this.#of = grown(this.#of, this.#of.length * 2);
    const expected = this.#of[near];
    const { arena, words } = this.#store;
    const isExpected = this.size > 0 && this.#masking.isAt(arena, state * words, this.#arena, expected * words);
    const model = isExpected ? expected : this.#numberOf(state * words);
    this.#of[state] = model;
    return model;
  }

  /** The bits of a hash that are a slot of the table. */
  get tableMask(): number {
    return this.#table.length - 1;
  }

  /** Moves everything there, where it stays while it is large enough. */
  moveTo(room: ModelArrays): void {
    room.of.set(this.#of.subarray(0, this.#added));
    room.arena.set(this.#arena.subarray(0, this.size * this.#store.words));
    this.#of = room.of;
    this.#arena = room.arena;
    this.#room = room;
    const { length } = this.#table;
    room.table.set(this.#table);
    room.answers.set(this.#answers);
    this.#answers = room.answers;
    this.#table = room.table.subarray(0, length);
  }

  /** Takes note of what was added in the arrays directly: so many states of the search, so many of the model in all. */
  haveBeenAdded(added: number, size: number): void {
    this.#added = added;
    this.size = size;
    if (this.size * 2 > this.#table.length) this.#growTable();
  }

  /** Those states of the search that were not added yet. */
  addAll(): void {
    while (this.#added < this.#store.size) this.add(Math.max(0, this.#added - 1));
  }

  /** For each state of the search what is true of its state of the model. */
  ask(question: (state: S) => boolean): (state: number) => boolean {
    const isTrueOf = this.askModels(question);
    return (state) => isTrueOf(this.#of[state]);
  }

  /** For each state of the model, by its number, what is true of it. */
  askModels(question: (state: S) => boolean): (model: number) => boolean {
    const index = this.#questions.findIndex(({ asks }) => asks === question);
    if (index < 0) {
      const found = this.lookAt((state) => (question(state) ? 1 : 0));
      return (model) => found[model] === 1;
    }
    this.#answerAll();
    const answers = this.#answers;
    const words = answerWords(this.#questions.length);
    const { word, bit } = answerPlace(index);
    return (model) => ((answers[model * words + word] >>> bit) & 1) === 1;
  }

  /** In how many states of the search it is true. */
  count(question: (state: S) => boolean): number {
    const isTrueOf = this.askModels(question);
    const sharing = this.#countSharing();
    let count = 0;
    for (let model = 0; model < sharing.length; model++) if (isTrueOf(model)) count += sharing[model];
    return count;
  }

  /** By state of the model: how many states of the search are in it. */
  #countSharing(): Int32Array {
    if (this.#counted === this.#added) return this.#sharing;
    const sharing = new Int32Array(this.size);
    for (let state = 0; state < this.#added; state++) sharing[this.#of[state]]++;
    this.#counted = this.#added;
    this.#sharing = sharing;
    return sharing;
  }

  /** By state of the model, a small number that is found of it. */
  lookAt(look: (state: S) => number): Uint8Array {
    const workspace = createWorkspace(this.#program);
    const load = this.loaderInto(workspace);
    const { state } = workspace;
    const found = new Uint8Array(this.size);
    for (let model = 0; model < found.length; model++) {
      load(model);
      found[model] = look(state);
    }
    return found;
  }

  /** What writes the state of the model with a number into a workspace of the program. */
  loaderInto({ views }: Workspace<S>): (number: number) => void {
    const { unpack } = this.#program.layout.packer(views);
    return (number) => unpack(this.#arena, number * this.#store.words);
  }

  /** Answers every question about every state of the model of which that was not done natively. */
  #answerAll(): void {
    if (this.#answered === this.size) return;
    const words = answerWords(this.#questions.length);
    if (this.#answers.length < this.size * words) {
      const longer = new Int32Array(this.size * words);
      longer.set(this.#answers);
      this.#answers = longer;
    }
    const workspace = createWorkspace(this.#program);
    const load = this.loaderInto(workspace);
    const { state } = workspace;
    const asked = this.#questions.map(({ asks }, i) => ({ asks, ...answerPlace(i) }));
    const answers = this.#answers;
    for (let model = this.#answered; model < this.size; model++) {
      if ((answers[model * words] & 1) === 1) continue;
      load(model);
      answers.fill(0, model * words, (model + 1) * words);
      for (const { asks, word, bit } of asked) if (asks(state)) answers[model * words + word] |= 1 << bit;
      answers[model * words] |= 1;
    }
    this.#answered = this.size;
  }

  #numberOf(at: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const { arena, words } = this.#store;
    let slot = this.#masking.hash(arena, at) & mask;
    for (; table[slot] !== 0; slot = (slot + 1) & mask) {
      const known = table[slot] - 1;
      if (this.#masking.isAt(arena, at, this.#arena, known * words)) return known;
    }
    const model = this.size++;
    table[slot] = this.size;
    if (this.#arena.length < this.size * words) this.#arena = grown(this.#arena, this.#arena.length * 2);
    for (let i = 0; i < words; i++) this.#arena[model * words + i] = arena[at + i] & this.#masks[i];
    if (this.size * 2 > table.length) this.#growTable();
    return model;
  }

  #growTable(): void {
    const table = this.#emptyTable(this.#table.length * 2);
    const mask = table.length - 1;
    for (let model = 0; model < this.size; model++) {
      let slot = this.#masking.hash(this.#arena, model * this.#store.words) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = model + 1;
    }
    this.#table = table;
  }

  #emptyTable(length: number): Int32Array {
    const room = this.#room?.table;
    return room !== undefined && length <= room.length ? room.subarray(0, length).fill(0) : new Int32Array(length);
  }
}

function maskingBy(masks: Int32Array): Masking {
  const words = [...masks.entries()];
  const masked = ([i, mask]: [number, number]) => (mask === -1 ? `arena[at + ${i}]` : `(arena[at + ${i}] & ${mask})`);
  const mixed = words.map((word) => mixingCode(masked(word)));
  const equal = words.map((word) => `${masked(word)} === known[knownAt + ${word[0]}]`).join(' && ');
  const source = `'use strict'; return {
    hash(arena, at) { let hash = 0; ${mixed.join(' ')} return mixHash(hash); },
    isAt(arena, at, known, knownAt) { return ${equal}; },
  };`;
  return (new Function('mixHash', source) as (mix: typeof mixHash) => Masking)(mixHash);
}
