/**
 * Visits every transition between the states that a search has stored, with the state before and the state after: for what is
 * said of steps, not of states. Successors are made again, not stored.
 */

import type { Branch } from './automaton.js';
import { BLOCKED } from './process.js';
import type { Search } from './search.js';
import { accessTo } from './state_access.js';
import { createWorkspace } from './system.js';
import { take } from './take.js';
import type { Move } from './trace.js';

/** One step of one process. The object is the same for every transition: what is to be kept of it must be copied. */
export interface Transition<S> {
  readonly before: S;
  readonly after: S;
  readonly process: string;
  readonly branch: Branch<S>;
  /** Of the branch's action, by index. */
  readonly outcome: number;
}

/** Where a transition was found: the number of the state before it, and the move. */
export interface Place {
  readonly state: number;
  readonly move: Move;
}

/**
 * In the order in which the search found the states, so that the first transition of a kind is a nearest one. Behind states
 * that the search did not look behind, nothing is visited.
 */
export function visitTransitions<S>(
  search: Search<S>,
  visit: (transition: Transition<S>, state: number, process: number, branch: number) => void,
): void {
  const { program, store } = search;
  const before = createWorkspace(program);
  const after = createWorkspace(program);
  const { load } = accessTo(store, program.layout, before.views);
  const transition = { before: before.state, after: after.state, process: '', branch: NO_BRANCH, outcome: 0 };
  for (let state = 0; state < store.size; state++) {
    load(state);
    if (search.isCutAt(state) || program.system.halted?.(before.state) === true) continue;
    program.automata.forEach((automaton, process) => {
      transition.process = automaton.process;
      automaton.locations[before.pc[process]].branches.forEach((branch, index) => {
        after.words.set(before.words);
        const outcome = take(after, automaton.process, process, branch);
        if (outcome === BLOCKED) return;
        transition.branch = branch;
        transition.outcome = outcome;
        visit(transition, state, process, index);
      });
    });
  }
}

const NO_BRANCH: Branch<never> = { choices: [], kind: 'local', args: [], targets: [] };
