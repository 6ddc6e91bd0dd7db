/** Lenient replay as a run of a scenario: what is left of steps that were taken elsewhere. */

import { followLeniently, type StepName } from '../checker/follow_leniently.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { Run } from './run.js';

export type { StepName };

/** Makes the steps that can be made, in their order, and leaves out the others. */
export function replayLeniently(scenario: Scenario, steps: Iterable<StepName>): Run {
  const moves = followLeniently(programOf(scenario), steps);
  return new Run(
    scenario,
    moves.filter((move) => move !== undefined),
  );
}
