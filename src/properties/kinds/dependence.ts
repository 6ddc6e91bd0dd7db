/** That of all steps which agree in what they depend on none comes to something else. */

import { Search } from '../../checker/search.js';
import { visitTransitions } from '../../checker/transitions.js';
import type { Sentence } from '../sentence.js';
import type { Judge } from './judge.js';
import type { KernelStep } from './kernel_step.js';
import { type Kind, MOST_RECHECK_STATES, type NamedRun, NOT_ALL_SEEN, type Recheck } from './kind.js';
import { nearestBadStep } from './steps.js';
import { transitionsOf } from './transitions_of.js';

/** Of all steps that it concerns, those that agree in what they depend on agree in what comes of them. */
export interface DependenceProperty extends Sentence {
  readonly kind: 'dependence';
  readonly concerns: (step: KernelStep) => boolean;
  /** What the result may depend on, as text. */
  readonly on: (step: KernelStep) => string;
  /** The result, as text. */
  readonly result: (step: KernelStep) => string;
  /** One sentence: that another run with the same to depend on came to something else. */
  readonly wrong: string;
}

export const dependence: Kind<DependenceProperty> = {
  judge: (property) => new DependenceJudge(property),
  needs: () => 'everything',
  decide: nearestBadStep,
  recheck,
};

/** A step is a bad one when a nearer one came to something else. */
class DependenceJudge implements Judge {
  applied = 0;
  violation: Judge['violation'];
  readonly #property: DependenceProperty;
  readonly #results = new Map<string, string>();

  constructor(property: DependenceProperty) {
    this.#property = property;
  }

  look: Judge['look'] = (at, state, process, branch) => {
    const { concerns, on, result, wrong } = this.#property;
    if (!concerns(at)) return;
    this.applied++;
    if (this.violation !== undefined) return;
    const [known, came] = [this.#results.get(on(at)), result(at)];
    if (known === undefined) this.#results.set(on(at), came);
    else if (known !== came) this.violation = { state, move: { process, branch }, wrong };
  };
}

/** The run has one of two steps; that there is another which came to something else takes a search of the scenario. */
function recheck(property: DependenceProperty, run: NamedRun): Recheck {
  const { concerns, on, result, wrong } = property;
  let last: readonly [on: string, result: string] | undefined;
  for (const at of transitionsOf(run)) last = concerns(at) ? [on(at), result(at)] : undefined;
  if (last === undefined) return { is: 'not violated', why: 'it says nothing of the last step' };
  const [depends, came] = last;
  const search = new Search(run.program, { maxStates: MOST_RECHECK_STATES });
  search.run();
  let found = false;
  visitTransitions(search, (at) => {
    found ||= concerns(at) && on(at) === depends && result(at) !== came;
  });
  if (found) return { is: 'violated', afterStep: run.steps.length, wrong };
  if (search.incomplete !== undefined) return { is: 'unknown', why: NOT_ALL_SEEN };
  return { is: 'not violated', why: 'no other step came to something else' };
}
