/** The trace that a replay token stands for, once its scenario is known. Loads no forms of files: most tokens change nothing. */

import { CONFIGURATIONS } from '../model/configurations.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../model/designs.js';
import { propertyNamed } from '../properties/catalogue/all.js';
import type { Scenario } from '../scenario/scenario.js';
import { stepsOfToken, type TokenParts } from './token.js';
import type { Trace } from './trace_file.js';

/** The scenario of a token that changes nothing of what it names; undefined: it does, or names what there is not. */
export function unchangedScenario({ design, kernel, configuration, changes }: TokenParts): Scenario | undefined {
  const isChanged = Object.values(changes).some((values) => Object.keys(values).length > 0);
  const named = {
    design: DESIGN_IDS.find((id) => id === design),
    kernel: KERNEL_VERSIONS.find((version) => version === kernel),
    configuration: CONFIGURATIONS.find(({ name }) => name === configuration),
  };
  if (isChanged || named.design === undefined || named.kernel === undefined || named.configuration === undefined)
    return undefined;
  return { design: named.design, kernel: named.kernel, configuration: named.configuration, overrides: {} };
}

/** @throws one line that says what is wrong with the token, or that the model is of another version than its maker's */
export function traceAlong(scenario: Scenario, parts: TokenParts): Trace {
  const { foundBy, property, loop } = parts;
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
