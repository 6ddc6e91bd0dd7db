/** What a kind of property is to the checker: how it is decided in a search, how it is rechecked on a trace, and in which words. */

import type { SearchOptions } from '../../checker/search.js';
import type { Program } from '../../checker/system.js';
import type { Move, TraceStep } from '../../checker/trace.js';
import type { Kernel } from '../../model/state.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Sentence } from '../sentence.js';
import type { SearchNumbers, VerdictKind } from '../verdict.js';
import type { Explored } from './explored.js';
import type { Judge } from './judge.js';

/** When a search gives up. */
export interface Limits extends Pick<SearchOptions<Kernel>, 'maxStates' | 'maxBytes'> {
  /** Looks also at states that differ only in which of several identical processes is where. */
  readonly sortsNothing?: boolean;
  /** Lets processes go first where locks allow it, see `ReducedSearch`. Only of kinds that `Kind.isReducible` says it of. */
  readonly reduces?: boolean;
}

/** What properties of a scenario are decided from. */
export interface Graphs {
  readonly scenario: Scenario;
  readonly limits: Limits;
  /** All that comes behind no violation of a main invariant: what is violated here has no other cause. */
  readonly roots: Explored;
  /** All that there is. The same as `roots` where nothing is behind a violation, or a limit was met before. */
  readonly all: Explored;
}

/** A run that violates a property. */
export interface Violation {
  readonly program: Program<Kernel>;
  /** From the initial state. */
  readonly moves: readonly Move[];
  /** The index of the first of the moves that are then repeated for ever; absent: the run ends. */
  readonly loop?: number;
  /** What is wrong, in one sentence. */
  readonly wrong: string;
  /** In how many of its states, from the first, another violation is a cause of this one. */
  readonly statesBefore: number;
}

/** What came of one property; the numbers are of the search, or of all searches, that it was decided in. */
export interface Finding extends SearchNumbers {
  readonly verdict: VerdictKind;
  /** Of how many steps, or what else there is to see, it says anything; absent where it is said of states. */
  readonly applied?: number;
  readonly violation?: Violation;
  /** Only behind violations of others is there a violation. */
  readonly follows?: true;
  /** A shorter violation than `violation`, which is behind violations of others. */
  readonly sooner?: Violation;
}

/** A run in names, and the program that it is a run of. */
export interface NamedRun {
  readonly scenario: Scenario;
  readonly program: Program<Kernel>;
  readonly steps: readonly TraceStep[];
  /** The index of the first of the steps that are then repeated for ever; absent: the run ends. */
  readonly loop?: number;
}

/** Whether a run violates a property, found out without what found it. */
export type Recheck =
  | { readonly is: 'violated'; readonly afterStep: number; readonly wrong: string }
  | { readonly is: 'not violated'; readonly why: string }
  /** A limit was met. */
  | { readonly is: 'unknown'; readonly why: string };

/**
 * How much of what comes behind violations a property needs to be looked at, once all before them was: nothing; everything; or
 * until its nearest violation is found, as there is one before, which may not be the nearest.
 */
export type Needs = 'nothing' | 'everything' | ((all: Explored) => boolean);

export interface Kind<P extends Sentence> {
  /** What a reader must know of what it assumes, in one clause. Absent: it assumes nothing. */
  readonly assumes?: string;
  /** In which states it says something, to be counted, the same function each time; absent: it is said of no states. */
  readonly antecedent?: (property: P) => (k: Kernel) => boolean;
  /** What else it asks of all states; none of these makes it say something. */
  readonly questions?: (property: P) => readonly ((k: Kernel) => boolean)[];
  /** Absent: it is not said of single steps. */
  readonly judge?: (property: P) => Judge;
  /** Whether a run that is no lasso tells by itself, without a search, that it violates the property: then it can be shrunk. */
  readonly isToldByRun?: true;
  readonly needs: (property: P, roots: Explored) => Needs;
  /** Whether it is told by what each run violates, or ends in, whatever order independent steps have. */
  readonly isReducible?: true;
  /** A state at which the search was cut is another to it than one where nothing can happen any more. */
  readonly tellsCutsFromEnds?: true;
  readonly decide: (property: P, graphs: Graphs) => Finding;
  /** @throws naming the first step that is not possible */
  readonly recheck: (property: P, run: NamedRun) => Recheck;
  /**
   * Why a run that a search found does not violate it, as far as the processes themselves can tell, who have made the run on a
   * state of their own: then the engine is wrong. Absent: that they could make it says all.
   */
  readonly objection?: (property: P, run: NamedRun, end: Kernel) => string | undefined;
  /** The programs that a run which violates it may be of; absent: the scenario's alone. */
  readonly programs?: (property: P, scenario: Scenario) => readonly Program<Kernel>[];
}

/** States that a search may have for a recheck. */
export const MOST_RECHECK_STATES = 1_000_000;

export const NOT_ALL_SEEN = `a search of ${MOST_RECHECK_STATES.toLocaleString('en-US')} states did not see all that there are`;
