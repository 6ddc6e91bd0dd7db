/**
 * Whether from every state of one kind a state of another kind can still be reached (AG EF), over the states that a finished
 * search has stored. Ways that the search has kept answer it for most; of the other states successors are made again.
 */

import type { Expectation } from './expectation.js';
import { grown } from './grown.js';
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
 * Which of the states that the search stored are of the kind `from` and can reach none of the kind `to`.
 * @throws when the search did not see every state: nothing can be said then
 */
export function stuckStates<S>(search: Search<S>, question: Expectation<S>): StuckStates {
  return explore(search, question, REACHES);
}

/** States from which what they ask for cannot be reached. */
export interface StuckStates {
  /** The first of them, and so a nearest. */
  readonly stuck: number | undefined;
  /** Whether a state, by its number, is one. */
  isStuck(state: number): boolean;
}

interface Explored extends StuckStates {
  readonly asked: number;
  readonly reaching: number;
}

const NOBODY_ASKS: Explored = { asked: 0, reaching: 0, stuck: undefined, isStuck: () => false };

/** @param whereCut what is taken of states that the search did not look behind */
function explore<S>(search: Search<S>, question: Expectation<S>, whereCut: number): Explored {
  if (search.incomplete !== undefined || !search.done) throw new Error('the search is not finished');
  const looks = lookAtModels(search, question);
  if (!looks.some((look) => (look & ASKS) !== 0)) return NOBODY_ASKS;
  const known = knownAtFirst(search, looks, whereCut);
  const waiting = new Waiting(known.length);
  followWays(search, question, known, waiting);
  const { numbers } = search.modelStates;
  const asks = (state: number): boolean => (looks[numbers[state]] & ASKS) !== 0;
  lookForWays(search, question, known, waiting, asks);

  let asked = 0;
  let reaching = 0;
  let stuck: number | undefined;
  for (let state = 0; state < known.length; state++) {
    if ((looks[numbers[state]] & ASKS) === 0) continue;
    asked++;
    if (known[state] === REACHES) reaching++;
    else stuck ??= state;
  }
  return { asked, reaching, stuck, isStuck: (state) => asks(state) && known[state] !== REACHES };
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

/** Finds out of every state that asks, of which nothing is known yet, whether it reaches: by its successors, made again. */
function lookForWays<S>(
  { program, store }: Search<S>,
  { avoids }: Expectation<S>,
  known: Uint8Array,
  waiting: Waiting,
  asks: (state: number) => boolean,
): void {
  const workspace = createWorkspace(program);
  const { find, load } = accessTo(store, program.layout, workspace.views);
  const expander = generatedExpander(program, workspace);
  const avoided = program.automata.map(({ locations }) =>
    locations.map(({ branches }) => branches.map((branch) => avoids?.(branch) === true)),
  );
  const locations = new Int32Array(program.automata.length);
  const stack: number[] = [];
  const pushed = new Uint8Array(known.length);
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
  for (let asking = known.length - 1; asking >= 0; asking--) {
    if (known[asking] !== OPEN || !asks(asking)) continue;
    push(asking);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      state = next;
      if (known[state] !== OPEN) continue;
      load(state);
      for (let i = 0; i < locations.length; i++) locations[i] = workspace.pc[i];
      expander.expand(visit);
    }
  }
}

/** What is known of a state: nothing yet; that `to` can be reached; that it cannot, as no run may go on there. */
const OPEN = 0;
const REACHES = 1;
const ENDS = 2;

/** Beside what is known of a state: it is of the kind `from`. */
const ASKS = 4;

/** By state of the model: what is known of it, and whether it asks. */
function lookAtModels<S>({ program, modelStates }: Search<S>, { from, to, during }: Expectation<S>): Uint8Array {
  const { halted = () => false } = program.system;
  const [asks, gives, halts] = [from, to, halted].map((question) => modelStates.askModels(question));
  const goesOn = during === undefined ? () => true : modelStates.askModels(during);
  const looks = new Uint8Array(modelStates.size);
  for (let model = 0; model < looks.length; model++) {
    const known = gives(model) ? REACHES : halts(model) || !goesOn(model) ? ENDS : OPEN;
    looks[model] = known + (asks(model) ? ASKS : 0);
  }
  return looks;
}

/** By state: what is known of it without a look at any other. */
function knownAtFirst<S>(search: Search<S>, looks: Uint8Array, whereCut: number): Uint8Array {
  const { numbers } = search.modelStates;
  const known = new Uint8Array(search.store.size);
  for (let state = 0; state < known.length; state++)
    known[state] = search.isCutAt(state) ? whereCut : looks[numbers[state]] & ~ASKS;
  return known;
}

/** Who waits for a state: its predecessors of which nothing is known yet. */
class Waiting {
  /** By state: the latest entry of its list, or 0. */
  readonly #latest: Int32Array;
  /** By entry, from 1 on: who waits, and the entry before it. */
  #waits = new Int32Array(1 << 10);
  #before = new Int32Array(1 << 10);
  #entries = 1;

  constructor(states: number) {
    this.#latest = new Int32Array(states);
  }

  add(state: number, predecessor: number): void {
    if (this.#entries === this.#waits.length) {
      this.#waits = grown(this.#waits, this.#waits.length * 2);
      this.#before = grown(this.#before, this.#before.length * 2);
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
      for (let entry = this.#latest[next]; entry > 0; entry = this.#before[entry]) stack.push(this.#waits[entry]);
    }
  }
}
