/** The threads of node that share large searches of this process. */

import { availableParallelism } from 'node:os';
import { isMainThread, Worker } from 'node:worker_threads';
import type { HelperData, Sharing } from './sharing.js';

/**
 * One more is started, where there is a core for it: one thread alone stores what all find, and so a third would wait more than it
 * helps. A thread that was itself started for a search has one core.
 */
export const SHARING: Sharing | undefined =
  isMainThread && availableParallelism() > 1
    ? { start: startHelper, helpers: 1, from: 200_000, states: 512, chunks: 8, patience: 0 }
    : undefined;

/** A thread that does not keep the process from ending. */
export function startHelper(data: HelperData): Worker {
  const worker = new Worker(new URL('./helper.js', import.meta.url), { workerData: data });
  // It is never ready then, and nothing waits for it.
  worker.on('error', () => {});
  worker.unref();
  return worker;
}
