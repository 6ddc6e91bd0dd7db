/** What is expected of runs: that something asked for comes, or can come. */

import type { Branch } from './automaton.js';

/** From certain states certain others are to be reached. */
export interface Expectation<S> {
  /** The states in which something is asked for. */
  readonly from: (state: S) => boolean;
  /** The states in which it is given. */
  readonly to: (state: S) => boolean;
  /** What must stay true until then; absent: nothing (E[during U to] in the language of CTL). */
  readonly during?: (state: S) => boolean;
  /** Branches that no run takes once something is asked for. */
  readonly avoids?: (branch: Branch<S>) => boolean;
}
