/** Decides one case in slices, off the page's own thread, telling its progress and ending early when asked. */

import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';
import { Decision } from '../src/properties/decide.js';
import { type FromWorker, type SearchJob, STOP, type ToWorker } from './search_messages.js';

const STATES_PER_SLICE = 20_000;

const tell = (message: FromWorker): void => postMessage(message);

/** To be called once, in a worker: takes one job. */
export function serveSearch(): void {
  let stopped = false;
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data === STOP) stopped = true;
    else decide(data, () => stopped).catch((error: unknown) => tell({ kind: 'failed', message: messageOf(error) }));
  });
}

async function decide(
  { scenario, variation, properties, limits }: SearchJob,
  stopRequested: () => boolean,
): Promise<void> {
  const asked = ALL_PROPERTIES.filter(({ id }) => properties.includes(id));
  const decision = new Decision(scenario, asked, limits);
  while (!decision.run(STATES_PER_SLICE)) {
    tell({ kind: 'progress', progress: decision.progress });
    await turn();
    if (stopRequested()) decision.interrupt();
  }
  tell({ kind: 'progress', progress: decision.progress });
  const cells = decision.cells().map((cell) => (variation === undefined ? cell : { ...cell, variation }));
  tell({ kind: 'cells', cells });
}

/** Lets a message be handled. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
