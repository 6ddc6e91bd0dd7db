/** Runs with fewer context switches, by moving what a process does in one go to where it acts before or after. */

import { replayLeniently } from '../run/lenient_replay.js';
import type { Run } from '../run/run.js';

/** Steps that one process makes in one go, by their places in the run. */
interface Go {
  readonly process: number;
  readonly steps: readonly number[];
}

/** With a go less at least; a step that is not possible any more is left out, which makes no go of one. */
export function* calmerRuns(run: Run): Generator<Run, undefined> {
  for (const order of reorderings(goesOf(run))) {
    const steps = order.flatMap((go) => go.steps.map((i) => run.steps[i]));
    yield replayLeniently(run.scenario, steps);
  }
}

function goesOf(run: Run): Go[] {
  const goes: { process: number; steps: number[] }[] = [];
  for (const [i, { process }] of run.moves.entries()) {
    const current = goes.at(-1);
    if (current?.process === process) current.steps.push(i);
    else goes.push({ process, steps: [i] });
  }
  return goes;
}

/** Each go of a process made together with its go before, either then or now. */
function* reorderings(goes: readonly Go[]): Generator<Go[]> {
  for (const [later, go] of goes.entries()) {
    const earlier = goes.findLastIndex(({ process }, i) => i < later && process === go.process);
    if (earlier < 0) continue;
    yield goes.toSpliced(later, 1).toSpliced(earlier + 1, 0, go);
    yield goes.toSpliced(later, 0, goes[earlier]).toSpliced(earlier, 1);
  }
}
