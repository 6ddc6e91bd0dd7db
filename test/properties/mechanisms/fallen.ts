/** Which properties fall in a scenario, with or without edits of the model's steps. */

import { compileMutant, type Edit } from '../../../src/checker/mutate.js';
import { violatedIn } from '../../../src/properties/kinds/violated_in.js';
import { programOf } from '../../../src/scenario/program.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import { propertyNamed } from '../../named.js';

/** More than any of these scenarios has. */
const LIMITS = { maxStates: 500_000, afterViolation: 'explore' } as const;

/** The ids of those that are violated, among these. */
export function fallen(scenario: Scenario, ids: readonly string[], edits: readonly Edit[] = []): string[] {
  const program = programOf(scenario);
  const edited = edits.length === 0 ? program : compileMutant(program.system, edits, program);
  return violatedIn(edited, scenario, ids.map(propertyNamed), LIMITS);
}
