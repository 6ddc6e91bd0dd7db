/** One look at the states of the model that a search came to: in how many states properties say anything, and at which faults it halts. */

import type { ModelStates } from '../../checker/model_states.js';
import type { Question } from '../../checker/question.js';
import { createWorkspace, type Program } from '../../checker/system.js';
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
  { program, modelStates }: Stored,
  properties: readonly Property[],
  named: readonly InvariantProperty[],
): StateSurvey {
  if (properties.length === 0) return { applied: new Map(), halts: [] };
  const applied = properties.flatMap((property): [string, number][] => {
    const antecedent = kindOf(property).antecedent?.(property);
    return antecedent === undefined ? [] : [[property.id, modelStates.count(antecedent)]];
  });
  return { applied: new Map(applied), halts: haltsIn(program, modelStates, named) };
}

/** What a property asks of all states, if it is no invariant, or beside that. */
export function askedBy(property: Property): Question<Kernel>[] {
  const { antecedent, questions } = kindOf(property);
  const all = [...(antecedent === undefined ? [] : [antecedent(property)]), ...(questions?.(property) ?? [])];
  return all.map((asks, i) => ({ id: `${property.id} ${i}`, asks }));
}

/** What is asked of all states where properties are decided from a search. */
export function questionsOf({ system }: Program<Kernel>, properties: readonly Property[]): Question<Kernel>[] {
  const asked = properties.flatMap(askedBy);
  return system.halted === undefined ? asked : [...asked, { id: 'halted', asks: system.halted }];
}

function haltsIn(
  program: Program<Kernel>,
  modelStates: ModelStates<Kernel>,
  named: readonly InvariantProperty[],
): Halt[] {
  const { halted } = program.system;
  if (halted === undefined) return [];
  const workspace = createWorkspace(program);
  const load = modelStates.loaderInto(workspace);
  const { state: k } = workspace;
  const isHalted = modelStates.askModels(halted);
  const halts = new Map<number, Halt>();
  for (let model = 0; model < modelStates.size; model++) {
    if (!isHalted(model)) continue;
    load(model);
    if (halts.has(k.oops[0])) continue;
    halts.set(k.oops[0], haltAt(k, program.layout.valueName('oops', k.oops[0]), named));
  }
  return [...halts].sort(([a], [b]) => a - b).map(([, halt]) => halt);
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
