/** One look at the states of the model that a search came to: in how many states properties say anything, and at which faults it halts. */

import { createWorkspace } from '../../checker/system.js';
import { type Kernel, Oops } from '../../model/state.js';
import type { Property } from '../property.js';
import type { Halt } from '../verdict.js';
import type { Stored } from './explored.js';
import { kindOf } from './index.js';
import type { InvariantProperty } from './invariant.js';

export interface StateSurvey {
  /** By the ids of the properties that are said of states. */
  readonly applied: ReadonlyMap<string, number>;
  readonly halts: readonly Halt[];
}

/** @param named those that say what is wrong where the model halts */
export function surveyStates(
  { program, store, modelStates }: Stored,
  properties: readonly Property[],
  named: readonly InvariantProperty[],
): StateSurvey {
  if (properties.length === 0) return { applied: new Map(), halts: [] };
  const workspace = createWorkspace(program);
  const load = modelStates.loaderInto(workspace);
  const { state: k } = workspace;
  const asked = properties.flatMap((property) => {
    const antecedent = kindOf(property).antecedent?.(property);
    return antecedent === undefined ? [] : [{ id: property.id, antecedent }];
  });
  const antecedents = asked.map(({ antecedent }) => antecedent);
  const counts = asked.map(() => 0);
  const sharing = new Int32Array(modelStates.size);
  for (let state = 0; state < store.size; state++) sharing[modelStates.of(state)]++;
  const halts = new Map<number, Halt>();
  for (let state = 0; state < modelStates.size; state++) {
    load(state);
    for (let i = 0; i < antecedents.length; i++) if (antecedents[i](k)) counts[i] += sharing[state];
    if (program.system.halted?.(k) !== true || halts.has(k.oops[0])) continue;
    halts.set(k.oops[0], haltAt(k, program.layout.valueName('oops', k.oops[0]), named));
  }
  return {
    applied: new Map(asked.map(({ id }, i) => [id, counts[i]])),
    halts: [...halts].sort(([a], [b]) => a - b).map(([, halt]) => halt),
  };
}

/** Named by those that the fault alone violates, not by what is wrong there besides. */
function haltAt(k: Kernel, fault: string, named: readonly InvariantProperty[]): Halt {
  const violated = () => named.filter(({ violator }) => violator(k) >= 0);
  const atFault = violated();
  const oops = k.oops[0];
  k.oops[0] = Oops.NONE;
  const besides = violated();
  k.oops[0] = oops;
  return { fault, violates: atFault.filter((property) => !besides.includes(property)).map(({ id }) => id) };
}
