/** Decides whether two systems come to the same, by searching both exhaustively. */

import { replayNaively } from '../checker/naive_replay.js';
import { Search } from '../checker/search.js';
import { compileSystem, type System } from '../checker/system.js';
import { type Move, replayMoves, type TraceStep } from '../checker/trace.js';
import { visitTransitions } from '../checker/transitions.js';
import type { Configuration } from '../model/configuration.js';
import type { Kernel } from '../model/state.js';
import type { Switches } from '../model/switches.js';
import type { Limits } from './decide.js';
import type { ComparisonProperty } from './property.js';

export interface ComparisonFinding {
  /** How many different things are seen in the two systems together. */
  readonly applied: number;
  /** Of both searches. */
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly exhausted: boolean;
  /** A shortest run of one system to something that the other never comes to. */
  readonly trace?: readonly TraceStep[];
}

/** The nearest step at which something is seen. */
interface Sighting {
  readonly system: System<Kernel>;
  readonly search: Search<Kernel>;
  readonly state: number;
  readonly move: Move;
}

export function decideComparison(
  property: ComparisonProperty,
  configuration: Configuration,
  switches: Switches,
  limits: Limits,
): ComparisonFinding {
  const systems = property.systems(configuration, switches);
  const searches = systems.map((system) => exhaust(system, limits));
  const [one, other] = systems.map((system, i) => sightings(property, system, searches[i]));
  const alone = [...only(one, other), ...only(other, one)];
  return {
    applied: new Set([...one.keys(), ...other.keys()]).size,
    states: searches.reduce((sum, { store }) => sum + store.size, 0),
    transitions: searches.reduce((sum, { transitions }) => sum + transitions, 0),
    depth: Math.max(...searches.map(({ depth }) => depth)),
    exhausted: searches.every(({ incomplete }) => incomplete === undefined),
    ...(alone.length === 0 ? {} : { trace: shortest(alone) }),
  };
}

function exhaust(system: System<Kernel>, limits: Limits): Search<Kernel> {
  const search = new Search(compileSystem(system), limits);
  search.run();
  return search;
}

function sightings(
  property: ComparisonProperty,
  system: System<Kernel>,
  search: Search<Kernel>,
): Map<string, Sighting> {
  const seen = new Map<string, Sighting>();
  visitTransitions(search, (step, state, process, branch) => {
    const what = property.seen(step);
    if (what !== undefined && !seen.has(what)) seen.set(what, { system, search, state, move: { process, branch } });
  });
  return seen;
}

function only(one: ReadonlyMap<string, Sighting>, other: ReadonlyMap<string, Sighting>): Sighting[] {
  return [...one].flatMap(([what, sighting]) => (other.has(what) ? [] : [sighting]));
}

/** After the generators themselves have made the run. */
function shortest(sighted: readonly Sighting[]): TraceStep[] {
  const paths = sighted.map(({ system, search, state, move }) => ({
    system,
    search,
    moves: [...search.pathTo(state), move],
  }));
  const { system, search, moves } = paths.reduce((best, next) => (next.moves.length < best.moves.length ? next : best));
  const { steps } = replayMoves(search.program, moves);
  const trace = steps.map(({ changes: _, ...step }) => step);
  replayNaively(system, trace);
  return trace;
}
