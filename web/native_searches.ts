/**
 * Native searches in the page's worker, where `pageoffline explore` serves it: what a page cannot make, the command makes. In a page
 * from a disk or another host, and where nothing comes back, searches are made in TypeScript.
 */

import { searchNativelyWith } from '../src/checker/native_search.js';
import { compiled, type KeptModule, keyOf, unpacked } from '../src/export/native/kept_module.js';
import { searchOfModules } from '../src/export/native/search.js';
import type { DecideJob } from '../src/properties/decide_job.js';

/** Where the page asks for modules; undefined: nowhere. To be called in the page, for its worker. */
export function placeToAsk(): string | undefined {
  const said = document.querySelector('meta[name="native-searches"]')?.getAttribute('content') ?? 'none';
  return said === 'none' ? undefined : new URL(said, location.href).href;
}

/** From now on in this worker, which decides the job. */
export function searchNatively({ scenario, properties }: DecideJob, place: string): void {
  searchNativelyWith(
    searchOfModules((request, mayTranslate) => {
      const key = keyOf(request);
      const kept = key === undefined ? undefined : asked(place, { scenario, properties, key, mayTranslate });
      return kept === undefined ? undefined : compiled(unpacked(kept));
    }, undefined),
  );
}

/** Waits for it: a search stands still meanwhile. */
function asked(place: string, question: object): KeptModule | undefined {
  const request = new XMLHttpRequest();
  request.open('POST', place, false);
  try {
    request.send(JSON.stringify(question));
  } catch {
    return undefined;
  }
  return request.status === 200 ? JSON.parse(request.responseText) : undefined;
}
