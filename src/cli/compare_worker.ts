/** A worker thread that compares one pair of scenarios after another. */

import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { comparisonOf } from '../change/comparison.js';
import { loadChange, locatedError } from '../change/load.js';
import { errorMessage } from '../checker/error_message.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import {
  type CompareJob,
  type CompareWorkerData,
  type FromCompareWorker,
  STOP,
  TOO_LARGE,
  type ToCompareWorker,
} from './compare_worker_messages.js';
import { searchNatively } from './native_search.js';
import { turn } from './terminal.js';

if (parentPort === null) throw new Error('to be started as a worker thread');
const port = parentPort;
const send = (message: FromCompareWorker) => port.postMessage(message);

const { changes }: CompareWorkerData = workerData;
const loading = Promise.all([searchNatively(), ...changes.map(loadChange)]);

const STATES_PER_SLICE = 20_000;

let stop = false;
port.on('message', async (message: ToCompareWorker) => {
  if (message === STOP) {
    stop = true;
    return;
  }
  try {
    await loading;
    await compareOne(message);
  } catch (error) {
    send({ failed: textOf(error) });
  }
});

async function compareOne({ pair, properties, own, limits, upTo }: CompareJob): Promise<void> {
  const asked = ALL_PROPERTIES.filter(({ id }) => properties.includes(id));
  const running = comparisonOf(pair, asked, limits, own);
  if (upTo !== undefined && running.isTouched && !running.isWithin(upTo)) return send(TOO_LARGE);
  while (!running.run(STATES_PER_SLICE)) {
    send({ states: running.states });
    await turn();
    if (stop) running.interrupt();
  }
  send({ comparison: running.result() });
}

/** With the line of the change file that the error comes from, where it comes from one. */
function textOf(error: unknown): string {
  const [file] = changes;
  if (file === undefined) return errorMessage(error);
  return locatedError(resolve(file), file, error).message;
}
