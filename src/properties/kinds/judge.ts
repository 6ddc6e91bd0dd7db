/** What looks at every step of a search, and what it has found out of a property. */

import type { Move } from '../../checker/trace.js';
import type { KernelStep } from './kernel_step.js';

/** What is known of a property from a look at every step. */
export interface Judgement {
  /** How many steps it says something about. */
  readonly applied: number;
  /** The nearest step that is not as it should be. */
  readonly violation: BadStep | undefined;
}

export interface BadStep {
  /** The number of the state before the step. */
  readonly state: number;
  readonly move: Move;
  readonly wrong: string;
}

/** Looks at one step after another; `violation` stays the first. */
export interface Judge extends Judgement {
  look(step: KernelStep, state: number, process: number, branch: number): void;
}
