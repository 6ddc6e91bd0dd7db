/** A step of a trace, in names. */

import type { ChoiceTaken } from './automaton.js';

/** One transition in names. */
export interface TraceStep {
  readonly process: string;
  readonly choices: readonly ChoiceTaken[];
  /** Absent when the step only took its choices. */
  readonly action?: string;
  readonly args: readonly number[];
  readonly outcome?: string;
}
