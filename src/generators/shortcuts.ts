/** Runs that are shorter because a search from one of a run's own states knows a shorter way to a later one. */

import type { Fields, Views } from '../checker/layout.js';
import { Search } from '../checker/search.js';
import type { Program, Workspace } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { Run } from '../run/run.js';
import { finder, finishedSearch, INVARIANTS, violatedBy } from './bounded_search.js';

/** How far a search from a state within a run goes, and how many of these there are for a run. */
const MOST_STATES = 2_000;
const MOST_STARTS = 16;

/**
 * Shorter runs that leave a run at one of its states and come back to it at a later one, or to another violation. Only where
 * the search from the initial state does not reach as far as the run: what it reaches is as short as can be already.
 */
export function* shortcuts(run: Run): Generator<Run> {
  const { incomplete, depth } = finishedSearch(run.scenario);
  if (incomplete === undefined || depth > run.length) return;
  const states = run.states();
  const ids = violatedBy(run);
  const stride = Math.max(1, Math.floor(run.length / MOST_STARTS));
  for (let start = 0; start < run.length - 1; start += stride) yield* shortcutsFrom(run, start, states, ids);
}

function* shortcutsFrom(
  run: Run,
  start: number,
  states: readonly Workspace<Kernel>[],
  ids: readonly string[],
): Generator<Run> {
  const program = startingAt(run.program, states[start]);
  const search = new Search(program, { invariants: INVARIANTS, maxStates: MOST_STATES });
  search.run();
  const before = run.moves.slice(0, start);
  for (const id of ids) {
    const violating = search.violations.get(id);
    if (violating !== undefined) yield new Run(run.scenario, [...before, ...search.pathTo(violating)]);
  }
  const find = finder(search);
  for (let end = run.length; end > start + 1; end--) {
    const state = find(states[end]);
    if (state >= 0) yield new Run(run.scenario, [...before, ...search.pathTo(state), ...run.moves.slice(end)]);
  }
}

/** The same system with another initial state. */
function startingAt(program: Program<Kernel>, start: Workspace<Kernel>): Program<Kernel> {
  const bind = (views: Views<Fields>) => {
    for (const [field, cells] of Object.entries(views)) {
      for (let element = 0; element < cells.length; element++) cells[element] = start.views[field][element];
    }
    return program.system.bind(views);
  };
  return { ...program, system: { ...program.system, bind, init: () => {} } };
}
