/**
 * Whether from every state of one kind a state of another kind can still be reached (AG EF), over the states that a finished
 * search has stored. Ways that the search has kept answer it for most; of the other states successors are made again.
 */

import type { Expectation } from './expectation.js';
import type { Search } from './search.js';
import { accessTo } from './state_access.js';
import { generatedExpander } from './successors.js';
import { createWorkspace } from './system.js';
import { NO_WAY } from './ways.js';

/** Whether a goal can always still be reached. */
export interface Answer {
  /** States of the kind `from`. */
  readonly asked: number;
  /** The first of them, and so a nearest, from which `to` cannot be reached. */
  readonly stuck?: number;
}

/** @throws when the search did not see every state: nothing can be said then */
export function canAlwaysReach<S>(search: Search<S>, question: Expectation<S>): Answer {
  // What cannot be reached because the search did not look behind a violation is no finding of its own.
  const { asked, stuck } = explore(search, question, REACHES);
  return stuck === undefined ? { asked } : { asked, stuck };
}

/**
 * From how many of the states of the kind `from` one of the kind `to` can be reached, on runs that pass no violation.
 * @throws when the search did not see every state: nothing can be said then
 */
export function countReaching<S>(search: Search<S>, question: Expectation<S>): { asked: number; reaching: number } {
  const { asked, reaching } = explore(search, question, ENDS);
  return { asked, reaching };
}

/**
 * For each state of the kind `from` that the search stored, 1 if one of the kind `to` can be reached from it; what stands for
 * other states says nothing.
 * @throws when the search did not see every state: nothing can be said then
 */
export function reachingStates<S>(search: Search<S>, question: Expectation<S>): Uint8Array {
  return explore(search, question, REACHES).known.map((known) => (known === REACHES ? 1 : 0));
}

interface Explored {
  /** By state; found out of those of the kind `from`. */
  readonly known: Uint8Array;
  readonly asked: number;
  readonly reaching: number;
  readonly stuck: number | undefined;
}

/** @param whereCut what is taken of states that the search did not look behind */
function explore<S>(search: Search<S>, question: Expectation<S>, whereCut: number): Explored {
  if (search.incomplete !== undefined || !search.done) throw new Error('the search is not finished');
  const { store, program } = search;
  const { asks, asked, known } = lookAtStates(search, question, whereCut);
  if (asked === 0) return { known, asked, reaching: 0, stuck: undefined };

  const workspace = createWorkspace(program);
  const { find, load } = accessTo(store, program.layout, workspace.views);
  const expander = generatedExpander(program, workspace);
  const avoided = program.automata.map((automaton) =>
    automaton.locations.map(({ branches }) => branches.map((branch) => question.avoids?.(branch) === true)),
  );
  const waiting = new Waiting(store.size);
  followWays(search, question, known, waiting);
  const locations = new Int32Array(program.automata.length);
  const stack: number[] = [];
  const pushed = new Uint8Array(store.size);
  const push = (next: number) => {
    if (pushed[next] === 1) return;
    pushed[next] = 1;
    stack.push(next);
  };
  let state = 0;
  const visit = (process: number, branch: number) => {
    if (known[state] !== OPEN || avoided[process][locations[process]][branch]) return;
    const successor = find();
    if (successor < 0 || known[successor] === ENDS) return;
    if (known[successor] === REACHES) {
      waiting.reach(state, known);
      return;
    }
    waiting.add(successor, state);
    push(successor);
  };
  // Depth first, since one way to the end answers for all that wait along it.
  for (let asking = store.size - 1; asking >= 0; asking--) {
    if (asks[asking] === 1) push(asking);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      state = next;
      if (known[state] !== OPEN) continue;
      load(state);
      for (let i = 0; i < locations.length; i++) locations[i] = workspace.pc[i];
      expander.expand(visit);
    }
  }

  let reaching = 0;
  let stuck: number | undefined;
  for (state = 0; state < known.length; state++) {
    if (asks[state] === 0) continue;
    if (known[state] === REACHES) reaching++;
    else stuck ??= state;
  }
  return { known, asked, reaching, stuck };
}

/** Marks the states that the ways which the search has kept lead on from; the others wait for the next on their way. */
function followWays<S>(
  { ways, program, store }: Search<S>,
  { avoids }: Expectation<S>,
  known: Uint8Array,
  waiting: Waiting,
): void {
  if (ways === undefined) return;
  if (avoids !== undefined && !ways.areBy((branch) => !avoids(branch), program)) return;
  for (let state = store.size - 1; state >= 0; state--) {
    if (known[state] !== OPEN) continue;
    const next = ways.from(state);
    if (next === NO_WAY || known[next] === ENDS) continue;
    if (known[next] === REACHES) waiting.reach(state, known);
    else waiting.add(next, state);
  }
}

/** What is known of a state: nothing yet; that `to` can be reached; that it cannot, as no run may go on there. */
const OPEN = 0;
const REACHES = 1;
const ENDS = 2;

/** Beside what is known of a state: it is of the kind `from`. */
const ASKS = 4;

interface States {
  /** By state: 1 for one of the kind `from`. */
  readonly asks: Uint8Array;
  readonly asked: number;
  readonly known: Uint8Array;
}

function lookAtStates<S>(search: Search<S>, { from, to, during }: Expectation<S>, whereCut: number): States {
  const { program, store, modelStates } = search;
  const found = modelStates.lookAt((k) => {
    const ends = program.system.halted?.(k) === true || during?.(k) === false;
    return (from(k) ? ASKS : 0) + (to(k) ? REACHES : ends ? ENDS : OPEN);
  });
  const known = new Uint8Array(store.size);
  const asks = new Uint8Array(store.size);
  let asked = 0;
  for (let state = 0; state < known.length; state++) {
    const look = found[modelStates.of(state)];
    if ((look & ASKS) !== 0) {
      asks[state] = 1;
      asked++;
    }
    known[state] = search.isCutAt(state) ? whereCut : look & ~ASKS;
  }
  return { asks, asked, known };
}

/** Who waits for a state: its predecessors of which nothing is known yet. */
class Waiting {
  /** By state: the latest entry of its list, or -1. */
  readonly #latest: Int32Array;
  /** By entry: who waits, and the entry before it. */
  #waits = new Int32Array(1 << 10);
  #before = new Int32Array(1 << 10);
  #entries = 0;

  constructor(states: number) {
    this.#latest = new Int32Array(states).fill(-1);
  }

  add(state: number, predecessor: number): void {
    if (this.#entries === this.#waits.length) {
      this.#waits = twiceAsLong(this.#waits);
      this.#before = twiceAsLong(this.#before);
    }
    this.#waits[this.#entries] = predecessor;
    this.#before[this.#entries] = this.#latest[state];
    this.#latest[state] = this.#entries++;
  }

  /** Marks a state as one that reaches, and whoever waits for it, or for one that waits for it, and so on. */
  reach(state: number, known: Uint8Array): void {
    const stack = [state];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (known[next] !== OPEN) continue;
      known[next] = REACHES;
      for (let entry = this.#latest[next]; entry >= 0; entry = this.#before[entry]) stack.push(this.#waits[entry]);
    }
  }
}

function twiceAsLong(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(values.length * 2);
  longer.set(values);
  return longer;
}
