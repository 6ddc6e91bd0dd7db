/** A worker thread that begins the search which a page makes, only as far as it takes to have the module for it. */

import { parentPort } from 'node:worker_threads';
import { searchNativelyWith } from '../checker/native_search.js';
import type { KeptModule } from '../export/native/kept_module.js';
import { keepModulesIn, searchInWebAssembly } from '../export/native/made_modules.js';
import { decide } from '../properties/decide_job.js';
import { BuildFiles } from './build_files.js';
import type { MadeModule, SearchRequest } from './explore_search.js';
import { keepPrograms } from './program_files.js';

if (parentPort === null) throw new Error('to be started as a worker thread');
const port = parentPort;
const files = new BuildFiles<KeptModule>('searches');
keepPrograms();
// However small the search is by then: in the page it has become large.
searchNativelyWith((request) => searchInWebAssembly({ ...request, isLarge: true }));

/** A page gives up at as many. */
const MOST_STATES = 20_000_000;

port.on('message', async ({ scenario, properties, key: asked }: SearchRequest) => {
  let module: KeptModule | undefined;
  const note = (key: string, known: KeptModule | undefined): void => {
    if (key === asked) module = known;
  };
  keepModulesIn({
    get: (key) => {
      const found = files.get(key);
      note(key, found);
      return found;
    },
    keep: (key, made) => {
      files.keep(key, made);
      note(key, made);
    },
  });
  await decide({ scenario, properties, limits: { maxStates: MOST_STATES } }, async () => module !== undefined);
  port.postMessage({ module } satisfies MadeModule);
});
