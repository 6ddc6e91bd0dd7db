/** Whether a change of the model touches anything where it is asked: what it does not touch proves nothing of it. */

import { errorMessage } from '../checker/error_message.js';
import { compileSystem } from '../checker/system.js';
import { systemOf } from '../scenario/changed_model.js';
import { type ChangeReference, type KernelEdit, loadedChange } from '../scenario/loaded_changes.js';
import { programOf } from '../scenario/program.js';
import { type Scenario, withoutChange } from '../scenario/scenario.js';
import { asUsageError, UsageError } from './usage_error.js';

/** @throws UsageError when an edit is about no step of any of the scenarios: with who does such steps there */
export function requireMet(scenarios: readonly Scenario[]): void {
  const changed = scenarios.filter(({ change }) => change !== undefined);
  const [{ change } = { change: undefined }] = changed;
  if (change === undefined) return;
  const met = new Set(asUsageError('the changed model', () => changed.flatMap(editsMetIn)));
  const unmet = loadedChange(change).edits.find((edit) => !met.has(edit));
  if (unmet !== undefined) throw new UsageError(unmetText(unmet, changed));
}

/**
 * The work on a model that may be changed.
 * @throws UsageError what goes wrong in a model that is: it is the change that is wrong
 */
export async function underChange<T>(change: ChangeReference | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (change === undefined || error instanceof UsageError) throw error;
    const [first] = errorMessage(error).split('\n');
    throw new UsageError(`the changed model: ${first}`);
  }
}

function editsMetIn(scenario: Scenario): readonly KernelEdit[] {
  const { system, met } = systemOf(scenario);
  compileSystem(system);
  return met().edits;
}

function unmetText({ action, process, args }: KernelEdit, scenarios: readonly Scenario[]): string {
  const calls = scenarios.flatMap((scenario) => callsOf(action, scenario));
  const asked = `${action}${args === undefined ? '' : `(${args.join(', ')})`}`;
  const where = [...new Set(scenarios.map(({ configuration: { name } }) => name))].join(', ');
  if (calls.length === 0) return `nobody does ${asked} in configuration ${where}`;
  const who = process === undefined ? 'nobody' : `no ${process}`;
  return `${who} does ${asked} in configuration ${where}: there are ${[...new Set(calls)].join(', ')}`;
}

/** `page_ref_inc(0) in worker` */
function callsOf(name: string, scenario: Scenario): string[] {
  const { automata } = programOf(withoutChange(scenario));
  return automata.flatMap(({ process, locations }) =>
    locations
      .flatMap(({ branches }) => branches)
      .filter(({ action }) => action?.name === name)
      .map(({ args }) => `${name}${args.length === 0 ? '' : `(${args.join(', ')})`} in ${process}`),
  );
}
