/** Decides many scenarios at once in worker threads, or has their verdicts from before; gives those of each, in the order of the jobs. */

import { Worker } from 'node:worker_threads';
import { type DecideJob, notBegun } from '../properties/decide_job.js';
import type { VerdictCell } from '../properties/verdict.js';
import { type FromWorker, STOP, type ToWorker } from './decide_worker_messages.js';
import { compact, progressLine } from './progress.js';
import type { Terminal } from './terminal.js';
import { keepCells, keptCells, keptRemark } from './verdict_files.js';
import { answerOf, workOff } from './work_off.js';

/**
 * @param atOnce searches at once
 * @param label what the searches are for, on the line of progress
 * @returns of a job that was not begun when the work was to stop, that nothing is decided
 */
export async function decideAll(
  jobs: readonly DecideJob[],
  atOnce: number,
  terminal: Terminal,
  label?: string,
): Promise<(readonly VerdictCell[])[]> {
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const results = new Map(jobs.flatMap((job) => keptEntry(job)));
  const open = jobs.filter((job) => !results.has(job));
  if (results.size > 0) terminal.stderr.write(keptRemark(results.size, jobs.length));
  const states = new Map<DecideJob, number>();
  const show = () => {
    const total = [...states.values()].reduce((sum, each) => sum + each, 0);
    const text = `${results.size} of ${jobs.length} searches done, ${compact(total)} states`;
    progress.show(label === undefined ? text : `${label}: ${text}`);
  };
  const work = async (worker: Worker, job: DecideJob): Promise<void> => {
    const cells = await decideIn(worker, job, (seen) => {
      states.set(job, seen);
      show();
    });
    results.set(job, cells);
    if (!signal.aborted) keepCells(job, cells);
    show();
  };
  try {
    await workOff(open, { atOnce, signal, start: startWorker, stop: (worker) => send(worker, STOP), work });
  } finally {
    progress.end();
  }
  return jobs.map((job) => results.get(job) ?? notBegun(job));
}

function keptEntry(job: DecideJob): [DecideJob, readonly VerdictCell[]][] {
  const cells = keptCells(job);
  return cells === undefined ? [] : [[job, cells]];
}

const startWorker = (): Worker => new Worker(new URL('./decide_worker.js', import.meta.url));

const send = (worker: Worker, message: ToWorker): void => worker.postMessage(message);

/** Rejects with what the worker throws. */
function decideIn(worker: Worker, job: DecideJob, onStates: (states: number) => void): Promise<readonly VerdictCell[]> {
  return answerOf(worker, { job } satisfies ToWorker, (told: FromWorker) => {
    if ('cells' in told) return told.cells;
    onStates(told.progress.states);
    return undefined;
  });
}
