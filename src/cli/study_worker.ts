/** A worker thread that makes one study after another. */

import { parentPort } from 'node:worker_threads';
import { LimitMet } from '../properties/studies/limit_met.js';
import { searchNatively } from './native_search.js';
import { keepPrograms } from './program_files.js';
import { type FromStudyWorker, study, type ToStudyWorker } from './study_job.js';

if (parentPort === null) throw new Error('to be started as a worker thread');
const port = parentPort;
keepPrograms();
const loading = searchNatively();
const send = (message: FromStudyWorker) => port.postMessage(message);

let stop = false;
port.on('message', async (message: ToStudyWorker) => {
  if (message === 'stop') {
    stop = true;
    return;
  }
  await loading;
  try {
    send({ result: await study(message.job, () => stop) });
  } catch (error) {
    if (!(error instanceof LimitMet)) throw error;
    send({ limitMet: error.message });
  }
});
