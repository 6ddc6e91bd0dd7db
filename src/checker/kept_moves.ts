/**
 * The moves out of the states of a finished search, each made once however many properties go over them. Kept as long as the
 * search is, and only of the states that somebody asked for.
 */

import { isAtRest } from './automaton.js';
import { grown } from './grown.js';
import { accessTo, type StateAccess } from './state_access.js';
import type { StateStore } from './store.js';
import { type Expander, generatedExpander } from './successors.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import type { Move } from './trace.js';

/** A branch that a process takes from a location: what all moves by it have in common. */
export interface MoveKind extends Move {
  readonly location: number;
  /** Whether the process is at rest there. */
  readonly resting: boolean;
}

const FIRST_MOVES = 1 << 10;

/** What stands for a state whose moves were not made. */
const NOT_MADE = -1;

export class KeptMoves<S> {
  readonly kinds: readonly MoveKind[];
  /** By state: the first of its moves, and the end of them; as long as {@link make} was called for it. */
  readonly first: Int32Array;
  readonly end: Int32Array;
  /** By move: the state that it leads to, and its kind by index. */
  target = new Int32Array(FIRST_MOVES);
  kind = new Int32Array(FIRST_MOVES);
  readonly #store: StateStore;
  readonly #workspace: Workspace<S>;
  readonly #expander: Expander;
  readonly #access: StateAccess;
  /** By process and location: the kind of its first branch. */
  readonly #firstKind: readonly (readonly number[])[];
  /** Of the state whose moves are made: the kind of the first branch of each process. */
  readonly #kindsHere: Int32Array;
  #size = 0;

  /** @param store of the search */
  constructor(program: Program<S>, store: StateStore) {
    this.#store = store;
    this.#workspace = createWorkspace(program);
    this.#expander = generatedExpander(program, this.#workspace);
    this.#access = accessTo(store, program.layout, this.#workspace.views);
    const kinds: MoveKind[] = [];
    this.#firstKind = program.automata.map(({ locations }, process) =>
      locations.map((each, location) => {
        const first = kinds.length;
        const resting = isAtRest(each);
        kinds.push(...each.branches.map((_, branch) => ({ process, branch, location, resting })));
        return first;
      }),
    );
    this.kinds = kinds;
    this.#kindsHere = new Int32Array(program.automata.length);
    this.first = new Int32Array(store.size).fill(NOT_MADE);
    this.end = new Int32Array(store.size);
  }

  /** @throws when a successor was not stored: then the search is of another system */
  make(state: number): void {
    if (this.first[state] !== NOT_MADE) return;
    this.first[state] = this.#size;
    this.#access.load(state);
    const { pc } = this.#workspace;
    for (let process = 0; process < this.#kindsHere.length; process++) {
      this.#kindsHere[process] = this.#firstKind[process][pc[process]];
    }
    this.#expander.expand(this.#visit);
    this.end[state] = this.#size;
  }

  /** The kinds of the moves that the search forbids in a state. @param whole the program of which that of the search is a restriction */
  forbiddenIn(whole: Program<S>): (state: number) => readonly number[] {
    const workspace = createWorkspace(whole);
    const expander = generatedExpander(whole, workspace);
    const { load } = accessTo(this.#store, whole.layout, workspace.views);
    return (state) => {
      this.make(state);
      const made = this.kind.subarray(this.first[state], this.end[state]);
      const forbidden: number[] = [];
      load(state);
      const firstKinds = this.#firstKind.map((kinds, process) => kinds[workspace.pc[process]]);
      expander.expand((process, branch) => {
        const kind = firstKinds[process] + branch;
        if (!made.includes(kind)) forbidden.push(kind);
      });
      return forbidden;
    };
  }

  readonly #visit = (process: number, branch: number): void => {
    const target = this.#access.find();
    if (target < 0) throw new Error('a successor is not in the search: the system must have been another one');
    if (this.#size === this.target.length) {
      this.target = grown(this.target, this.target.length * 2);
      this.kind = grown(this.kind, this.kind.length * 2);
    }
    this.target[this.#size] = target;
    this.kind[this.#size++] = this.#kindsHere[process] + branch;
  };
}
