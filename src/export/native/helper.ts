/** A thread that helps a search: it expands chunks of its states for as long as it is let. */

import { workerData } from 'node:worker_threads';
import { Chunks } from './chunks.js';
import { Instance } from './instance.js';
import type { HelperData } from './sharing.js';

const { module, memory, own, places, chunks: told }: HelperData = workerData;
const chunks = new Chunks(told.shape, told.memory);
// It stores nothing, and so asks nothing.
const instance = new Instance(module, memory, own, () => 0);
instance.head.set(places);
chunks.isReady();
for (let failed = false; !failed; ) {
  const number = chunks.take();
  if (number === undefined) chunks.waitForMore();
  else failed = !works(number);
}

/** Whatever goes wrong, the search goes on without. */
function works(number: number): boolean {
  try {
    chunks.work(number, instance);
    return true;
  } catch {
    chunks.giveUp(number);
    return false;
  }
}
