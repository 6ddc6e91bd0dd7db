/** A schedule of one design carried to another: what the other makes of it, step by step, and where the two part. */

import { likest } from '../checker/follow_leniently.js';
import { type Move, Replay, type ReplayedStep, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { Timeline } from './timeline.js';

/** What the other design makes of one step of the schedule. */
export interface CarriedStep {
  /** Steps of the same process that the schedule does not have, made to come to where the step is possible. */
  readonly before: readonly ReplayedStep[];
  /** Absent: the step is not possible there, and was skipped. */
  readonly step?: ReplayedStep;
}

/** A schedule as it goes under another design. */
export interface Carried {
  /** The run of the other design. */
  readonly timeline: Timeline;
  readonly steps: readonly CarriedStep[];
  /** How many steps the other run has made after so many of the schedule, from 0 on. */
  readonly progress: readonly number[];
  /** The first step of the schedule, from 0, that went otherwise; absent: none. */
  readonly parts?: number;
  readonly skipped: number;
}

/** The most steps that a process makes by itself to come to where the schedule goes on. */
const MOST_BEFORE = 2;

/** Makes the steps of a schedule under another design, as far as they can be made there. */
export function carry(schedule: Timeline, other: Scenario): Carried {
  const ways = waysOf(schedule.steps, new Replay(programOf(other)));
  const timeline = new Timeline(other, ways.flat());
  const progress = [0];
  for (const way of ways) progress.push(progress[progress.length - 1] + way.length);
  const steps = ways.map((_, i): CarriedStep => {
    const made = timeline.steps.slice(progress[i], progress[i + 1]);
    return made.length === 0 ? { before: [] } : { before: made.slice(0, -1), step: made[made.length - 1] };
  });
  const parts = steps.findIndex(
    ({ before, step }, i) => before.length > 0 || step === undefined || step.outcome !== schedule.steps[i].outcome,
  );
  return {
    timeline,
    steps,
    progress,
    skipped: steps.filter(({ step }) => step === undefined).length,
    ...(parts < 0 ? {} : { parts }),
  };
}

/** For each step the moves that end with it; none where it is skipped. */
function waysOf(steps: readonly TraceStep[], replay: Replay<Kernel>): Move[][] {
  return steps.map((step) => {
    const process = replay.program.automata.findIndex((automaton) => automaton.process === step.process);
    // Of an actor that the other knows nothing of.
    if (process < 0) return [];
    for (let before = 0; before <= MOST_BEFORE; before++) {
      const way = wayTo(step, process, before, replay);
      if (way !== undefined) return way;
    }
    return [];
  });
}

/** Makes `before` moves of the process and then the step; or returns undefined, the state unchanged. */
function wayTo(step: TraceStep, process: number, before: number, replay: Replay<Kernel>): Move[] | undefined {
  if (before === 0) return makeStep(step, process, replay);
  const { words } = replay.workspace;
  const here = words.slice();
  for (const branch of replay.branches(process).keys()) {
    const move = { process, branch };
    const rest = replay.move(move) === undefined ? undefined : wayTo(step, process, before - 1, replay);
    if (rest !== undefined) return [move, ...rest];
    words.set(here);
  }
  return undefined;
}

function makeStep(step: TraceStep, process: number, replay: Replay<Kernel>): Move[] | undefined {
  const branches = replay.branches(process);
  const branch = likest(branches, step);
  if (branch < 0 || branches[branch].args.join() !== step.args.join()) return undefined;
  const move = { process, branch };
  return replay.move(move) === undefined ? undefined : [move];
}
