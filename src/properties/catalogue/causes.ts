/**
 * What decides whether a violation is a cause of its own: the main invariants, whatever else is asked, so that one cell has one
 * verdict.
 */

import type { Program } from '../../checker/system.js';
import { type Move, Replay } from '../../checker/trace.js';
import type { Kernel } from '../../model/state.js';
import type { InvariantProperty } from '../kinds/invariant.js';
import { invariantsAmong } from '../property.js';
import { PROPERTIES } from './main.js';

/** The invariants that designs are compared by. */
export const MAIN_INVARIANTS: readonly InvariantProperty[] = invariantsAmong(PROPERTIES);

/** Those behind whose violations others may be violated. */
export const CAUSES: readonly InvariantProperty[] = MAIN_INVARIANTS.filter(({ harmless }) => harmless !== true);

/** A run, and in how many of its states, from the first, a violation comes before the one at its end. */
interface Course {
  readonly program: Program<Kernel>;
  readonly moves: readonly Move[];
  readonly statesBefore: number;
}

/** The ids of the causes that a run violates before it violates the property with this id. */
export function causesBefore({ program, moves, statesBefore }: Course, id: string): string[] {
  const replay = new Replay(program);
  const seen = new Set<string>();
  const causes = CAUSES.filter((other) => other.id !== id);
  for (let state = 0; state < statesBefore; state++) {
    for (const cause of causes) if (cause.violator(replay.state) >= 0) seen.add(cause.id);
    if (state < moves.length) replay.move(moves[state]);
  }
  return [...seen];
}
