/** The program that a trace is a run of. */

import { compileSystem, type Program } from '../checker/system.js';
import { replaySteps } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { ALL_PROPERTIES } from '../properties/all.js';
import { programOf } from '../scenario/program.js';
import { switchesIn } from '../scenario/scenario.js';
import type { Trace } from './trace_file.js';

/** That of its scenario; the race of a comparison may be of the system that the scenario is compared with. */
export function programOfTrace({ scenario, property: id, steps }: Omit<Trace, 'foundBy'>): Program<Kernel> {
  const property = ALL_PROPERTIES.find((each) => each.id === id);
  if (property?.kind !== 'comparison') return programOf(scenario);
  const [one, other] = property.systems(scenario.configuration, switchesIn(scenario)).map(compileSystem);
  try {
    replaySteps(one, steps);
    return one;
  } catch {
    return other;
  }
}
