/** What the checker found out about one property of one design: the one value that tables, JSON, race diagrams and tests share. */

import type { TraceStep } from '../checker/trace.js';
import type { Scenario } from '../scenario/scenario.js';

/** How a question was decided; `not-exhausted` where the search gave up. */
export type VerdictKind = 'holds' | 'violated' | 'not-exhausted';

/** A race that is behind violations of other properties. */
export interface ShorterRace {
  readonly steps: number;
  /** The ids of the main invariants that it violates before. */
  readonly behind: readonly string[];
}

/** A fault at which the model halts. */
export interface Halt {
  /** In a few words. */
  readonly fault: string;
  /** The ids of the main invariants that the fault violates. */
  readonly violates: readonly string[];
}

/** What was not looked at. */
export interface RestsOn {
  /** Nothing is known of what comes behind these. */
  readonly halts: readonly Halt[];
}

/** How large a search was. */
export interface SearchNumbers {
  readonly states: number;
  readonly transitions: number;
  /** Moves from the initial state to the farthest state seen; of a reduced search, from state that was counted to state. */
  readonly depth: number;
  /**
   * Actors whose identical processes were sorted, by the names of their processes: of states that differ in which of them is
   * where, one was looked at and counted. Absent: none were.
   */
  readonly sorted?: readonly string[];
  /** Where locks allow it one order of steps stands for others: states that only these pass were not looked at, nor counted. */
  readonly reduced?: true;
}

/**
 * The verdict on one property in one search. One search serves all properties that are asked of a scenario, so its numbers
 * stand in each of their cells.
 */
export interface VerdictCell extends SearchNumbers {
  readonly scenario: Scenario;
  /** In what it differs from the other scenarios of a table, in a few words for a heading: `walkers`. Absent: in nothing. */
  readonly variation?: string;
  /** The id of the property. */
  readonly property: string;
  /** `not-exhausted`: no violation found, but the search met a limit before it had seen every state. */
  readonly verdict: VerdictKind;
  /**
   * For a violation that only ever comes after violations of main invariants: the ids of those that `trace` violates before.
   * Absent when some run violates the property and none of them earlier.
   */
  readonly rootCauses?: readonly string[];
  /**
   * The shortest run of all that violates the property, where it is shorter than `trace`, the shortest that violates nothing
   * earlier. Absent: there is no shorter one, or a limit was met before it was found.
   */
  readonly shortest?: ShorterRace;
  /** What a verdict `holds` is conditional on. Absent: on nothing. */
  readonly restsOn?: RestsOn;
  /**
   * In how many of the states, or at how many of the steps, the property said anything; absent for a violation, and where the
   * search was reduced. A property that holds with 0 was not decided: nobody it speaks of is there, or nothing it speaks of happens.
   */
  readonly applied?: number;
  /** Wall-clock time of the search. */
  readonly seconds: number;
  /** For a violation: a shortest run that ends in it, or goes round its loop once. */
  readonly trace?: readonly TraceStep[];
  /** For a violation that goes on for ever: the index in `trace` of the first step of what is repeated. */
  readonly loop?: number;
  /** For a violation: what is wrong at the end of `trace`, in one sentence. */
  readonly wrong?: string;
}
