/** Works through a list of jobs in worker threads, several at once. */

import type { Worker } from 'node:worker_threads';

interface Workshop<J extends object> {
  /** Jobs at once. */
  readonly atOnce: number;
  /** Begins no further job, and asks the workers to stop. */
  readonly signal: AbortSignal;
  readonly start: () => Worker;
  /** Asks it to stop; one that does not is ended a while later. */
  readonly stop: (worker: Worker) => void;
  /** Does one job in a worker, and keeps what comes of it; or puts it off, behind all others. */
  readonly work: (worker: Worker, job: J, putOff: (later: J) => void) => Promise<void>;
}

/** Code that somebody brought along may go round for ever, and what it was asked then is never answered. */
const GRACE_MS = 10_000;

/** Ends when every job is done that was begun, and every worker with it. Rejects with what a worker throws. */
export async function workOff<J extends object>(
  jobs: readonly J[],
  { atOnce, signal, start, stop, work }: Workshop<J>,
): Promise<void> {
  const open = [...jobs];
  const putOff = (later: J) => open.push(later);
  const workWith = async (worker: Worker): Promise<void> => {
    const ended = new Promise<'ended'>((resolve) => worker.once('exit', () => resolve('ended')));
    for (let job = open.shift(); job !== undefined && !signal.aborted; job = open.shift()) {
      if ((await Promise.race([work(worker, job, putOff), ended])) !== 'ended') continue;
      if (signal.aborted) return;
      throw new Error('a worker thread ended before its work was done');
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, jobs.length) }, start);
  let grace: NodeJS.Timeout | undefined;
  const stopAll = () => {
    for (const worker of workers) stop(worker);
    grace = setTimeout(() => {
      for (const worker of workers) void worker.terminate();
    }, GRACE_MS);
  };
  signal.addEventListener('abort', stopAll);
  try {
    await Promise.all(workers.map(workWith));
  } finally {
    signal.removeEventListener('abort', stopAll);
    clearTimeout(grace);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/**
 * Sends a worker a message, and waits for the answer among what it tells then.
 * @param hear undefined for what is not the answer
 */
export function answerOf<From, T>(worker: Worker, message: object, hear: (told: From) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const listen = (told: From) => {
      try {
        const answer = hear(told);
        if (answer === undefined) return;
        resolve(answer);
      } catch (error) {
        reject(error);
      }
      worker.off('message', listen).off('error', reject);
    };
    worker.on('message', listen).on('error', reject);
    worker.postMessage(message);
  });
}
