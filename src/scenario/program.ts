/** The compiled program of a scenario, kept, since compiling takes longer than a thousand runs. */

import { compileSystem, type Program } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { kernelSystem } from '../model/system.js';
import { Recent } from './recent.js';
import { digestOf, type Scenario, switchesIn } from './scenario.js';

const programs = new Recent<Program<Kernel>>(64);

/** @throws when the model cannot be compiled for the scenario, see `compile` */
export function programOf(scenario: Scenario): Program<Kernel> {
  return programs.get(digestOf(scenario), () =>
    compileSystem(kernelSystem(scenario.configuration, switchesIn(scenario))),
  );
}
