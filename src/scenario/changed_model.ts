/** The system of a scenario with its change at work: other functions in place of procedures, and edits of steps. */

import { editSystem } from '../checker/mutate.js';
import { type AnyProcedure, type Replacements, withReplacements } from '../checker/procedure.js';
import type { System } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { kernelSystem } from '../model/system.js';
import { type KernelEdit, loadedChange } from './loaded_changes.js';
import { type Scenario, switchesIn } from './scenario.js';

/** Which parts of a change a system has met, to be asked when it is compiled. */
export interface Met {
  readonly edits: readonly KernelEdit[];
  /** The names of the procedures that were called. */
  readonly procedures: readonly string[];
}

export interface ChangedSystem {
  readonly system: System<Kernel>;
  met(): Met;
}

/** A changed system whose edits take note of what they alter. */
export interface WatchedSystem extends ChangedSystem {
  /** The edits of what steps say, see or write that have altered no step which was done so far. */
  unaltered(): readonly KernelEdit[];
}

/**
 * The system of a scenario, with its change at work.
 * @param switches those of the scenario, in a form that its caller needs
 * @throws when its change is not loaded
 */
export function systemOf(scenario: Scenario, switches = switchesIn(scenario)): ChangedSystem {
  return underChange(scenario, kernelSystem(scenario.configuration, switches));
}

/** As {@link systemOf}, for the question what its edits alter. @throws when its change is not loaded */
export function watchedSystemOf(scenario: Scenario): WatchedSystem {
  return underChange(scenario, kernelSystem(scenario.configuration, switchesIn(scenario)), { watched: true });
}

/** A system that was made for a scenario, with the scenario's change at work. @throws when it is not loaded */
export function underChange({ change }: Scenario, system: System<Kernel>, { watched = false } = {}): WatchedSystem {
  if (change === undefined) return { system, met: () => ({ edits: [], procedures: [] }), unaltered: () => [] };
  const found = loadedChange(change);
  const called = new Set<string>();
  const procedures = noting(found.procedures, called);
  const replaced = {
    ...system,
    processes: system.processes.map(({ name, run }) => ({ name, run: () => withReplacements(procedures, run) })),
  };
  const edited = editSystem(replaced, found.edits, { watched });
  return {
    system: edited.system,
    met: () => {
      const unmet = edited.unmet();
      return { edits: found.edits.filter((edit) => !unmet.includes(edit)), procedures: [...called] };
    },
    unaltered: edited.unaltered,
  };
}

function noting(procedures: Replacements, called: Set<string>): Replacements {
  const noted = ([name, run]: [string, AnyProcedure]): [string, AnyProcedure] => [
    name,
    (...args: never) => {
      called.add(name);
      return run(...args);
    },
  ];
  return new Map([...procedures].map(noted));
}
