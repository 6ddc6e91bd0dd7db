/** Measures units, several at once, each in a worker thread of its own. */

import { Worker } from 'node:worker_threads';
import type { Measured } from './results.js';
import type { Unit } from './unit.js';

/**
 * @param onMeasured called for each row when it is there
 * @param signal stops the work: units that are not done by then are lost
 */
export async function measureAll(
  units: readonly Unit[],
  atOnce: number,
  onMeasured: (measured: Measured, unit: Unit) => void,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const workOff = async (): Promise<void> => {
    while (next < units.length && !signal.aborted) {
      const unit = units[next++];
      const measured = await measureInWorker(unit, signal);
      if (measured !== undefined) onMeasured(measured, unit);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, workOff));
}

function measureInWorker(unit: Unit, signal: AbortSignal): Promise<Measured | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: unit });
    const stop = () => {
      void worker.terminate();
      resolve(undefined);
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (measured: Measured) => {
      signal.removeEventListener('abort', stop);
      resolve(measured);
    });
    worker.on('error', reject);
  });
}
