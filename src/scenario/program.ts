/** The compiled program of a scenario, kept, since compiling takes longer than a thousand runs. */

import { compileSystem, type Program } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { type ChangedSystem, type Met, systemOf } from './changed_model.js';
import { Recent } from './recent.js';
import { digestOf, type Scenario } from './scenario.js';

interface Compiled {
  readonly program: Program<Kernel>;
  readonly met: ChangedSystem['met'];
}

const programs = new Recent<Compiled>(64);

function compiled(scenario: Scenario): Compiled {
  return programs.get(digestOf(scenario), () => {
    const { system, met } = systemOf(scenario);
    return { program: compileSystem(system), met };
  });
}

/** @throws when the model cannot be compiled for the scenario, see `compile`, or its change is not loaded */
export const programOf = (scenario: Scenario): Program<Kernel> => compiled(scenario).program;

/** Which parts of its change the scenario's program has. @throws as {@link programOf} */
export const metOf = (scenario: Scenario): Met => compiled(scenario).met();
