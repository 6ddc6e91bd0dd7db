/** Whether a change of the model changes anything where it is asked: what it does not change proves nothing of it. */

import { isSameAutomaton } from '../checker/automaton.js';
import { errorMessage } from '../checker/error_message.js';
import { isWatched } from '../checker/mutate.js';
import { Search } from '../checker/search.js';
import { compileSystem } from '../checker/system.js';
import { systemOf, watchedSystemOf } from '../scenario/changed_model.js';
import { type ChangeReference, type KernelEdit, loadedChange } from '../scenario/loaded_changes.js';
import { programOf } from '../scenario/program.js';
import { type Scenario, withoutChange } from '../scenario/scenario.js';
import { asUsageError, UsageError } from './usage_error.js';

/**
 * @throws UsageError when an edit is about no step of any of the scenarios: with who does such steps there; or when it is soon
 * known to change nothing in any of them
 */
export function requireMet(scenarios: readonly Scenario[]): void {
  const changed = scenarios.filter(({ change }) => change !== undefined);
  const [{ change } = { change: undefined }] = changed;
  if (change === undefined) return;
  const met = new Set(asUsageError('the changed model', () => changed.flatMap(editsMetIn)));
  const unmet = loadedChange(change).edits.find((edit) => !met.has(edit));
  if (unmet !== undefined) throw new UsageError(unmetText(unmet, changed));
  requireEffect(changed);
}

/**
 * @param scenarios of one change, which is loaded
 * @throws UsageError when an edit is soon known to change nothing in any of them
 */
export function requireEffect(scenarios: readonly Scenario[]): void {
  const [{ change } = { change: undefined }] = scenarios;
  if (change === undefined) return;
  let idle = loadedChange(change).edits;
  for (const scenario of scenarios) {
    if (idle.length === 0) return;
    const idleHere = new Set(asUsageError('the changed model', () => editsIdleIn(scenario)));
    idle = idle.filter((edit) => idleHere.has(edit));
  }
  const [first] = idle;
  if (first === undefined) return;
  throw new UsageError(
    `"${change.title}" changes nothing in configuration ${namesOf(scenarios)}: what it says of ${first.action} is so there anyway`,
  );
}

/** In so many states it is looked for a step that an edit alters: these take no second. */
const MOST_STATES = 10_000;
/** Between looks whether one was found. */
const STATES_AT_ONCE = 250;

/** The edits that are soon known to change nothing there: the program is the same, or no step of it is ever altered. */
function editsIdleIn(scenario: Scenario): readonly KernelEdit[] {
  const { system, met, unaltered } = watchedSystemOf(scenario);
  const program = compileSystem(system);
  const before = programOf(withoutChange(scenario));
  const { edits } = met();
  if (program.automata.every((automaton, i) => isSameAutomaton(automaton, before.automata[i]))) return edits;
  if (!edits.some(isWatched)) return [];
  const search = new Search(program, { maxStates: MOST_STATES });
  while (unaltered().length > 0 && !search.run(STATES_AT_ONCE));
  return search.done && search.incomplete === undefined ? unaltered() : [];
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
  const where = namesOf(scenarios);
  if (calls.length === 0) return `nobody does ${asked} in configuration ${where}`;
  const who = process === undefined ? 'nobody' : `no ${process}`;
  return `${who} does ${asked} in configuration ${where}: there are ${[...new Set(calls)].join(', ')}`;
}

const namesOf = (scenarios: readonly Scenario[]): string =>
  [...new Set(scenarios.map(({ configuration: { name } }) => name))].join(', ');

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
