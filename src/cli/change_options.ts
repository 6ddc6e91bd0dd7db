/** The option that changes the model: single steps of it, edited as a mutant is. */

import type { Command } from 'commander';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import { errorText, UsageError } from './usage_error.js';

/** What the command line says of changes of the model. */
export interface AskedChange {
  /**
   * Loads it: for the scenarios that are asked.
   * @throws UsageError when there is no such change
   */
  load(): Promise<{ readonly change?: ChangeReference }>;
}

export function changeOptions(command: Command): AskedChange {
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
        throw new UsageError(`--edit: ${errorText(error)}`);
      }
    },
  };
}

const EDIT_HELP =
  "change a step of the model, such as 'leave out page_ref_inc in worker'; may be repeated; docs/edits.md has every form";
