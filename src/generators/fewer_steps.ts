/** Runs with fewer steps, by leaving steps out and replaying the rest leniently. */

import { follow } from '../checker/walk.js';
import { replayLeniently } from '../run/lenient_replay.js';
import type { Run } from '../run/run.js';

/** Half the run, then three quarters, and so on: the longest by one step less. */
export function* prefixes(run: Run): Generator<Run> {
  for (let cut = Math.ceil(run.length / 2); cut > 1; cut = Math.ceil(cut / 2)) yield run.prefix(run.length - cut);
  if (run.length > 0) yield run.prefix(run.length - 1);
}

/** Large removals first: a whole process, then whole rounds of its loops, then ever smaller chunks of it, and of the run. */
export function* withFewerSteps(run: Run): Generator<Run> {
  for (const gone of removals(run)) {
    yield replayLeniently(
      run.scenario,
      run.steps.filter((_, i) => !gone.has(i)),
    );
  }
}

function* removals(run: Run): Generator<ReadonlySet<number>> {
  const mine = stepsByProcess(run);
  for (const steps of mine) yield new Set(steps);
  const locations = locationsBefore(run);
  for (const steps of mine) yield* rounds(steps, locations);
  for (const steps of mine) yield* chunks(steps);
  yield* chunks([...run.moves.keys()]);
}

/** The places of each process's steps in the run. */
function stepsByProcess(run: Run): number[][] {
  const mine = new Map<number, number[]>();
  for (const [i, { process }] of run.moves.entries()) mine.set(process, [...(mine.get(process) ?? []), i]);
  return [...mine.values()];
}

/** Where the process that makes a step is before it, step by step. */
function locationsBefore(run: Run): number[] {
  const locations: number[] = [];
  follow(run.program, run.moves, (_, after, { pc }) => {
    const next = run.moves.at(after);
    if (after < run.length && next !== undefined) locations.push(pc[next.process]);
    return false;
  });
  return locations;
}

/** What a process does between two visits to one location: from each visit to its last, then to its next. */
function* rounds(steps: readonly number[], locations: readonly number[]): Generator<ReadonlySet<number>> {
  const visits = new Map<number, number[]>();
  for (const [k, i] of steps.entries()) {
    visits.set(locations[i], [...(visits.get(locations[i]) ?? []), k]);
  }
  for (const at of visits.values()) {
    for (const [v, from] of at.slice(0, -1).entries()) {
      yield new Set(steps.slice(from, at.at(-1)));
      yield new Set(steps.slice(from, at[v + 1]));
    }
  }
}

/** Halves, quarters, and so on down to single steps. */
function* chunks(steps: readonly number[]): Generator<ReadonlySet<number>> {
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length; from += size) yield new Set(steps.slice(from, from + size));
  }
}
