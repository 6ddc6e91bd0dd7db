/** What the checker found out about one property of one design: the one value that tables, JSON, race diagrams and tests share. */

import type { TraceStep } from '../checker/trace.js';
import type { Scenario } from '../scenario/scenario.js';

export type VerdictKind = 'holds' | 'violated' | 'not-exhausted';

/**
 * The verdict on one property in one search. One search serves all properties that are asked of a scenario, so its numbers
 * stand in each of their cells.
 */
export interface VerdictCell {
  readonly scenario: Scenario;
  /** In what it differs from the other scenarios of a table, in a few words for a heading: `walkers`. Absent: in nothing. */
  readonly variation?: string;
  /** The id of the property. */
  readonly property: string;
  /** `not-exhausted`: no violation found, but the search met a limit before it had seen every state. */
  readonly verdict: VerdictKind;
  /**
   * For a violation that only ever comes after violations of other properties: their ids. Absent when the property is
   * violated on some path by itself.
   */
  readonly rootCauses?: readonly string[];
  /**
   * In how many of the states the property said anything. A property that holds with 0 was not decided: nobody it speaks of
   * is there, or nothing it speaks of happens.
   */
  readonly applied: number;
  /** States, transitions and wall-clock time of the search. */
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  /** Moves from the initial state to the farthest state seen. */
  readonly depth: number;
  /** For a violation: a shortest run that ends in it, or goes round its loop once. */
  readonly trace?: readonly TraceStep[];
  /** For a violation that goes on for ever: the index in `trace` of the first step of what is repeated. */
  readonly loop?: number;
  /** For a violation: what is wrong at the end of `trace`, in one sentence. */
  readonly wrong?: string;
}
