/** Options that change the model: single steps of it, edited as a mutant is, or a change from a file. */

import { type Command, Option } from 'commander';
import type { RegisteredChange } from '../change/registered.js';
import { errorMessage } from '../checker/error_message.js';
import { type ChangeReference, isOfEdits } from '../scenario/loaded_changes.js';
import type { Other } from './against.js';
import { askedScenario, type ModelOptions } from './model_options.js';
import { asUsageError, UsageError } from './usage_error.js';

/** What the command line says of edits of the model. */
export interface AskedEdits {
  /**
   * Loads them: for the scenarios that are asked.
   * @throws UsageError when there is no such change
   */
  load(): Promise<{ readonly change?: ChangeReference }>;
}

/** What the command line says of changes of the model. */
export interface AskedChange extends AskedEdits {
  /**
   * What the verdicts are to be held against; undefined: nothing.
   * @throws UsageError when there is no such thing
   */
  against(): Promise<Other | undefined>;
}

export function changeOptions(command: Command): AskedChange {
  // What is printed is a comparison: it has a form of its own.
  command.addOption(new Option('--against <what>', AGAINST_HELP).conflicts(['format', 'save', 'neverTaken']));
  return {
    ...editOptions(command),
    against: async () => {
      const { against } = command.opts<{ readonly against?: string }>();
      return against === undefined ? undefined : (await import('./against.js')).readOther(against);
    },
  };
}

export function editOptions(command: Command): AskedEdits {
  command.option('--edit <sentence>', EDIT_HELP, (sentence: string, before: readonly string[] = []) => [
    ...before,
    sentence,
  ]);
  return {
    load: async () => {
      const { edit } = command.opts<{ readonly edit?: readonly string[] }>();
      if (edit === undefined) return {};
      // Loaded when it is asked for: no other command needs the time.
      const { changeOfEdits, nameOfEdits } = await import('../change/edit_words.js');
      try {
        return { change: changeOfEdits(nameOfEdits(edit)).reference };
      } catch (error) {
        throw new UsageError(`--edit: ${errorMessage(error)}`);
      }
    },
  };
}

/** What is asked, changed as the command line says: with what the change sets and configures. */
export type Changed = <T extends Unchanged>(options: T) => T & Pick<ModelOptions, 'change'>;

type Unchanged = Omit<ModelOptions, 'change' | 'property'>;

/** Edits, or a change from a file, for commands that ask of one model. What the file declares is known only once it is loaded. */
export function editOrFileOptions(command: Command): { load(): Promise<Changed> } {
  command.addOption(
    new Option('--change <file>', 'a change of the model: .ts, .mts, .js, .mjs or .json').conflicts('edit'),
  );
  const edits = editOptions(command);
  return {
    load: async () => {
      const { change: file } = command.opts<{ readonly change?: string }>();
      if (file === undefined) {
        const edited = await edits.load();
        return (options) => ({ ...options, ...edited });
      }
      const registered = await loadChangeFile(file);
      const { changedScenario } = await import('../change/registered.js');
      return (options) => {
        const scenario = asUsageError('--change', () => changedScenario(askedScenario(options), registered));
        const { configuration, overrides: set } = scenario;
        return { ...options, configuration, set, change: registered.reference };
      };
    },
  };
}

const AGAINST_HELP =
  'hold the verdicts against those of another design, kernel, set of switches (name=value) or change (a file, or edit:EDIT): what falls here and holds there';

const EDIT_HELP =
  "change a step of the model, such as 'leave out page_ref_inc in worker'; may be repeated; docs/edits.md has every form";

/** @throws UsageError when there is no such change, or it is wrong */
export async function loadChangeFile(file: string): Promise<RegisteredChange> {
  // Loaded when it is asked for: no other command needs the time.
  const { loadChange } = await import('../change/load.js');
  return loadChange(file).catch((error: unknown) => {
    throw new UsageError(errorMessage(error));
  });
}

/**
 * Sentences are data, and safe to load; a file is code, which only who asks for it may name.
 * @param change as a scenario names one, not looked at yet; what is wrong with it is said when it is read whole
 */
export function sentencesOf(change: unknown): string | undefined {
  if (typeof change !== 'object' || change === null || !('file' in change)) return undefined;
  return typeof change.file === 'string' && isOfEdits(change.file) ? change.file : undefined;
}
