/**
 * How Hyper-V's balloon brings pages online: the callback of its own, and pages that the host backs later.
 * drivers/hv/hv_balloon.c, 5.10 to 7.3.
 */

import { procedure } from '../../../checker/procedure.js';
import { BLOCKED, type Process, step } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import type { Context } from '../../context.js';
import { freeOnePage, freePagesCore, freePagesOk } from '../../mm/page_alloc.js';
import { requireMemmap } from '../../page_ref.js';
import { blockOfPage, type Kernel, Oops, Owner, PG_OFFLINE, raise } from '../../state.js';

/** `num_pages_onlined++` */
function countOnlined(k: Kernel): void {
  k.pagesOnlined[0] = Math.min(k.pagesOnlined[0] + 1, k.geometry.pages);
}

/**
 * hv_online_page() for one page, under ha_lock: a page that is backed goes to the buddy allocator, another is kept back. Up to
 * 6.12 it passes over a page that lies in no hot-add region, and nobody ever onlines that. It runs before the section is online.
 */
export const hvOnlinePage = atomic(
  'hv_online_page',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: [
      'backed',
      'haLock',
      'haRegion',
      'isolated',
      'managed',
      'managedMovable',
      'pageType',
      'pagesOnlined',
      'refcount',
      'zoneMovable',
    ],
    writes: ['freeList', 'managed', 'managedMovable', 'owner', 'pageType', 'pagesOnlined', 'refcount', 'reserved'],
    blind: ['passed over'],
  },
  ['onlined', 'kept back', 'passed over'],
  (k: Kernel, page: number) => {
    if (k.haLock[0] !== 0) return BLOCKED;
    const isOurs = k.haRegion[blockOfPage(k, page)] === 1;
    if (!isOurs && !k.switches.hvOnlinesOthers) return 2;
    if (isOurs && k.backed[page] === 0) {
      k.pageType[page] |= PG_OFFLINE;
      k.owner[page] = Owner.FOREIGN;
      return 1;
    }
    freePagesCore(k, page);
    freeOnePage(k, page);
    if (isOurs) countOnlined(k);
    return 0;
  },
);

/** hv_page_online_one(), up to 6.10: the page is no PageOffline any more before it is freed. */
const clearPageOffline = atomic(
  '__ClearPageOffline',
  { on: ['page'], in: 'hv_page_online_one', reads: ['memmapValid', 'pageType'], writes: ['pageType'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) k.pageType[page] &= ~PG_OFFLINE;
  },
);

/** The start of hv_page_online_one() for a page that is backed: since 6.11 it goes on with none but PageOffline pages. */
const pageOnlineOne = atomic(
  'hv_page_online_one',
  { on: ['page'], shown: { outcome: 'remark' }, reads: ['memmapValid', 'pageType'] },
  ['left alone', 'to be onlined'],
  (k: Kernel, page: number) => requireMemmap(k, page) && (k.pageType[page] & PG_OFFLINE) !== 0,
);

/**
 * generic_online_page(), first half: __free_pages_core() sets the count to 0, whoever has a reference. And `num_pages_onlined++`,
 * which ha_lock protects.
 */
const freeCore = atomic(
  '__free_pages_core',
  {
    on: ['page'],
    in: 'generic_online_page',
    reads: ['managed', 'managedMovable', 'memmapValid', 'owner', 'pageType', 'pagesOnlined', 'zoneMovable'],
    writes: ['managed', 'managedMovable', 'owner', 'pageType', 'pagesOnlined', 'refcount', 'reserved'],
  },
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return;
    // Whoever else has the page now has it no more.
    if (k.owner[page] !== Owner.FOREIGN) return raise(k, Oops.BAD_FREE);
    freePagesCore(k, page);
    k.owner[page] = Owner.INFLIGHT;
    countOnlined(k);
  },
);

/** hv_bring_pgs_online() of one page that is backed now, in a section that is online. The caller holds ha_lock. */
export const hvBringPgsOnline = procedure(function* hvBringPgsOnline(
  { switches }: Context,
  page: number,
): Process<Kernel> {
  if (switches.memmapInit === 'reserved') yield step(clearPageOffline, page);
  else if ((yield step(pageOnlineOne, page)) === pageOnlineOne.is['left alone']) return;
  yield step(freeCore, page);
  yield step(freePagesOk, page);
});
