/** The compiled program of a scenario, kept, since compiling takes longer than a thousand runs. */

import { type KeptAutomaton, keepAutomaton, restoreAutomaton } from '../checker/kept_automaton.js';
import { knowAs } from '../checker/known_texts.js';
import { compileSystem, type Program, type System } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { type ChangedSystem, type Met, systemOf } from './changed_model.js';
import { keptPrograms } from './kept_programs.js';
import { Recent } from './recent.js';
import { digestOf, type Scenario } from './scenario.js';

interface Compiled {
  readonly program: Program<Kernel>;
  readonly met: ChangedSystem['met'];
}

const programs = new Recent<Compiled>(64);

function compiled(scenario: Scenario): Compiled {
  const digest = digestOf(scenario);
  return programs.get(digest, () => {
    const { system, met } = systemOf(scenario);
    // What a change replaces is code that no digest here knows.
    if (scenario.change !== undefined) return { program: compileSystem(system), met };
    const program = keptOrCompiled(digest, system);
    knowAs(program, digest);
    return { program, met };
  });
}

function keptOrCompiled(digest: string, system: System<Kernel>): Program<Kernel> {
  const known = restored(system, keptPrograms().get(digest));
  if (known !== undefined) return known;
  const program = compileSystem(system);
  keptPrograms().keep(digest, program.automata.map(keepAutomaton));
  return program;
}

/** Undefined when what was kept is not of this system. */
function restored(system: System<Kernel>, automata: readonly KeptAutomaton[] | undefined): Program<Kernel> | undefined {
  if (automata === undefined) return undefined;
  try {
    return compileSystem(system, (name, run) => {
      const kept = automata.find(({ process }) => process === name);
      if (kept === undefined) throw new Error(`no process ${name} was kept`);
      return restoreAutomaton(kept, run);
    });
  } catch {
    return undefined;
  }
}

/** @throws when the model cannot be compiled for the scenario, see `compile`, or its change is not loaded */
export const programOf = (scenario: Scenario): Program<Kernel> => compiled(scenario).program;

/** Which parts of its change the scenario's program has. @throws as {@link programOf} */
export const metOf = (scenario: Scenario): Met => compiled(scenario).met();
