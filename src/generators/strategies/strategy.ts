/** What a strategy is: a named way to choose the next step of a random run. */

import type { Program } from '../../checker/system.js';
import type { Scheduler } from '../../checker/walk.js';

/** A way to draw the next step of a random run. */
export interface Strategy {
  /** As replay tokens and the command line have it: `pct-3`. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly title: string;
  /** Its choices depend on the runs before, so that a run cannot be had again without them. */
  readonly learns: boolean;
  /** A scheduler that has seen no run yet. */
  readonly scheduler: <S>(program: Program<S>) => Scheduler;
}
