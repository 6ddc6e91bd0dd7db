/**
 * Which invariants a state violates, remembered for the states met lately. Random walks come to the same few states of the
 * model again and again, with the processes elsewhere, and to look a state up costs less than to hold twenty invariants
 * against it. Exact: whole states are compared, and a state that is not known is looked at.
 */

import type { PackedFields } from './packed_fields.js';
import type { Invariant } from './search.js';

/** A power of two. One configuration of three pages has about as many states of the model, without locations. */
const SLOTS = 1 << 15;

const NONE: readonly string[] = [];

export class VerdictCache<S> {
  readonly #invariants: readonly Invariant<S>[];
  readonly #state: S;
  readonly #fields: PackedFields;
  /** The packed states, each at the slot of its hash. */
  readonly #states: Int32Array;
  /** What each of them violates; undefined for a slot without state. */
  readonly #verdicts: (readonly string[] | undefined)[] = Array(SLOTS).fill(undefined);

  /** @param fields of the state; no invariant may know where processes are */
  constructor(fields: PackedFields, state: S, invariants: readonly Invariant<S>[]) {
    this.#fields = fields;
    this.#state = state;
    this.#invariants = invariants;
    this.#states = new Int32Array(SLOTS * fields.words.length);
  }

  /** The ids of the invariants that the state violates, in their order. */
  violated(): readonly string[] {
    const fields = this.#fields;
    if (!fields.pack()) return this.#look();
    const slot = fields.hash() & (SLOTS - 1);
    const known = this.#verdicts[slot];
    if (known !== undefined && this.#isAt(slot)) return known;
    const violated = this.#look();
    this.#states.set(fields.words, slot * fields.words.length);
    this.#verdicts[slot] = violated;
    return violated;
  }

  /** Whether the state of the slot is the one that was just packed. */
  #isAt(slot: number): boolean {
    const { words } = this.#fields;
    const states = this.#states;
    const start = slot * words.length;
    for (let i = 0; i < words.length; i++) if (states[start + i] !== words[i]) return false;
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
