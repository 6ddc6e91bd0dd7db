/** A race with all that a format may show of it. */

import type { Program } from '../checker/system.js';
import { type ReplayedStep, replaySteps } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { propertyNamed } from '../properties/catalogue/all.js';
import { kindOf } from '../properties/kinds/index.js';
import { programOfTrace } from '../run/program_of_trace.js';
import type { Trace } from '../run/trace_file.js';
import type { Scenario } from '../scenario/scenario.js';

export interface ReplayedRace {
  readonly scenario: Scenario;
  /** Of which the steps are. */
  readonly program: Program<Kernel>;
  readonly steps: readonly ReplayedStep[];
  /** What is wrong after the last step, in one sentence. */
  readonly wrong: string;
  /** The index of the first of the steps that are then repeated for ever. Absent: the race ends. */
  readonly loop?: number;
  /** What is assumed of the actors, in one clause, where that matters. */
  readonly assumed?: string;
}

/** @throws naming the first step that is not possible */
export function replayRace(trace: Omit<Trace, 'foundBy'>, wrong: string): ReplayedRace {
  const { scenario, loop } = trace;
  const program = programOfTrace(trace);
  const { steps } = replaySteps(program, trace.steps);
  const property = trace.property === undefined ? undefined : propertyNamed(trace.property);
  const assumed = property === undefined ? undefined : kindOf(property).assumes;
  return {
    scenario,
    program,
    steps,
    wrong,
    ...(loop === undefined ? {} : { loop }),
    ...(assumed === undefined ? {} : { assumed }),
  };
}
