/** A worker thread that decides one case. */

import { parentPort, workerData } from 'node:worker_threads';
import { type DecideJob, decide } from './decide_job.js';
import type { FromWorker } from './decide_worker_messages.js';

async function main(job: DecideJob): Promise<void> {
  if (parentPort === null) throw new Error('to be started as a worker thread');
  const port = parentPort;
  let stop = false;
  port.on('message', () => {
    stop = true;
  });
  const send = (message: FromWorker) => port.postMessage(message);
  const { cells } = await decide(
    job,
    (progress) => send({ progress }),
    () => stop,
  );
  send({ cells });
  port.close();
}

await main(workerData as DecideJob);
