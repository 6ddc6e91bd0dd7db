/** Decides what is said of steps, in one pass over the transitions between the states that a search has stored. */

import type { Search } from '../checker/search.js';
import type { Move } from '../checker/trace.js';
import { visitTransitions } from '../checker/transitions.js';
import type { Kernel } from '../model/state.js';
import type { DependenceProperty, KernelStep, Property, StepProperty } from './property.js';

export type SaidOfSteps = StepProperty | DependenceProperty;

export const isSaidOfSteps = (property: Property): property is SaidOfSteps =>
  property.kind === 'step' || property.kind === 'dependence';

/** What came of one property. */
export interface StepFinding {
  /** How many steps it says something about. */
  readonly applied: number;
  /** The nearest step that is not as it should be. */
  readonly violation: StepViolation | undefined;
}

export interface StepViolation {
  /** The state before the step. */
  readonly state: number;
  readonly move: Move;
  /** What is wrong with it, in one sentence. */
  readonly wrong: string;
}

/** In the order of the properties. */
export function decideSteps(search: Search<Kernel>, properties: readonly SaidOfSteps[]): StepFinding[] {
  const judges = properties.map((property) => new Judge(property));
  if (judges.length === 0) return [];
  visitTransitions(search, (step, state, process, branch) => {
    for (const judge of judges) judge.look(step, state, process, branch);
  });
  return judges;
}

/** What is known of one property so far. */
class Judge implements StepFinding {
  applied = 0;
  violation: StepViolation | undefined;
  readonly #property: SaidOfSteps;
  readonly #results = new Map<string, string>();

  constructor(property: SaidOfSteps) {
    this.#property = property;
  }

  look(step: KernelStep, state: number, process: number, branch: number): void {
    if (!this.#property.concerns(step)) return;
    this.applied++;
    if (this.violation !== undefined) return;
    const wrong = this.#judge(step);
    if (wrong !== undefined) this.violation = { state, move: { process, branch }, wrong };
  }

  #judge(step: KernelStep): string | undefined {
    const property = this.#property;
    if (property.kind === 'step') return property.broken(step) ? property.wrong(step) : undefined;
    const on = property.on(step);
    const result = property.result(step);
    const known = this.#results.get(on) ?? result;
    this.#results.set(on, known);
    return known === result ? undefined : property.wrong;
  }
}
