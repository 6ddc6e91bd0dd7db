/** What the main thread and the workers that decide say to each other. */

import type { Progress } from '../properties/decide.js';
import type { DecideJob } from '../properties/decide_job.js';
import type { VerdictCell } from '../properties/verdict.js';

/** To a worker that is busy: stop, with what was found so far. */
export const STOP = 'stop';

/** One case after another, each when the one before is decided. */
export type ToWorker = { readonly job: DecideJob } | typeof STOP;

export type FromWorker = { readonly progress: Progress } | { readonly cells: readonly VerdictCell[] };
