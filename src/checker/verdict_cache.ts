/**
 * Which invariants a state violates, remembered for the states met lately. Random walks come to the same few states of the
 * model again and again, with the processes elsewhere, and to look a state up costs less than to hold twenty invariants
 * against it. Exact: whole states are compared, and a state that is not known is looked at.
 */

import { hashWords } from './hash.js';
import { Layout, type Packer } from './layout.js';
import type { Invariant } from './search.js';
import type { Program, Workspace } from './system.js';

/** A power of two. One configuration of three pages has about as many states of the model, without locations. */
const SLOTS = 1 << 15;

const NONE: readonly string[] = [];

export class VerdictCache<S> {
  readonly #invariants: readonly Invariant<S>[];
  readonly #state: S;
  /** Without the locations of the processes, of which no invariant may know. */
  readonly #packer: Packer;
  readonly #words: number;
  /** The packed states, each at the slot of its hash; behind the last, the one that is looked up. */
  readonly #states: Int32Array;
  /** What each of them violates; undefined for a slot without state. */
  readonly #verdicts: (readonly string[] | undefined)[] = Array(SLOTS).fill(undefined);

  constructor({ system }: Program<S>, { state, views }: Workspace<S>, invariants: readonly Invariant<S>[]) {
    const layout = new Layout(system.fields);
    this.#invariants = invariants;
    this.#state = state;
    this.#packer = layout.packer(views);
    this.#words = layout.packedWords;
    this.#states = new Int32Array((SLOTS + 1) * layout.packedWords);
  }

  /** The ids of the invariants that the workspace's state violates, in their order. */
  violated(): readonly string[] {
    const states = this.#states;
    const words = this.#words;
    const asked = SLOTS * words;
    if (!this.#packer.pack(states, asked)) return this.#look();
    const slot = hashWords(states, asked, words) & (SLOTS - 1);
    const known = this.#verdicts[slot];
    if (known !== undefined && this.#isAt(slot * words, asked)) return known;
    states.copyWithin(slot * words, asked, asked + words);
    const violated = this.#look();
    this.#verdicts[slot] = violated;
    return violated;
  }

  #isAt(start: number, asked: number): boolean {
    const states = this.#states;
    for (let i = 0; i < this.#words; i++) if (states[start + i] !== states[asked + i]) return false;
    return true;
  }

  #look(): readonly string[] {
    let violated: string[] | undefined;
    for (const { id, holds } of this.#invariants) {
      if (holds(this.#state)) continue;
      violated ??= [];
      violated.push(id);
    }
    return violated ?? NONE;
  }
}
