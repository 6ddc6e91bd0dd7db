/** What must be true of every step that any process takes in a reachable state. */

import type { Sentence } from '../sentence.js';
import type { Judge } from './judge.js';
import type { KernelStep } from './kernel_step.js';
import type { Kind, NamedRun, Recheck } from './kind.js';
import { nearestBadStep } from './steps.js';
import { transitionsOf } from './transitions_of.js';

/** Must be true of every step that any process takes in a reachable state. */
export interface StepProperty extends Sentence {
  readonly kind: 'step';
  /** Whether it says anything about this step. */
  readonly concerns: (step: KernelStep) => boolean;
  /** Whether a step that it concerns is not as it should be. */
  readonly broken: (step: KernelStep) => boolean;
  /** One sentence: what is wrong with such a step. */
  readonly wrong: (step: KernelStep) => string;
}

export const step: Kind<StepProperty> = {
  judge: (property) => new StepJudge(property),
  isToldByRun: true,
  needs: () => 'everything',
  decide: nearestBadStep,
  recheck,
};

class StepJudge implements Judge {
  applied = 0;
  violation: Judge['violation'];
  readonly #property: StepProperty;

  constructor(property: StepProperty) {
    this.#property = property;
  }

  look: Judge['look'] = (at, state, process, branch) => {
    const { concerns, broken, wrong } = this.#property;
    if (!concerns(at)) return;
    this.applied++;
    if (this.violation !== undefined || !broken(at)) return;
    this.violation = { state, move: { process, branch }, wrong: wrong(at) };
  };
}

/** The first step that is not as it should be. */
function recheck({ concerns, broken, wrong }: StepProperty, run: NamedRun): Recheck {
  let afterStep = 0;
  for (const transition of transitionsOf(run)) {
    afterStep++;
    if (concerns(transition) && broken(transition)) return { is: 'violated', afterStep, wrong: wrong(transition) };
  }
  return { is: 'not violated', why: 'every step is as it should be' };
}
