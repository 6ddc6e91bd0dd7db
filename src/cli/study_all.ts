/** Makes studies in worker threads, and gives their results in the order of the jobs. */

import { Worker } from 'node:worker_threads';
import { progressLine } from './progress.js';
import { NO_CACHE, type StudyCache } from './study_cache.js';
import type { FromStudyWorker, Study, StudyJob, ToStudyWorker } from './study_job.js';
import type { Terminal } from './terminal.js';
import { answerOf, workOff } from './work_off.js';

export interface StudyOptions {
  /** Studies at once. */
  readonly jobs: number;
  /** Absent: every study is made. */
  readonly cache?: StudyCache;
}

/** @returns undefined for a job that was not begun when the work was to stop, or that met a limit, which is said */
export async function studyAll(
  jobs: readonly StudyJob[],
  { jobs: atOnce, cache = NO_CACHE }: StudyOptions,
  terminal: Terminal,
): Promise<(Study | undefined)[]> {
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const results = new Map<StudyJob, Study>();
  const open: string[] = [];
  const work = async (worker: Worker, job: StudyJob): Promise<void> => {
    progress.show(`${results.size} of ${jobs.length} designs done, now design ${job.subject.design}`);
    const kept = cache.get(job);
    const answer = kept === undefined ? await studyIn(worker, job) : { result: kept };
    if ('limitMet' in answer) {
      open.push(`not decided: design ${job.subject.design}: ${answer.limitMet}\n`);
      return;
    }
    if (kept === undefined && !signal.aborted) cache.keep(job, answer.result);
    results.set(job, answer.result);
  };
  try {
    await workOff(jobs, { atOnce, signal, start: startWorker, stop: (worker) => send(worker, 'stop'), work });
  } finally {
    progress.end();
    for (const line of open) terminal.stderr.write(line);
  }
  return jobs.map((job) => results.get(job));
}

const startWorker = (): Worker => new Worker(new URL('./study_worker.js', import.meta.url));

const send = (worker: Worker, message: ToStudyWorker): void => worker.postMessage(message);

/** Rejects with what the worker throws. */
const studyIn = (worker: Worker, job: StudyJob): Promise<FromStudyWorker> =>
  answerOf(worker, { job } satisfies ToStudyWorker, (told: FromStudyWorker) => told);
