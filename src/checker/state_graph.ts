/** The graph of the states that a search has stored. Edges are made again and kept as objects, so it is for small graphs. */

import type { Search } from './search.js';
import { accessTo } from './state_access.js';
import { tableExpander } from './successors.js';
import { createWorkspace } from './system.js';
import { type Move, stepNames, type TraceStep } from './trace.js';

/** One transition, between states by their numbers in the search. */
export interface StateEdge {
  readonly from: number;
  readonly to: number;
  readonly move: Move;
  readonly step: TraceStep;
}

/**
 * In the order of the states and of their moves; from a halted state, and from one that the search did not look behind, none.
 * @throws when the search did not see every state: some edges would lead nowhere
 */
export function stateEdges<S>(search: Search<S>): StateEdge[] {
  if (search.incomplete !== undefined || !search.done) throw new Error('the search is not finished');
  const { program, store } = search;
  const workspace = createWorkspace(program);
  const { find, load } = accessTo(store, program.layout, workspace.views);
  const expander = tableExpander(program, workspace);
  const edges: StateEdge[] = [];
  for (let from = 0; from < store.size; from++) {
    load(from);
    if (search.isCutAt(from) || program.system.halted?.(workspace.state) === true) continue;
    const locations = program.automata.map(({ locations: all }, process) => all[workspace.pc[process]]);
    expander.expand((process, branch, outcome) => {
      const step = stepNames(program, process, locations[process].branches[branch], outcome);
      edges.push({ from, to: find(), move: { process, branch }, step });
    });
  }
  return edges;
}
