/** The compiled program of a scenario, kept, since compiling takes longer than a thousand runs. */

import { compileSystem, type Program } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { systemOf } from './changed_model.js';
import { Recent } from './recent.js';
import { digestOf, type Scenario } from './scenario.js';

const programs = new Recent<Program<Kernel>>(64);

/** @throws when the model cannot be compiled for the scenario, see `compile`, or its change is not loaded */
export function programOf(scenario: Scenario): Program<Kernel> {
  return programs.get(digestOf(scenario), () => compileSystem(systemOf(scenario).system));
}
