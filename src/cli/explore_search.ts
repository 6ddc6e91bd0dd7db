/**
 * The module of a native search, for the explorer's page. To translate a program the JavaScript engine is asked, as a debugger does,
 * what names in functions mean: a page cannot do that, and the command that serves it can.
 */

import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { KeptModule } from '../export/native/kept_module.js';
import { scenarioSchema } from '../scenario/schema.js';
import { BuildFiles } from './build_files.js';
import { answerOf } from './work_off.js';

export const searchRequestSchema = z.strictObject({
  /** What is decided in the page. */
  scenario: scenarioSchema,
  properties: z.array(z.string()),
  /** Which of its searches asks: see `keyOf`. */
  key: z.string(),
  /** Whether one may be made that is not kept. */
  mayTranslate: z.boolean(),
});

export type SearchRequest = z.infer<typeof searchRequestSchema>;

/** What a worker says that has looked for one. */
export interface MadeModule {
  readonly module: KeptModule | undefined;
}

/** Undefined where it is not kept and may not be made, or cannot be. */
export async function moduleFor(request: SearchRequest): Promise<KeptModule | undefined> {
  const kept = new BuildFiles<KeptModule>('searches').get(request.key);
  return kept === undefined && request.mayTranslate ? made(request) : kept;
}

async function made(request: SearchRequest): Promise<KeptModule | undefined> {
  const worker = new Worker(new URL('./explore_worker.js', import.meta.url));
  try {
    const { module } = await answerOf(worker, request, (told: MadeModule) => told);
    return module;
  } finally {
    await worker.terminate();
  }
}
