/**
 * Whether from every state of one kind a state of another kind can still be reached (AG EF), over the states that a finished
 * search has stored. Successors are made again, not stored: one bit a state is all the memory it takes.
 */

import type { Branch } from './automaton.js';
import type { Search } from './search.js';
import { generatedExpander } from './successors.js';
import { createWorkspace } from './system.js';

export interface Question<S> {
  /** The states from which something must be possible. */
  readonly from: (state: S) => boolean;
  /** What must be possible. */
  readonly to: (state: S) => boolean;
  /** What must stay true on the way; absent: nothing (E[during U to] in the language of CTL). */
  readonly during?: (state: S) => boolean;
  /** Branches that no run may take on its way. */
  readonly avoids?: (branch: Branch<S>) => boolean;
}

export interface Answer {
  /** States of the kind `from`. */
  readonly asked: number;
  /** The first of them, and so a nearest, from which `to` cannot be reached. */
  readonly stuck?: number;
}

/** @throws when the search did not see every state: nothing can be said then */
export function canAlwaysReach<S>(search: Search<S>, question: Question<S>): Answer {
  // What cannot be reached because the search did not look behind a violation is no finding of its own.
  const { asked, stuck } = explore(search, question, true);
  return stuck === undefined ? { asked } : { asked, stuck };
}

/**
 * From how many of the states of the kind `from` one of the kind `to` can be reached, on runs that pass no violation.
 * @throws when the search did not see every state: nothing can be said then
 */
export function countReaching<S>(search: Search<S>, question: Question<S>): { asked: number; reaching: number } {
  const { asked, reaching } = explore(search, question, false);
  return { asked, reaching };
}

/**
 * For each state that the search stored, 1 if one of the kind `to` can be reached from it.
 * @throws when the search did not see every state: nothing can be said then
 */
export function reachingStates<S>(search: Search<S>, question: Question<S>): Uint8Array {
  return explore(search, question, true).reaches;
}

interface Explored {
  readonly reaches: Uint8Array;
  readonly asked: number;
  readonly reaching: number;
  readonly stuck: number | undefined;
}

/** @param cutReaches whether a state that the search did not look behind counts as one that reaches what is asked for */
function explore<S>(search: Search<S>, question: Question<S>, cutReaches: boolean): Explored {
  if (search.incomplete !== undefined || !search.done) throw new Error('the search is not finished');
  const { store, program } = search;
  const workspace = createWorkspace(program);
  const { pack, unpack } = program.layout.packer(workspace.views);
  const expander = generatedExpander(program, workspace);
  const avoided = program.automata.map((automaton) =>
    automaton.locations.map(({ branches }) => branches.map((branch) => question.avoids?.(branch) === true)),
  );
  const load = (state: number) => unpack(store.arena, state * store.words);

  // Successors are packed behind the last state, to be looked up.
  store.reserve(1);
  const reaches = new Uint8Array(store.size);
  for (let state = 0; state < store.size; state++) {
    load(state);
    if (search.isCutAt(state) ? cutReaches : question.to(workspace.state)) reaches[state] = 1;
  }

  const locations = new Int32Array(program.automata.length);
  let found = false;
  const visit = (process: number, branch: number) => {
    if (found || avoided[process][locations[process]][branch]) return;
    pack(store.arena, store.next);
    const successor = store.find();
    found = successor >= 0 && reaches[successor] === 1;
  };
  const canReach = (state: number): boolean => {
    if (search.isCutAt(state)) return false;
    load(state);
    if (program.system.halted?.(workspace.state) === true) return false;
    if (question.during?.(workspace.state) === false) return false;
    for (let i = 0; i < locations.length; i++) locations[i] = workspace.pc[i];
    found = false;
    expander.expand(visit);
    return found;
  };

  // Most successors have higher numbers, so that going down settles most states in one pass.
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = store.size - 1; state >= 0; state--) {
      if (reaches[state] === 1 || !canReach(state)) continue;
      reaches[state] = 1;
      changed = true;
    }
  }

  let asked = 0;
  let reaching = 0;
  let stuck: number | undefined;
  for (let state = 0; state < store.size; state++) {
    load(state);
    if (!question.from(workspace.state)) continue;
    asked++;
    reaching += reaches[state];
    if (reaches[state] === 0) stuck ??= state;
  }
  return { reaches, asked, reaching, stuck };
}
