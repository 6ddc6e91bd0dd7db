/**
 * Whether from every state of one kind a state of another kind can still be reached (AG EF), over the states that a finished
 * search has stored. Successors are made again, not stored: one bit a state is all the memory it takes.
 */

import type { Expectation } from './expectation.js';
import type { Search } from './search.js';
import { accessTo } from './state_access.js';
import { generatedExpander } from './successors.js';
import { createWorkspace, type Workspace } from './system.js';

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
 * For each state that the search stored, 1 if one of the kind `to` can be reached from it; where no state is of the kind
 * `from`, nothing is found out.
 * @throws when the search did not see every state: nothing can be said then
 */
export function reachingStates<S>(search: Search<S>, question: Expectation<S>): Uint8Array {
  return explore(search, question, REACHES).known.map((known) => (known === REACHES ? 1 : 0));
}

interface Explored {
  /** By state. */
  readonly known: Uint8Array;
  readonly asked: number;
  readonly reaching: number;
  readonly stuck: number | undefined;
}

/** @param whereCut what is taken of states that the search did not look behind */
function explore<S>(search: Search<S>, question: Expectation<S>, whereCut: number): Explored {
  if (search.incomplete !== undefined || !search.done) throw new Error('the search is not finished');
  const { store, program } = search;
  const workspace = createWorkspace(program);
  const { find, load } = accessTo(store, program.layout, workspace.views);
  const expander = generatedExpander(program, workspace);
  const avoided = program.automata.map((automaton) =>
    automaton.locations.map(({ branches }) => branches.map((branch) => question.avoids?.(branch) === true)),
  );

  const { asking, known } = lookAtStates(search, question, whereCut, workspace, load);
  if (asking.length === 0) return { known, asked: 0, reaching: 0, stuck: undefined };

  const waiting = new Waiting(store.size);
  const locations = new Int32Array(program.automata.length);
  let state = store.size - 1;
  const visit = (process: number, branch: number) => {
    if (known[state] !== OPEN || avoided[process][locations[process]][branch]) return;
    const successor = find();
    if (successor < 0 || known[successor] === ENDS) return;
    if (known[successor] === REACHES) waiting.reach(state, known);
    else waiting.add(successor, state);
  };
  // Most successors have higher numbers, so that going down leaves few to wait.
  for (; state >= 0; state--) {
    if (known[state] !== OPEN) continue;
    load(state);
    for (let i = 0; i < locations.length; i++) locations[i] = workspace.pc[i];
    expander.expand(visit);
  }

  const reaching = asking.filter((each) => known[each] === REACHES).length;
  const stuck = reaching === asking.length ? undefined : asking.find((each) => known[each] !== REACHES);
  return { known, asked: asking.length, reaching, stuck };
}

/** What is known of a state: nothing yet; that `to` can be reached; that it cannot, as no run may go on there. */
const OPEN = 0;
const REACHES = 1;
const ENDS = 2;

function lookAtStates<S>(
  search: Search<S>,
  { from, to, during }: Expectation<S>,
  whereCut: number,
  { state: k }: Workspace<S>,
  load: (state: number) => void,
): { asking: number[]; known: Uint8Array } {
  const { halted } = search.program.system;
  const known = new Uint8Array(search.store.size);
  const asking: number[] = [];
  for (let state = 0; state < known.length; state++) {
    load(state);
    if (from(k)) asking.push(state);
    if (search.isCutAt(state)) known[state] = whereCut;
    else if (to(k)) known[state] = REACHES;
    else if (halted?.(k) === true || during?.(k) === false) known[state] = ENDS;
  }
  return { asking, known };
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
