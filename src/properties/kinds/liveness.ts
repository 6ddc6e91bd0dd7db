/** That what is asked for is given in the end, on every fair run. */

import { findLasso, type Lasso, type LeadsTo } from '../../checker/liveness.js';
import type { Kernel } from '../../model/state.js';
import type { Sentence } from '../sentence.js';
import type { Explored } from './explored.js';
import type { Finding, Graphs, Kind, NamedRun, Recheck, Violation } from './kind.js';
import { objectionToLasso } from './lasso.js';

/** From every reachable state of the kind `from`, every run in which whoever is not at rest goes on reaches one of the kind `to`. */
export interface LivenessProperty extends Sentence, LeadsTo<Kernel> {
  readonly kind: 'liveness';
  /** One sentence: what goes on for ever in a run that violates it, or how it ends. */
  readonly wrong: string;
}

/** The same for every liveness property: who is at rest, and so need not go on, is written in the processes themselves. */
export const ASSUMPTION =
  'assuming that whoever has begun something goes on, and gets the locks that it waits for (strong fairness)';

export const liveness: Kind<LivenessProperty> = {
  assumes: ASSUMPTION,
  antecedent: ({ from }) => from,
  needs: () => 'everything',
  tellsCutsFromEnds: true,
  decide,
  recheck,
  objection: (property, run) => objectionTo(property, run),
};

/** First the runs that violate nothing on their way, for which a violation is where all is given. */
function decide(property: LivenessProperty, { roots, all }: Graphs): Finding {
  const root = lassoIn(property, roots);
  if (root !== undefined) return { verdict: 'violated', ...roots.numbers, violation: root };
  const any = all === roots ? undefined : lassoIn(property, all);
  if (any !== undefined) return { verdict: 'violated', ...all.numbers, violation: any, follows: true };
  return { verdict: all.isComplete ? 'holds' : 'not-exhausted', ...all.numbers };
}

/** None where not all was seen. */
function lassoIn(property: LivenessProperty, explored: Explored): Violation | undefined {
  if (!explored.isComplete) return undefined;
  const { lasso } = findLasso(explored.search, property);
  return lasso === undefined ? undefined : violationOf(property, explored, lasso);
}

function violationOf(property: LivenessProperty, { search }: Explored, { prefix, loop }: Lasso): Violation {
  const moves = [...prefix, ...loop];
  const repeated = loop.length === 0 ? {} : { loop: prefix.length };
  return { program: search.program, moves, ...repeated, wrong: property.wrong, statesBefore: moves.length + 1 };
}

function recheck(property: LivenessProperty, run: NamedRun): Recheck {
  const objection = objectionTo(property, run);
  if (objection !== undefined) return { is: 'not violated', why: `the run ${objection}` };
  return { is: 'violated', afterStep: run.loop ?? run.steps.length, wrong: property.wrong };
}

function objectionTo(property: LivenessProperty, { program, steps, loop }: NamedRun): string | undefined {
  return objectionToLasso(program, property, { trace: steps, ...(loop === undefined ? {} : { loop }) });
}
