/**
 * PFN walkers: they take a reference of their own to a page they come across, look at it, and put it.
 * `any`: mm/damon/paddr.c, damon_get_folio(), no look at the page before. `lru`: mm/compaction.c and mm/page_idle.c, which
 * saw the page on the LRU before. Neither is kept out by mem_hotplug_lock, nor waited for when a section goes offline.
 */

import { type Process, retryPoint, step } from '../../checker/process.js';
import type { WalkerKind } from '../configuration.js';
import { type Context, chooseOf } from '../context.js';
import { getPageUnlessZero } from '../page_ref.js';
import type { Kernel } from '../state.js';
import { pageLru } from './migrate.js';
import { putSpeculativePage } from './page_alloc.js';
import { pfnToOnlinePage } from './sparse.js';

export function* pfnWalker(context: Context, kind: WalkerKind): Process<Kernel> {
  for (;;) {
    yield retryPoint('walk');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if ((yield step(pfnToOnlinePage, page)) === 0) continue;
    if (kind === 'lru' && (yield step(pageLru, page)) === 0) continue;
    if ((yield step(getPageUnlessZero, page)) === 1) yield* putSpeculativePage(context, page);
  }
}
