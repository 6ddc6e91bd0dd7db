/**
 * For each state of a search one way on: the successor with the highest number of those that branches of a chosen kind lead to.
 * Followed one after another they lead on from most states, so that few must be looked at again for what they can reach.
 */

import type { Branch } from './automaton.js';
import { grown } from './grown.js';
import type { Cells } from './layout.js';
import type { Program } from './system.js';

/** No successor by a branch of the kind. */
export const NO_WAY = -1;

const FIRST_CAPACITY = 1 << 10;

export class Ways<S> {
  readonly #keeps: (branch: Branch<S>) => boolean;
  /** By process, location and branch. */
  readonly #kept: readonly (readonly (readonly boolean[])[])[];
  /** Where each process is in the state that is left. */
  readonly #locations: Int32Array;
  #left = 0;
  /** By state: 1 + its successor; 0 where there is none. */
  #successors: Int32Array = new Int32Array(FIRST_CAPACITY);

  constructor({ automata }: Program<S>, keeps: (branch: Branch<S>) => boolean) {
    this.#keeps = keeps;
    this.#kept = automata.map(({ locations }) => locations.map(({ branches }) => branches.map(keeps)));
    this.#locations = new Int32Array(automata.length);
  }

  /** Moves the ways there, to a longer array that is all 0. */
  moveTo(array: Int32Array): void {
    array.set(this.#successors.subarray(0, array.length));
    this.#successors = array;
  }

  /** The steps that are noted from now on are from this state. */
  leave(state: number, locations: Cells): void {
    this.#left = state;
    for (let i = 0; i < this.#locations.length; i++) this.#locations[i] = locations[i];
    if (state < this.#successors.length) return;
    this.#successors = grown(this.#successors, state * 2);
  }

  note(process: number, branch: number, successor: number): void {
    if (successor < this.#successors[this.#left]) return;
    if (this.#kept[process][this.#locations[process]][branch]) this.#successors[this.#left] = successor + 1;
  }

  /** {@link NO_WAY} if there is none. */
  from(state: number): number {
    return state < this.#successors.length ? this.#successors[state] - 1 : NO_WAY;
  }

  /** Whether all ways are by branches of this kind. */
  areBy(isOfKind: (branch: Branch<S>) => boolean, { automata }: Program<S>): boolean {
    return automata.every(({ locations }) =>
      locations.every(({ branches }) => branches.every((branch) => !this.#keeps(branch) || isOfKind(branch))),
    );
  }
}
