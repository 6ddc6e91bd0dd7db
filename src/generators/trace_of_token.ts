/** Replay tokens as traces, the form that a file has. */

import { parseTraceFile, TRACE_FORMAT, type TraceFile } from '../model/trace_file.js';
import { configurationOfToken, readToken, stepsOfToken } from './token.js';

/** @throws one line that says what is wrong with the token, or that the model is of another version than its maker's */
export function traceOfToken(text: string): TraceFile {
  const parts = readToken(text);
  const { design, kernel, changes, property, loop } = parts;
  const scenario = parseTraceFile(
    JSON.stringify({
      format: TRACE_FORMAT,
      design,
      kernel,
      switches: changes.switches,
      configuration: configurationOfToken(parts),
      property,
      steps: [],
    }),
  );
  const steps = stepsOfToken({ ...scenario, changed: scenario.switches }, parts);
  if (loop !== undefined && loop >= steps.length) throw new Error('damaged: no steps stand behind its .');
  return { ...scenario, ...(loop === undefined ? {} : { loop }), steps };
}
