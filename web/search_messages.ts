/** What the page and the worker that searches say to each other: plain data. */

import type { Limits, Progress } from '../src/properties/decide.js';
import type { VerdictCell } from '../src/properties/verdict.js';
import type { Scenario } from '../src/scenario/scenario.js';

export interface SearchJob {
  readonly scenario: Scenario;
  readonly variation?: string;
  /** Ids of the properties. */
  readonly properties: readonly string[];
  readonly limits: Limits;
}

/** Asks the worker to end where it is. */
export const STOP = 'stop';

export type ToWorker = SearchJob | typeof STOP;

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'cells'; readonly cells: readonly VerdictCell[] }
  | { readonly kind: 'failed'; readonly message: string };
