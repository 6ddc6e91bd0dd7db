/**
 * How a property falls under assumptions, whatever its kind: in a search of the program in which assumptions forbid steps.
 * Assumptions say which runs there are. Where such a run could go on is asked of the program itself, with nothing forbidden: so
 * what falls under some assumptions falls under fewer, too.
 */

import { findLasso } from '../../checker/liveness.js';
import { stuckStates } from '../../checker/reachability.js';
import type { Search } from '../../checker/search.js';
import { type Move, namesOf, replayMoves } from '../../checker/trace.js';
import type { Kernel } from '../../model/state.js';
import type { DeadlockProperty } from '../kinds/deadlock.js';
import { waitingForEver } from '../kinds/deadlock.js';
import { Explored } from '../kinds/explored.js';
import { judgesOf } from '../kinds/index.js';
import type { InvariantProperty } from '../kinds/invariant.js';
import { objectionToLasso } from '../kinds/lasso.js';
import type { LivenessProperty } from '../kinds/liveness.js';
import { questionOf, type ReachabilityProperty } from '../kinds/reachability.js';
import type { StepProperty } from '../kinds/step.js';
import type { Property } from '../property.js';

/** What keeps its meaning when steps are forbidden; a comparison of runs or of systems does not. */
export type Explainable = InvariantProperty | DeadlockProperty | ReachabilityProperty | LivenessProperty | StepProperty;

const KINDS: readonly Property['kind'][] = [
  'invariant',
  'deadlock',
  'reachability',
  'liveness',
  'step',
] satisfies Explainable['kind'][];

export function isExplainable(property: Property): property is Explainable {
  return KINDS.includes(property.kind);
}

/** A run that violates a property. */
export interface Fall {
  readonly property: string;
  readonly moves: readonly Move[];
  /** The index of the first of the moves that are then repeated for ever; absent: the run ends. */
  readonly loop?: number;
  readonly wrong: string;
}

/** @param whole of the same program with nothing forbidden, when it is needed */
export function fallOf(
  property: Exclude<Explainable, InvariantProperty>,
  search: Search<Kernel>,
  whole: () => Search<Kernel>,
): Fall | undefined {
  switch (property.kind) {
    case 'deadlock':
      return deadlockIn(property, search, whole());
    case 'reachability':
      return stuckIn(property, search, whole());
    case 'liveness':
      return lassoIn(property, search, whole());
    case 'step':
      return badStepIn(property, search);
  }
}

function deadlockIn(property: DeadlockProperty, search: Search<Kernel>, { program }: Search<Kernel>): Fall | undefined {
  // Whoever waits for ever in the program does so where more is forbidden.
  if (search.deadlock === undefined) return undefined;
  for (let state = search.deadlock.state; state < search.store.size; state++) {
    const moves = search.pathTo(state);
    const waiting = waitingForEver(program, replayMoves(program, moves).replay);
    if (waiting.length > 0) return { property: property.id, moves, wrong: property.wrong(waiting) };
  }
  return undefined;
}

function stuckIn(property: ReachabilityProperty, search: Search<Kernel>, whole: Search<Kernel>): Fall | undefined {
  const { isStuck } = stuckStates(whole, questionOf(property));
  for (let state = 0; state < search.store.size; state++) {
    if (!isStuck(whole.store.numberOf(search.store, state))) continue;
    return { property: property.id, moves: search.pathTo(state), wrong: property.wrong };
  }
  return undefined;
}

/** Fair to whoever can move in the program itself: nobody waits only since the assumptions keep others from moving. */
function lassoIn(property: LivenessProperty, search: Search<Kernel>, { program }: Search<Kernel>): Fall | undefined {
  const { lasso } = findLasso(search, property, program);
  if (lasso === undefined) return undefined;
  const moves = [...lasso.prefix, ...lasso.loop];
  const loop = lasso.loop.length === 0 ? {} : { loop: lasso.prefix.length };
  const objection = objectionToLasso(program, property, {
    trace: namesOf(replayMoves(program, moves).steps),
    ...loop,
  });
  if (objection !== undefined) throw new Error(`the run that should violate ${property.id} ${objection}`);
  return { property: property.id, moves, ...loop, wrong: property.wrong };
}

function badStepIn(property: StepProperty, search: Search<Kernel>): Fall | undefined {
  const { violation } = new Explored(search, () => judgesOf([property]), []).judgement(property.id);
  if (violation === undefined) return undefined;
  return { property: property.id, moves: [...search.pathTo(violation.state), violation.move], wrong: violation.wrong };
}
