/** A search in a worker, as the page sees it. */

import type { Progress } from '../src/properties/decide.js';
import type { DecideJob } from '../src/properties/decide_job.js';
import type { VerdictCell } from '../src/properties/verdict.js';
import { placeToAsk } from './native_searches.js';
import { type FromWorker, STOP, type ToWorker } from './search_messages.js';

/** A browser's tab has less memory than a terminal. */
export const LIMITS = { maxStates: 20_000_000, maxBytes: 2 ** 30 };

export interface Running {
  /** @throws what went wrong in the worker */
  readonly cells: Promise<readonly VerdictCell[]>;
  /** Ends it where it is; what is not decided by then is left open. */
  stop(): void;
}

export function decide(job: DecideJob, onProgress: (progress: Progress) => void): Running {
  const url = URL.createObjectURL(ownScript());
  const worker = new Worker(url);
  const send = (message: ToWorker) => worker.postMessage(message);
  const cells = new Promise<readonly VerdictCell[]>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'progress') onProgress(data.progress);
      else if (data.kind === 'cells') resolve(data.cells);
      else reject(new Error(data.message));
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(url);
  });
  send({ job, searches: placeToAsk() });
  return { cells, stop: () => send(STOP) };
}

/**
 * The worker runs the page's own script, see `main.tsx`: the page is one file, and would otherwise hold the engine twice. As a
 * function, not as a module: a page from a disk may start no module in a worker.
 */
function ownScript(): Blob {
  const script = document.querySelector('script[type="module"]')?.textContent ?? '';
  return new Blob([`(() => {${script}})();`], { type: 'text/javascript' });
}
