/**
 * The moves by which a search first reached its states. Only predecessors are stored: which move it was is seen by making them
 * again, in the order in which the search did.
 */

import { BLOCKED } from './process.js';
import { accessTo, type StateAccess } from './state_access.js';
import type { StateStore } from './store.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import { take } from './take.js';
import type { Move } from './trace.js';

export class WaysBack<S> {
  readonly #program: Program<S>;
  readonly #store: StateStore;
  readonly #workspace: Workspace<S>;
  readonly #access: StateAccess;

  /** @param store of a search of the program that took all moves of the states it looked behind */
  constructor(program: Program<S>, store: StateStore) {
    this.#program = program;
    this.#store = store;
    this.#workspace = createWorkspace(program);
    this.#access = accessTo(store, program.layout, this.#workspace.views);
  }

  /** The moves of a shortest path from the initial state to the state with this number. */
  to(state: number): Move[] {
    const moves: Move[] = [];
    for (let at = state; at > 0; ) {
      const before = this.#store.predecessors.of(at);
      moves.push(this.#moveBetween(before, at));
      at = before;
    }
    return moves.reverse();
  }

  #moveBetween(before: number, state: number): Move {
    const { words, pc } = this.#workspace;
    this.#access.load(before);
    const loaded = words.slice();
    for (const [process, { process: name, locations }] of this.#program.automata.entries()) {
      for (const [branch, each] of locations[pc[process]].branches.entries()) {
        const outcome = take(this.#workspace, name, process, each);
        if (outcome !== BLOCKED && this.#access.find() === state) return { process, branch };
        words.set(loaded);
      }
    }
    throw new Error(`no move from state ${before} leads to state ${state}`);
  }
}
