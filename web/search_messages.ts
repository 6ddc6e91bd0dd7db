/** What the page and the worker that searches say to each other: plain data. */

import type { Progress } from '../src/properties/decide.js';
import type { DecideJob } from '../src/properties/decide_job.js';
import type { VerdictCell } from '../src/properties/verdict.js';

/** Asks the worker to end where it is. */
export const STOP = 'stop';

export type ToWorker = Asked | typeof STOP;

export interface Asked {
  readonly job: DecideJob;
  /** See `placeToAsk`. */
  readonly searches: string | undefined;
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'cells'; readonly cells: readonly VerdictCell[] }
  | { readonly kind: 'failed'; readonly message: string };
