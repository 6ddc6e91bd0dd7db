/** The reference count of a page, one atomic instruction each. include/linux/page_ref.h and include/linux/mm.h, all versions. */

import { atomic } from './atomic.js';
import { blockOfPage, type Kernel, Oops, Owner, PG_OFFLINE, raise } from './state.js';

/** A count that is changed while the memmap is garbage is a stray write. */
export function requireMemmap(k: Kernel, page: number): boolean {
  if (k.memmapValid[blockOfPage(k, page)] === 1) return true;
  raise(k, Oops.GARBAGE_MEMMAP);
  return false;
}

/** page_ref_inc(): no test of any kind, so that it also works on a free page. */
export function pageRefInc(k: Kernel, page: number): void {
  if (!requireMemmap(k, page)) return;
  if (k.refcount[page] === k.maxRefcount) raise(k, Oops.REF_LEAK);
  else k.refcount[page]++;
}

/** page_ref_dec_and_test() */
export function pageRefDecAndTest(k: Kernel, page: number): boolean {
  if (!requireMemmap(k, page)) return false;
  if (k.refcount[page] === 0) {
    raise(k, Oops.REF_UNDERFLOW);
    return false;
  }
  k.refcount[page]--;
  return k.refcount[page] === 0;
}

/** Takes a reference for a moment, unless the count is 0. */
export function takeSpeculative(k: Kernel, page: number): boolean {
  if (!requireMemmap(k, page) || k.refcount[page] === 0) return false;
  pageRefInc(k, page);
  // A holder that comes back for another reference has never put the one it had.
  if (k.speculative[page] === k.maxSpeculative) raise(k, Oops.REF_LEAK);
  else k.speculative[page]++;
  return true;
}

/** get_page_unless_zero(), folio_try_get(): whatever the page is, only a count of 0 refuses. */
export const getPageUnlessZero = atomic(
  'get_page_unless_zero',
  { on: ['page'], reads: ['memmapValid', 'refcount', 'speculative'], writes: ['refcount', 'speculative'] },
  ['refused', 'got'],
  takeSpeculative,
);

/**
 * put_page_testzero(), as the first step of put_page() or free_contig_range(). Without the hook of RFC v3 nothing keeps a page
 * whose count reached 0 from being freed.
 */
function putPageTestzero(k: Kernel, page: number): boolean {
  if (!pageRefDecAndTest(k, page)) return false;
  const hooked = k.switches.putHook && !k.switches.hookBeforePut;
  if (!hooked && !isStoppedWhenFreed(k, page)) k.owner[page] = Owner.INFLIGHT;
  return true;
}

/** Whether the page checks of free_pages_prepare() drop the page for the type it has, 6.3 to 6.16: it stays whose it was. */
export function isStoppedWhenFreed(k: Kernel, page: number): boolean {
  const { pageChecks, freeType } = k.switches;
  return pageChecks && freeType === 'overwrite' && k.pageType[page] !== 0;
}

const PUT = ['still referenced', 'reached 0'] as const;

/** Drops a reference that its holder owned: the user's, the driver's, or that of alloc_contig_range(). */
export const putOwned = atomic(
  'put_page_testzero',
  { on: ['page'], reads: ['memmapValid', 'pageType', 'refcount'], writes: ['owner', 'refcount'] },
  PUT,
  putPageTestzero,
);

/** Drops a reference that was taken for a moment: a walker's, or migration's. */
export const putSpeculative = atomic(
  'put_page_testzero',
  {
    on: ['page'],
    reads: ['memmapValid', 'pageType', 'refcount', 'speculative'],
    writes: ['owner', 'refcount', 'speculative'],
  },
  PUT,
  (k: Kernel, page: number) => {
    // None to drop where a change of the model lets somebody go on who took none.
    if (k.speculative[page] > 0) k.speculative[page]--;
    return putPageTestzero(k, page);
  },
);

/** The hook of RFC v3 in __put_page(): a PageOffline page is not freed, whoever dropped the last reference. */
export const putPageHook = atomic(
  '__put_page: PageOffline',
  { on: ['page'], in: '__put_page', reads: ['memmapValid', 'pageType', 'refcount'], writes: ['owner'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return true;
    if ((k.pageType[page] & PG_OFFLINE) !== 0) return true;
    // Whoever has taken the page since the put will find it freed.
    if (k.refcount[page] !== 0) raise(k, Oops.BAD_FREE);
    k.owner[page] = Owner.INFLIGHT;
    return false;
  },
);

/** The hook, where a patch has it look before the put. */
export const lookAtHook = atomic(
  'put_page: PageOffline',
  { on: ['page'], in: 'put_page', reads: ['pageType'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => {
    return (k.pageType[page] & PG_OFFLINE) !== 0;
  },
);

/** Behind that look: the count of a PageOffline page is decremented, and nobody frees it. */
export const dropOwned = atomic(
  'put_offline_page',
  { on: ['page'], in: 'patch', reads: ['memmapValid', 'refcount'], writes: ['refcount'] },
  (k: Kernel, page: number) => {
    pageRefDecAndTest(k, page);
  },
);

/** A patch: a walker drops a reference to a page that turned out to be PageOffline, and frees nothing. */
export const dropSpeculative = atomic(
  'put_offline_page',
  { on: ['page'], in: 'patch', reads: ['memmapValid', 'refcount', 'speculative'], writes: ['refcount', 'speculative'] },
  (k: Kernel, page: number) => {
    // None to drop where a change of the model lets somebody go on who took none.
    if (k.speculative[page] > 0) k.speculative[page]--;
    pageRefDecAndTest(k, page);
  },
);

/** page_ref_freeze(page, 1): nobody gets a reference from here on, unless somebody has one besides the caller. */
export function pageRefFreeze(k: Kernel, page: number): boolean {
  if (!requireMemmap(k, page) || k.refcount[page] !== 1) return false;
  k.refcount[page] = 0;
  return true;
}
