/** A worker thread that decides one scenario after another. */

import { parentPort } from 'node:worker_threads';
import { decide } from '../properties/decide_job.js';
import { type FromWorker, STOP, type ToWorker } from './decide_worker_messages.js';
import { searchNatively } from './native_search.js';
import { keepPrograms } from './program_files.js';
import { turn } from './terminal.js';

if (parentPort === null) throw new Error('to be started as a worker thread');
const port = parentPort;
keepPrograms();
const loading = searchNatively();
const send = (message: FromWorker) => port.postMessage(message);

let stop = false;
port.on('message', async (message: ToWorker) => {
  if (message === STOP) {
    stop = true;
    return;
  }
  await loading;
  const { change } = message.job.scenario;
  // Hardly any scenario has one, and to load what loads it takes time.
  if (change !== undefined) await (await import('../change/load.js')).loadChange(change.file);
  const { cells } = await decide(message.job, async (progress) => {
    send({ progress });
    await turn();
    return stop;
  });
  send({ cells });
});
