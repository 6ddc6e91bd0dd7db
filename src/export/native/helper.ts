/** A thread that helps a search: it expands chunks of its states for as long as it is let. */

import { workerData } from 'node:worker_threads';
import { Chunks } from './chunks.js';
import { Instance } from './instance.js';
import type { HelperData } from './sharing.js';

const { module, memory, own, places, chunks: told }: HelperData = workerData;
const chunks = new Chunks(told.shape, told.memory);
try {
  // It stores nothing, and so asks nothing.
  const instance = new Instance(module, memory, own, () => 0);
  instance.head.set(places);
  chunks.isReady();
  for (;;) {
    const number = chunks.take();
    if (number === undefined) chunks.waitForMore();
    else chunks.expand(number, instance);
  }
} catch {
  // The search goes on without: whatever it was, nobody but this thread was at it.
  chunks.fail();
}
