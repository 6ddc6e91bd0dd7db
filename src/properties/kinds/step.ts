/** What must be true of every step that any process takes in a reachable state. */

import type { StepProperty } from '../property.js';
import type { Judge } from './judge.js';
import type { Kind, NamedRun, Recheck } from './kind.js';
import { nearestBadStep } from './steps.js';
import { transitionsOf } from './transitions_of.js';

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
