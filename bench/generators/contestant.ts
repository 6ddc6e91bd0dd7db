/** What the generators are compared as: makers of random runs of a program, whose every state a judge may look at. */

import type { Program, Workspace } from '../../src/checker/system.js';
import type { Kernel } from '../../src/model/state.js';

/** What a contestant may spend. */
export interface Budget {
  readonly runs: number;
  /** The most steps of a run. */
  readonly maxLength: number;
}

/** Looks at the runs of a contestant. */
export interface Judge {
  /** A state that a run comes to by a step. */
  readonly look: (state: Workspace<Kernel>) => void;
  /** A run has ended; true to end them all. */
  readonly endRun: () => boolean;
}

/** One who brings random runs about by means that are not ours. */
export interface Baseline {
  readonly name: string;
  readonly run: (program: Program<Kernel>, seed: number, budget: Budget, judge: Judge) => Promise<void>;
}
