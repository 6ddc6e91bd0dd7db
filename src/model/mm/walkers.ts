/**
 * PFN walkers: they take a reference of their own to a page they come across, look at it, and put it.
 * mm/damon/paddr.c, damon_get_folio(), does not look at the page before; mm/compaction.c and mm/page_idle.c saw it on the
 * LRU. None is kept out by mem_hotplug_lock, nor waited for when a section goes offline.
 */

import { atomic, idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import type { WalkerKind } from '../configuration.js';
import { type Context, chooseOf } from '../context.js';
import { getPageUnlessZero, takeSpeculative } from '../page_ref.js';
import { rcuReadLock, rcuReadUnlock } from '../rcu.js';
import { blockOfPage, type Kernel } from '../state.js';
import { pageLru } from './migrate.js';
import { putSpeculativePage } from './page_alloc.js';
import { pfnToOnlinePage } from './sparse.js';

/** pfn_to_online_page() and the reference at once; see `WalkerKind`. */
const getOnlinePage = atomic('get_page_unless_zero', ['refused', 'got'], (k: Kernel, page: number) => {
  return k.sectionOnline[blockOfPage(k, page)] === 1 && takeSpeculative(k, page);
});

/** The look at a page, which a walker need not begin, and the reference to it. Returns whether the walker has one. */
function* getPage(kind: WalkerKind, page: number): Process<Kernel, boolean> {
  if (kind === 'prompt') return (yield idleUntil(getOnlinePage, page)) === 1;
  const begun = kind === 'rcu';
  if ((yield (begun ? step : idleUntil)(pfnToOnlinePage, page)) === 0) return false;
  if (kind === 'lru' && (yield step(pageLru, page)) === 0) return false;
  return (yield step(getPageUnlessZero, page)) === 1;
}

export function* pfnWalker(context: Context, walker: number): Process<Kernel> {
  const kind = context.configuration.actors.walkers[walker];
  for (;;) {
    yield retryPoint('walk');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if (kind === 'rcu') yield idleUntil(rcuReadLock, walker);
    if (yield* getPage(kind, page)) yield* putSpeculativePage(context, page);
    if (kind === 'rcu') yield step(rcuReadUnlock, walker);
  }
}
