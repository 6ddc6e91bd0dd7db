/**
 * What a search asks of one that is made in machine code: that it expands the same states in the same order, on arrays that both
 * see. Who can make one says so; where nobody does, or it cannot be made, nothing but time is lost.
 */

import type { Branch } from './automaton.js';
import type { ModelArrays } from './model_states.js';
import type { Question } from './question.js';
import type { Sorting } from './sorting.js';
import type { Extent, StoreArrays } from './store.js';
import type { Program } from './system.js';

/** The arrays of a search, as long as they can become, in one memory. All is 0 at the start. */
export interface SearchArrays {
  readonly store: StoreArrays;
  /** See `ModelStates`; empty where no invariants are asked. */
  readonly models: ModelArrays;
  /** By state of the model: 1 where the search does not look behind it. */
  readonly cutting: Uint8Array;
  /** See `Ways`; empty where none are kept. */
  readonly ways: Int32Array;
}

/** How far a search has come. */
export interface SearchCounts {
  /** The state to be expanded next. */
  current: number;
  /** States stored. */
  size: number;
  transitions: number;
  depth: number;
  /** The state with which the next depth begins. */
  nextDepthAt: number;
  /** States of the model. */
  models: number;
  /** The first state without successors in which some process may not stay where it is, or -1. */
  stuck: number;
}

/** Where a native search has to stop, and how long the tables are now. */
export interface SearchBounds {
  /** No state from here on is expanded. */
  readonly end: number;
  /** No state is expanded while more are stored. */
  readonly limit: number;
  /** The bits of a hash that are a slot. */
  readonly mask: number;
}

export interface NativeSearch {
  readonly arrays: SearchArrays;
  /** As `Expander.coverage`. All is 0 at the start. */
  readonly coverage: Uint8Array;
  /**
   * Expands states, and counts on. It may stop early before a state that it cannot expand, because an action fails in it or may
   * do so: that is to be expanded otherwise.
   */
  expand(counts: SearchCounts, bounds: SearchBounds): void;
  /** To be called when it is not asked to expand any more: it gives back what it has beside memory. */
  end(): void;
}

/** What is to be searched. */
export interface NativeRequest<S> {
  readonly program: Program<S>;
  readonly sorting: Sorting | undefined;
  /** Whether what takes long is worth it. If not, it is made only of what was made before and kept. */
  readonly isLarge: boolean;
  /** No state has more. */
  readonly mostSuccessors: number;
  /** How long the arrays are already. */
  readonly stored: Extent;
  /** States for which there need not be more room. */
  readonly mostStored: number;
  /** The branches of which ways are kept; undefined where none are. */
  readonly keepsWays: ((branch: Branch<S>) => boolean) | undefined;
  /** What is to be true of each new state of the model; empty where none is to be noted. */
  readonly invariants: readonly Question<S>[];
  /** Whether an invariant, by its index, is asked at all, now that some are violated. */
  readonly isAsked: (invariant: number) => boolean;
  /**
   * Called with the first state of a new state of the model that violates one which is asked, or of which that cannot be told, or
   * with which the table of states of the model must grow: whether the search does not look behind it.
   */
  readonly ask: (state: number, model: number) => boolean;
  /** Their answers may be left with new states of the model. */
  readonly questions: readonly Question<S>[];
  /** The bits of a hash that are a slot of the table of states of the model, which grows when some are added. */
  readonly modelMask: () => number;
}

/** Undefined where it cannot be made: the program cannot be translated, or not so soon, or there is no memory. */
export type NativeMaker = <S>(request: NativeRequest<S>) => NativeSearch | undefined;

let maker: NativeMaker | undefined;

export const nativeMaker = (): NativeMaker | undefined => maker;

/** Large searches are made natively from now on. @param made undefined: none is */
export function searchNativelyWith(made: NativeMaker | undefined): void {
  maker = made;
}
