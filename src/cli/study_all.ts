/** Makes studies in worker threads, and gives their results in the order of the jobs. */

import { Worker } from 'node:worker_threads';
import { progressLine } from './progress.js';
import { NO_CACHE, type StudyCache } from './study_cache.js';
import type { FromStudyWorker, Study, StudyJob, ToStudyWorker } from './study_job.js';
import type { Terminal } from './terminal.js';

export interface StudyOptions {
  /** Studies at once. */
  readonly jobs: number;
  /** Absent: every study is made. */
  readonly cache?: StudyCache;
}

/** @returns undefined for a job that was not begun when the work was to stop */
export async function studyAll(
  jobs: readonly StudyJob[],
  { jobs: atOnce, cache = NO_CACHE }: StudyOptions,
  terminal: Terminal,
): Promise<(Study | undefined)[]> {
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const results = new Map<StudyJob, Study>();
  // One iterator for all workers: each takes the next job when it is done with one.
  const open = jobs.values();
  const workOff = async (worker: Worker): Promise<void> => {
    for (const job of open) {
      if (signal.aborted) return;
      progress.show(`${results.size} of ${jobs.length} designs done, now design ${job.subject.design}`);
      const kept = cache.get(job);
      const study = kept ?? (await studyIn(worker, job));
      if (kept === undefined && !signal.aborted) cache.keep(job, study);
      results.set(job, study);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, jobs.length) }, startWorker);
  const stop = () => {
    for (const worker of workers) send(worker, 'stop');
  };
  signal.addEventListener('abort', stop);
  try {
    await Promise.all(workers.map(workOff));
  } finally {
    signal.removeEventListener('abort', stop);
    progress.end();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return jobs.map((job) => results.get(job));
}

const startWorker = (): Worker => new Worker(new URL('./study_worker.js', import.meta.url));

const send = (worker: Worker, message: ToStudyWorker): void => worker.postMessage(message);

/** Rejects with what the worker throws. */
function studyIn(worker: Worker, job: StudyJob): Promise<Study> {
  return new Promise((resolve, reject) => {
    const hear = ({ result }: FromStudyWorker) => {
      worker.off('message', hear).off('error', reject);
      resolve(result);
    };
    worker.on('message', hear).on('error', reject);
    send(worker, { job });
  });
}
