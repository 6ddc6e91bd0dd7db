/** Decides one case off the page's own thread, telling its progress and ending early when asked. */

import { errorMessage } from '../src/checker/error_message.js';
import { decide } from '../src/properties/decide_job.js';
import { searchNatively } from './native_searches.js';
import { type FromWorker, STOP, type ToWorker } from './search_messages.js';

const tell = (message: FromWorker): void => postMessage(message);

/** To be called once, in a worker: takes one job. */
export function serveSearch(): void {
  let stopped = false;
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data === STOP) {
      stopped = true;
      return;
    }
    const { job, searches } = data;
    if (searches !== undefined) searchNatively(job, searches);
    decide(job, async (progress) => {
      tell({ kind: 'progress', progress });
      await turn();
      return stopped;
    }).then(
      ({ cells }) => tell({ kind: 'cells', cells }),
      (error: unknown) => tell({ kind: 'failed', message: errorMessage(error) }),
    );
  });
}

/** Lets a message be handled. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
