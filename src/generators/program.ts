/** The compiled program of a scenario, kept, since compiling takes longer than a thousand runs. */

import { compileSystem, type Program } from '../checker/system.js';
import { switchesOf } from '../model/designs.js';
import type { Kernel } from '../model/state.js';
import { kernelSystem } from '../model/system.js';
import { Recent } from './recent.js';
import type { Scenario } from './scenario.js';

const programs = new Recent<Program<Kernel>>(64);

/** @throws when the model cannot be compiled for the scenario, see `compile` */
export function programOf(scenario: Scenario): Program<Kernel> {
  return programs.get(scenarioKey(scenario), () => {
    const { design, kernel, configuration, changed } = scenario;
    return compileSystem(kernelSystem(configuration, switchesOf(design, kernel, changed)));
  });
}

/** Equal for scenarios that compile to the same program; a configuration's name is left out. */
export function scenarioKey({ design, kernel, configuration, changed }: Scenario): string {
  return JSON.stringify([design, kernel, { ...configuration, name: '' }, changed]);
}
