/** A worker thread that measures one unit: nothing that it knows helps the next, which would blur the times. */

import { parentPort, workerData } from 'node:worker_threads';
import { measure, type Unit } from './unit.js';

parentPort?.postMessage(await measure(workerData as Unit));
