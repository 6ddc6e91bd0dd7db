/** What the main thread and the workers that compare say to each other. */

import type { Comparison } from '../change/comparison.js';
import type { Pair } from '../change/pairs.js';
import type { Limits } from '../properties/decide.js';

/** Plain data, so that it can be sent to a worker thread. */
export interface CompareJob {
  readonly pair: Pair;
  /** Ids of the properties. */
  readonly properties: readonly string[];
  /** Ids of those among them that the change brought along. */
  readonly own: readonly string[];
  readonly limits: Limits;
  /** A model of more states is left for later; absent: whatever its size is. */
  readonly upTo?: number;
}

/** With which a worker begins. */
export interface CompareWorkerData {
  /** The files of the changes that jobs name. */
  readonly changes: readonly string[];
}

/** To a worker that is busy: stop, with what was found so far. */
export const STOP = 'stop';

/** There are more states than the job says. */
export const TOO_LARGE = 'too large';

export type ToCompareWorker = CompareJob | typeof STOP;

/** `failed`: the model does not compile, or an action of it is wrong; the text says which and where. */
export type FromCompareWorker =
  | { readonly states: number }
  | { readonly comparison: Comparison }
  | typeof TOO_LARGE
  | { readonly failed: string };
