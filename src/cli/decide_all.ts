/** Decides many cases at once, each in a worker thread, and gives the verdicts of each, in the order of the cases. */

import { Worker } from 'node:worker_threads';
import type { VerdictCell } from '../properties/verdict.js';
import type { DecideJob } from './decide_job.js';
import { type FromWorker, STOP } from './decide_worker_messages.js';
import type { Interrupt } from './interrupt.js';
import { compact, type ProgressLine } from './progress.js';

export async function decideAll(
  jobs: readonly DecideJob[],
  atOnce: number,
  interrupt: Interrupt,
  progress: ProgressLine,
): Promise<(readonly VerdictCell[])[]> {
  const results: (readonly VerdictCell[])[] = jobs.map(() => []);
  const states = new Array<number>(jobs.length).fill(0);
  let next = 0;
  let finished = 0;
  const show = () => {
    const total = states.reduce((sum, each) => sum + each, 0);
    progress.show(`${finished} of ${jobs.length} searches done, ${compact(total)} states`);
  };
  const workOff = async (): Promise<void> => {
    for (let i = next++; i < jobs.length; i = next++) {
      results[i] = await decideInWorker(jobs[i], interrupt, (seen) => {
        states[i] = seen;
        show();
      });
      finished++;
      show();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, workOff));
  return results;
}

function decideInWorker(
  job: DecideJob,
  interrupt: Interrupt,
  onStates: (states: number) => void,
): Promise<readonly VerdictCell[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./decide_worker.js', import.meta.url), { workerData: job });
    if (interrupt.requested) worker.postMessage(STOP);
    interrupt.onRequest(() => worker.postMessage(STOP));
    worker.on('message', (message: FromWorker) => {
      if ('cells' in message) resolve(message.cells);
      else onStates(message.progress.states);
    });
    worker.on('error', reject);
  });
}
