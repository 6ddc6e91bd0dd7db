/** What the main thread and the workers that decide cases say to each other. */

import type { Progress } from '../properties/decide.js';
import type { VerdictCell } from '../properties/verdict.js';

export type FromWorker = { readonly progress: Progress } | { readonly cells: readonly VerdictCell[] };

/** The only message to a worker: stop, with what was found so far. */
export const STOP = 'stop';
