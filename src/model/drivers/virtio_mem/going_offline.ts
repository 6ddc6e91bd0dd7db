/**
 * What virtio-mem does with its fake-offline pages in MEM_GOING_OFFLINE and MEM_CANCEL_OFFLINE: design D drops its references and
 * takes them again, others free the pages or freeze them. drivers/virtio/virtio_mem.c, 5.8 to 7.3, and the designs of the review.
 */

import { procedure } from '../../../checker/procedure.js';
import { BLOCKED, ignoreOutcome, type Process, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import type { Context } from '../../context.js';
import { adjustManagedPageCount, putPage, takeFromBuddy } from '../../mm/page_alloc.js';
import { pageRefDecAndTest, pageRefFreeze, pageRefInc } from '../../page_ref.js';
import { synchronizeRcu } from '../../rcu.js';
import { Attempt, blockOfPage, type Kernel, Owner, PG_BUDDY, PG_OFFLINE } from '../../state.js';
import { isUnplugged, markOffline } from './fake_offline.js';

/** One page of virtio_mem_fake_offline_going_offline(): drops the driver's reference; a WARN if it was not the last. */
const goingOfflinePage = atomic(
  'page_ref_dec_and_test',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'managedMovable', 'memmapValid', 'owner', 'refcount', 'zoneMovable'],
    writes: ['managed', 'managedMovable', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'dropped to 0', 'WARN: still referenced'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    // The managed count is raised once for a whole sub-block; nothing looks at it before the attempt is over.
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, page, k.geometry.weight[page]);
    const zero = pageRefDecAndTest(k, page);
    if (k.owner[page] === Owner.DRIVER) k.owner[page] = Owner.RELEASED;
    return zero ? 1 : 2;
  },
);

/**
 * The same with page_ref_freeze(). `managed` as in {@link goingOfflinePage}. Ghost: a refused attempt is being rolled back.
 */
function freezeGoingOffline(k: Kernel, page: number): boolean {
  if (!pageRefFreeze(k, page)) return false;
  if (k.switches.accounting === '5.8') adjustManagedPageCount(k, page, k.geometry.weight[page]);
  if (k.owner[page] === Owner.DRIVER) k.owner[page] = Owner.RELEASED;
  return true;
}

const FROZEN = ['plugged: left alone', 'frozen', '-EBUSY: referenced'] as const;

const freezeOrRefuse = atomic(
  'page_ref_freeze',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: [
      'attempt',
      'bigBlock',
      'bitmap',
      'managed',
      'managedMovable',
      'memmapValid',
      'owner',
      'refcount',
      'zoneMovable',
    ],
    writes: ['attempt', 'managed', 'managedMovable', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  FROZEN,
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    if (freezeGoingOffline(k, page)) return 1;
    const block = blockOfPage(k, page);
    if (k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
    return 2;
  },
);

const freezeWhenUnreferenced = atomic(
  'page_ref_freeze',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'managedMovable', 'memmapValid', 'owner', 'refcount', 'zoneMovable'],
    writes: ['managed', 'managedMovable', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  FROZEN,
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    return freezeGoingOffline(k, page) ? 1 : BLOCKED;
  },
);

/** One page of virtio_mem_fake_offline_cancel_offline(): takes the reference again, with no look at the page. */
const cancelOfflinePage = atomic(
  'page_ref_inc',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'managedMovable', 'memmapValid', 'owner', 'refcount', 'zoneMovable'],
    writes: ['managed', 'managedMovable', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'raised'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, page, -k.geometry.weight[page]);
    pageRefInc(k, page);
    if (k.owner[page] === Owner.RELEASED) k.owner[page] = Owner.DRIVER;
    return 1;
  },
);

/** Design B in MEM_GOING_OFFLINE: an unplugged page is not PageOffline any more; its reference is put next. */
const freeInGoingOffline = atomic(
  '__ClearPageOffline',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'managedMovable', 'pageType', 'zoneMovable'],
    writes: ['dirty', 'managed', 'managedMovable', 'pageType'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'cleared'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return false;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, page, k.geometry.weight[page]);
    k.pageType[page] &= ~PG_OFFLINE;
    k.dirty[page] = 0;
    return true;
  },
);

/** As {@link freeInGoingOffline}, but the page is PageOffline until it is free. */
const isToBeFreed = atomic(
  'virtio_mem_fake_offline_going_offline',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'managedMovable', 'zoneMovable'],
    writes: ['managed', 'managedMovable'],
  },
  ['plugged: left alone', 'to be freed'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return false;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, page, k.geometry.weight[page]);
    return true;
  },
);

const clearFreedPage = atomic(
  '__ClearPageOffline',
  { on: ['page'], reads: ['pageType'], writes: ['dirty', 'pageType'] },
  (k: Kernel, page: number) => {
    k.pageType[page] &= ~PG_OFFLINE;
    k.dirty[page] = 0;
  },
);

/** Design B in MEM_CANCEL_OFFLINE: takes exactly those pages out of the buddy allocator again, if nobody was faster. */
const allocAgain = atomic(
  'alloc_contig_range',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'managedMovable', 'owner', 'pageType', 'refcount', 'zoneMovable'],
    writes: ['freeList', 'managed', 'managedMovable', 'owner', 'pageType', 'refcount', 'skippable'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'taken back', 'lost'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, page, -k.geometry.weight[page]);
    if ((k.pageType[page] & PG_BUDDY) === 0) return 2;
    takeFromBuddy(k, page);
    k.refcount[page]++;
    markOffline(k, page);
    return 1;
  },
);

/**
 * virtio_mem_fake_offline_going_offline(), and what designs and patches have in its place. Returns whether every page was let
 * go of; if not, none is.
 */
export const fakeOfflineGoingOffline = procedure(function* fakeOfflineGoingOffline(
  context: Context,
  pages: readonly number[],
): Process<Kernel, boolean> {
  const { dropAt, sign, rcuSync, goingFreezes } = context.switches;
  if (dropAt !== 'going' && goingFreezes === 'no') return true;
  if (rcuSync) yield* synchronizeRcu();
  if (goingFreezes !== 'no') return yield* freezePages(context, pages);
  for (const page of pages) {
    if (sign !== 'buddy') yield ignoreOutcome(step(goingOfflinePage, page));
    else yield* freeToBuddy(context, page);
  }
  return true;
});

/** Returns whether every unplugged page is frozen; if not, none is. */
const freezePages = procedure(function* freezePages(
  context: Context,
  pages: readonly number[],
): Process<Kernel, boolean> {
  if (context.switches.goingFreezes === 'wait') {
    for (const page of pages) yield ignoreOutcome(waitUntil(freezeWhenUnreferenced, page));
    return true;
  }
  for (const [i, page] of pages.entries()) {
    if ((yield step(freezeOrRefuse, page)) !== freezeOrRefuse.is['-EBUSY: referenced']) continue;
    for (const frozen of pages.slice(0, i)) yield ignoreOutcome(step(cancelOfflinePage, frozen));
    return false;
  }
  return true;
});

/** What design B does with one page. */
const freeToBuddy = procedure(function* freeToBuddy(context: Context, page: number): Process<Kernel> {
  if (context.switches.clearsBeforePut) {
    if ((yield step(freeInGoingOffline, page)) === freeInGoingOffline.is.cleared) yield* putPage(context, page);
  } else if ((yield step(isToBeFreed, page)) === isToBeFreed.is['to be freed']) {
    yield* putPage(context, page);
    yield step(clearFreedPage, page);
  }
});

/** virtio_mem_fake_offline_cancel_offline(): what was let go of in MEM_GOING_OFFLINE is taken again. */
export const fakeOfflineCancelOffline = procedure(function* fakeOfflineCancelOffline(
  context: Context,
  pages: readonly number[],
): Process<Kernel> {
  const { dropAt, goingFreezes, sign } = context.switches;
  if (dropAt !== 'going' && goingFreezes === 'no') return;
  const takeBack = sign === 'buddy' ? allocAgain : cancelOfflinePage;
  for (const page of pages) yield ignoreOutcome(step(takeBack, page));
});
