/** How a race is seen again: the command that draws it. */

import { isOfEdits } from '../scenario/loaded_changes.js';
import { tokenOf } from './token.js';
import type { Trace } from './trace_file.js';

/** `pageoffline replay TOKEN`, with the change of the model that must be loaded from its file. */
export function replayCommand(trace: Trace): string {
  const { change } = trace.scenario;
  const load = change === undefined || isOfEdits(change.file) ? '' : ` --change ${shellWord(change.file)}`;
  return `pageoffline replay ${tokenOf(trace)}${load}`;
}

const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
