/** What a breadth-first search of a scenario, up to a limit, knows: shortest paths to violations, and to given states. */

import { Search } from '../checker/search.js';
import { accessTo } from '../checker/state_access.js';
import { createWorkspace, type Workspace } from '../checker/system.js';
import type { Move } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { invariantOf } from '../properties/kinds/invariant.js';
import { INVARIANT_PROPERTIES, Run } from '../run/run.js';
import { programOf } from '../scenario/program.js';
import { Recent } from '../scenario/recent.js';
import { digestOf, type Scenario } from '../scenario/scenario.js';

/** A few tenths of a second, and beyond the nearest violation of each property in every scenario that designs are compared in. */
export const MOST_STATES = 200_000;
/** States between two looks at whether a search has found what it is for. */
const SLICE = 500;

/** In the form that a search takes. */
export const INVARIANTS = INVARIANT_PROPERTIES.map(invariantOf);

/** A search costs several megabytes, its paths next to nothing. */
const searches = new Recent<Search<Kernel>>(4);
const knownPaths = new Recent<Map<string, NearestPath>>(256);

/** What is known of the shortest path to a violation. */
interface NearestPath {
  /** Undefined while none is found. */
  readonly path: readonly Move[] | undefined;
  /** There is no shorter one than this, as far as the bounded search goes. */
  readonly atLeast: number;
}

function searchOf(scenario: Scenario): Search<Kernel> {
  const options = { invariants: INVARIANTS, maxStates: MOST_STATES };
  return searches.get(digestOf(scenario), () => new Search(programOf(scenario), options));
}

/** The ids of the properties that the run violates. */
export function violatedBy(run: Run): string[] {
  return INVARIANT_PROPERTIES.filter((property) => run.violates(property)).map(({ id }) => id);
}

/**
 * A shortest run of the scenario to a violation of each of the properties, the shortest first; none for a property whose
 * nearest violation takes more steps than `most`. The search goes no deeper than that.
 */
export function nearestViolations(scenario: Scenario, ids: readonly string[], most: number): Run[] {
  const paths = ids.flatMap((id) => {
    const path = pathToViolation(scenario, id, most);
    return path === undefined || path.length > most ? [] : [new Run(scenario, path)];
  });
  return paths.sort((a, b) => a.length - b.length);
}

function pathToViolation(scenario: Scenario, id: string, most: number): readonly Move[] | undefined {
  const known = knownPaths.get(digestOf(scenario), () => new Map());
  const before = known.get(id);
  if (before !== undefined && (before.path !== undefined || before.atLeast > most)) return before.path;
  const search = searchOf(scenario);
  let isOver = false;
  while (!search.violations.has(id) && search.depth < most && !isOver) isOver = search.run(SLICE);
  const state = search.violations.get(id);
  const path = state === undefined ? undefined : search.pathTo(state);
  known.set(id, { path, atLeast: isOver ? Number.POSITIVE_INFINITY : search.depth + 1 });
  return path;
}

/** The search of a scenario, run to its end or its limit, so that what it knows does not depend on who asked before. */
export function finishedSearch(scenario: Scenario): Search<Kernel> {
  const search = searchOf(scenario);
  search.run();
  return search;
}

/** Gives the number of a state in the search, or -1. */
export function finder({ program, store }: Search<Kernel>): (state: Workspace<Kernel>) => number {
  const workspace = createWorkspace(program);
  const { find } = accessTo(store, program.layout, workspace.views);
  return ({ words }) => {
    workspace.words.set(words);
    return find();
  };
}
