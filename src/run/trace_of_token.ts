/** Replay tokens read: the trace that a token stands for. */

import { readScenario } from '../scenario/schema.js';
import { configurationOfToken, readToken } from './token.js';
import { traceAlong } from './trace_along.js';
import type { Trace } from './trace_file.js';

/** @throws one line that says what is wrong with the token, or that the model is of another version than its maker's */
export function traceOfToken(text: string): Trace {
  const parts = readToken(text);
  const { design, kernel, changes } = parts;
  const configuration = configurationOfToken(parts);
  const changed = changes.change === undefined ? {} : { change: changes.change };
  return traceAlong(readScenario({ design, kernel, configuration, overrides: changes.switches, ...changed }), parts);
}
