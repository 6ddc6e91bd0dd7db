/** The program that a trace is a run of. */

import type { Program } from '../checker/system.js';
import { replaySteps, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { propertyNamed } from '../properties/catalogue/all.js';
import { kindOf } from '../properties/kinds/index.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Trace } from './trace_file.js';

/** Those that a trace which is kept for a property may be of: where systems are compared, two, and else that of the scenario. */
export function programsFor(scenario: Scenario, id: string | undefined): readonly Program<Kernel>[] {
  const property = id === undefined ? undefined : propertyNamed(id);
  const compared = property === undefined ? undefined : kindOf(property).programs?.(property, scenario);
  return compared ?? [programOf(scenario)];
}

/** The first of {@link programsFor} that can do all of the steps; the first of all where none can. */
export function programOfTrace({ scenario, property, steps }: Omit<Trace, 'foundBy'>): Program<Kernel> {
  const programs = programsFor(scenario, property);
  return programs.find((program) => programs.length === 1 || canDo(program, steps)) ?? programs[0];
}

function canDo(program: Program<Kernel>, steps: readonly TraceStep[]): boolean {
  try {
    replaySteps(program, steps);
    return true;
  } catch {
    return false;
  }
}
