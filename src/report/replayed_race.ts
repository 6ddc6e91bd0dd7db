/** A race with all that a format may show of it. */

import type { Program } from '../checker/system.js';
import type { ReplayedStep } from '../checker/trace.js';
import type { Configuration } from '../model/configuration.js';
import type { Kernel } from '../model/state.js';
import type { Switches } from '../model/switches.js';

export interface ReplayedRace {
  readonly configuration: Configuration;
  readonly switches: Switches;
  /** Of which the steps are. */
  readonly program: Program<Kernel>;
  readonly steps: readonly ReplayedStep[];
  /** What is wrong after the last step, in one sentence. */
  readonly wrong: string;
  /** The index of the first of the steps that are then repeated for ever. Absent: the race ends. */
  readonly loop?: number;
  /** What is assumed of the actors, in one clause, where that matters. */
  readonly assumed?: string;
}
