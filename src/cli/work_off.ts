/** Works through a list of jobs in worker threads, several at once. */

import type { Worker } from 'node:worker_threads';

interface Workshop<J> {
  /** Jobs at once. */
  readonly atOnce: number;
  /** Begins no further job, and asks the workers to stop. */
  readonly signal: AbortSignal;
  readonly start: () => Worker;
  readonly stop: (worker: Worker) => void;
  /** Does one job in a worker, and keeps what comes of it. */
  readonly work: (worker: Worker, job: J) => Promise<void>;
}

/** Ends when every job is done that was begun, and every worker with it. Rejects with what a worker throws. */
export async function workOff<J>(
  jobs: readonly J[],
  { atOnce, signal, start, stop, work }: Workshop<J>,
): Promise<void> {
  // One iterator for all workers: each takes the next job when it is done with one.
  const open = jobs.values();
  const workWith = async (worker: Worker): Promise<void> => {
    for (const job of open) {
      if (signal.aborted) return;
      await work(worker, job);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, jobs.length) }, start);
  const stopAll = () => {
    for (const worker of workers) stop(worker);
  };
  signal.addEventListener('abort', stopAll);
  try {
    await Promise.all(workers.map(workWith));
  } finally {
    signal.removeEventListener('abort', stopAll);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
