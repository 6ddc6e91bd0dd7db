/** Replay tokens read: the trace that a token stands for. */

import { propertyNamed } from '../properties/catalogue/all.js';
import { readScenario } from '../scenario/schema.js';
import { configurationOfToken, readToken, stepsOfToken } from './token.js';
import type { Trace } from './trace_file.js';

/** @throws one line that says what is wrong with the token, or that the model is of another version than its maker's */
export function traceOfToken(text: string): Trace {
  const parts = readToken(text);
  const { design, kernel, changes, foundBy, property, loop } = parts;
  const configuration = configurationOfToken(parts);
  const changed = changes.change === undefined ? {} : { change: changes.change };
  const scenario = readScenario({ design, kernel, configuration, overrides: changes.switches, ...changed });
  if (property !== undefined && propertyNamed(property) === undefined) {
    throw new Error(`no property is called ${property}`);
  }
  const steps = stepsOfToken(scenario, parts);
  if (loop !== undefined && loop >= steps.length) throw new Error('damaged: no steps stand behind its .');
  return {
    scenario,
    foundBy,
    ...(property === undefined ? {} : { property }),
    ...(loop === undefined ? {} : { loop }),
    steps,
  };
}
