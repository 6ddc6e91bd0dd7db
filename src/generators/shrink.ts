/**
 * Shrinking: runs that are smaller than a run and may show the same fault. Every candidate is a valid run of its scenario; which
 * of them fail too is for the caller to find out. Candidates depend on the run alone, so that a path of choices among them,
 * as fast-check prints it, leads to the same run again.
 *
 * Steps come first, then the scenario, then context switches. A smaller scenario may have longer ways only to the fault, and is
 * taken when it has one that is no longer; asked of a run that is not short yet, it would lead away from the shortest.
 */

import { replayLeniently } from '../run/lenient_replay.js';
import type { Run } from '../run/run.js';
import type { Scenario } from '../scenario/scenario.js';
import { nearestViolations, violatedBy } from './bounded_search.js';
import { calmerRuns } from './fewer_context_switches.js';
import { prefixes, withFewerSteps } from './fewer_steps.js';
import { shortcuts } from './shortcuts.js';
import { toSimilarStates } from './similar_states.js';
import { type Overrides, processesOf, smallerScenarios, withActorsOf } from './smaller_scenario.js';

/** Runs of the same scenario with fewer steps, what shortens most for the least work first. */
export function* shorterRuns(run: Run): Generator<Run, undefined> {
  const tried = new Set<string>();
  for (const candidate of everyShortening(run)) {
    const key = movesKey(candidate);
    if (candidate.length >= run.length || tried.has(key)) continue;
    tried.add(key);
    yield candidate;
  }
}

function* everyShortening(run: Run): Generator<Run> {
  yield* prefixes(run);
  const nearest = nearestViolations(run.scenario, violatedBy(run), run.length);
  yield* nearest;
  // To search further for a run that no violation can be nearer than would be in vain, but for the rarest fault.
  const asShortAsCanBe = nearest.some(({ length }) => length === run.length);
  if (!asShortAsCanBe) yield* toSimilarStates(run);
  yield* withFewerSteps(run);
  if (!asShortAsCanBe) yield* shortcuts(run);
}

function movesKey({ moves }: Run): string {
  return moves.map(({ process, branch }) => `${process}.${branch}`).join(' ');
}

/** No longer runs in another scenario: this one as far as it is possible there, then those that violate what it violates. */
export function* runsIn(scenario: Scenario, run: Run): Generator<Run, undefined> {
  for (const candidate of everyMove(scenario, run)) if (candidate.length <= run.length) yield candidate;
}

function* everyMove(scenario: Scenario, run: Run): Generator<Run> {
  yield* replays(scenario, run);
  yield* nearestViolations(scenario, violatedBy(run), run.length);
}

/** A process that the scenario lacks leaves its steps to one of its kind, so each of a kind is also tried without. */
function* replays(scenario: Scenario, run: Run): Generator<Run> {
  yield replayLeniently(scenario, run.steps);
  const numbered = new Set(run.steps.map(({ process }) => process).filter((name) => /\d$/.test(name)));
  for (const name of numbered) {
    yield replayLeniently(
      scenario,
      run.steps.filter(({ process }) => process !== name),
    );
  }
}

/** What shrinking may change. */
export interface ShrinkOptions {
  /** Whether smaller scenarios are tried, or only smaller runs of this one. */
  readonly scenario?: 'keep' | 'shrink';
  /** Absent: under test, so that the run goes on to be one under the same switches. */
  readonly overridesAre?: Overrides;
}

/** Goes from candidate to candidate as long as one fails; gives the run for which none does. */
export function shrinkRun(
  run: Run,
  stillFails: (run: Run) => boolean,
  { scenario = 'shrink', overridesAre = 'under test' }: ShrinkOptions = {},
): Run {
  const smaller: Smaller = (each) => smallerScenarios(each, overridesAre);
  let smallest = run;
  for (;;) {
    const next = firstFailing(smallerRuns(smallest, scenario === 'keep' ? nothing : smaller), stillFails);
    if (next === undefined) return smallest;
    smallest = next;
  }
}

/** The scenarios that are smaller than one, and may be tried. */
type Smaller = (scenario: Scenario) => Iterable<Scenario>;

const nothing: Smaller = () => [];

function* smallerRuns(run: Run, smallerThan: Smaller): Generator<Run> {
  if (smallerThan !== nothing && isLarge(run.scenario)) yield* smallerWithoutSearch(run, smallerThan);
  yield* shorterRuns(run);
  for (const smaller of smallerThan(run.scenario)) yield* runsIn(smaller, run);
  yield* calmerRuns(run);
}

/** The bounded search hardly sees a race where there are more of either. */
const MOST_BLOCKS = 1;
const MOST_PROCESSES = 4;

function isLarge(scenario: Scenario): boolean {
  return scenario.configuration.blocks > MOST_BLOCKS || processesOf(scenario).length > MOST_PROCESSES;
}

/**
 * What takes no search, for a scenario in which one takes long and sees little: without all actors that take no part in the
 * run, with fewer steps, and as far as the run is possible in smaller scenarios.
 */
function* smallerWithoutSearch(run: Run, smallerThan: Smaller): Generator<Run> {
  const busy = withActorsOf(run.scenario, new Set(run.steps.map(({ process }) => process)));
  if (busy !== run.scenario) yield replayLeniently(busy, run.steps);
  for (const candidates of [prefixes(run), withFewerSteps(run)]) {
    for (const candidate of candidates) if (candidate.length < run.length) yield candidate;
  }
  for (const smaller of smallerThan(run.scenario)) {
    for (const candidate of replays(smaller, run)) if (candidate.length <= run.length) yield candidate;
  }
}

function firstFailing(candidates: Iterable<Run>, fails: (run: Run) => boolean): Run | undefined {
  for (const candidate of candidates) if (fails(candidate)) return candidate;
  return undefined;
}
