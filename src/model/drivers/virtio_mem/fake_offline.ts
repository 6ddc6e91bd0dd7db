/**
 * virtio-mem's fake-offline pages: taken out of the buddy allocator and marked PageOffline, and given back.
 * drivers/virtio/virtio_mem.c, 5.8 to 7.3, and the patches of RFC v3.
 */

import { procedure } from '../../../checker/procedure.js';
import { ignoreOutcome, type Process, retryPoint, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, pagesOf } from '../../context.js';
import { allocContigRange } from '../../mm/contig_range.js';
import { adjustManaged, freeFrozenPage, freePagesCore, freePagesOk, putPage } from '../../mm/page_alloc.js';
import { clearPageOffline, pageOfflineBegin, pageOfflineEnd, setOfflineType } from '../../mm/page_offline.js';
import { pageRefDecAndTest, pageRefFreeze, pageRefInc, requireMemmap } from '../../page_ref.js';
import { type Kernel, Oops, Owner, PG_OFFLINE, raise } from '../../state.js';
import type { Switches } from '../../switches.js';
import { BigBlock } from './state.js';

/** Whether the driver keeps the page: what its bitmap says of the sub-block, or in big-block mode the state of the big block. */
export function isUnplugged(k: Kernel, page: number): boolean {
  if (k.configuration.bigBlocks) return k.bigBlock[0] === BigBlock.FAKE_OFFLINE;
  return k.bitmap[k.geometry.subBlockOfPage[page]] === 0;
}

/** __SetPageOffline() of a page that alloc_contig_range() gave, in virtio_mem_set_fake_offline(). */
const setPageOffline = atomic(
  '__SetPageOffline',
  { on: ['page'], reads: ['memmapValid', 'pageType'], writes: ['owner', 'pageType', 'skippable'] },
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return;
    markOffline(k, page);
  },
);

/** PageOffline, and the driver owns the page; with it design E's bit. */
export function markOffline(k: Kernel, page: number): void {
  const { switches } = k;
  setOfflineType(k, page);
  k.skippable[page] = switches.sign === 'bit' ? 1 : 0;
  k.owner[page] = switches.sign === 'bit' || switches.frozen ? Owner.RELEASED : Owner.DRIVER;
}

/** RFC v3: the driver gives its reference up as soon as the page is PageOffline. */
const dropReference = atomic(
  'page_ref_dec',
  { on: ['page'], reads: ['memmapValid', 'refcount'], writes: ['owner', 'refcount'] },
  (k: Kernel, page: number) => {
    pageRefDecAndTest(k, page);
    k.owner[page] = Owner.RELEASED;
  },
);

/**
 * The driver gives back only what it keeps. When the last reference of a walker was put meanwhile, the page is free, in flight
 * or somebody else's, and from here on has two owners.
 */
function requireOwnPage(k: Kernel, page: number): boolean {
  if (k.owner[page] === Owner.DRIVER || k.owner[page] === Owner.RELEASED) return true;
  raise(k, Oops.BAD_FREE);
  return false;
}

/** RFC v3: the driver takes a reference again before it gives the page back. */
const takeReference = atomic(
  'page_ref_inc',
  { on: ['page'], reads: ['memmapValid', 'owner', 'refcount'], writes: ['owner', 'refcount'] },
  (k: Kernel, page: number) => {
    if (!requireOwnPage(k, page)) return;
    pageRefInc(k, page);
    k.owner[page] = Owner.DRIVER;
  },
);

/** The same with page_ref_freeze(), which fails while somebody else has a reference. */
const freezeReference = atomic(
  'page_ref_freeze',
  { on: ['page'], shown: { outcome: 'remark' }, reads: ['memmapValid', 'refcount'], writes: ['owner', 'refcount'] },
  ['-EBUSY: referenced', 'frozen'],
  (k: Kernel, page: number) => {
    if (!pageRefFreeze(k, page)) return false;
    k.owner[page] = Owner.RELEASED;
    return true;
  },
);

/** virtio_mem_set_fake_offline(onlined = true). Whether all pages are the driver's. */
const setFakeOffline = procedure(function* setFakeOffline(
  context: Context,
  subBlock: number,
): Process<Kernel, boolean> {
  const { switches } = context;
  const pages = pagesOf(context, subBlock);
  let unfrozen: number | undefined;
  if (switches.readerFreeze) yield waitUntil(pageOfflineBegin);
  for (const [i, page] of pages.entries()) {
    yield step(setPageOffline, page);
    if (switches.dropAt !== 'unplug') continue;
    if (!switches.unplugFreezes) yield step(dropReference, page);
    else if ((yield step(freezeReference, page)) === freezeReference.is['-EBUSY: referenced']) {
      unfrozen = i;
      break;
    }
  }
  if (switches.readerFreeze) yield step(pageOfflineEnd);
  if (unfrozen === undefined) return true;
  yield* giveBack(context, pages, unfrozen);
  return false;
});

/**
 * Structure, of a patch that no kernel has: PageOffline is cleared, and the reference put, of a page that
 * could not be frozen and of those before and behind it.
 */
const giveBack = procedure(function* giveBack(
  context: Context,
  pages: readonly number[],
  unfrozen: number,
): Process<Kernel> {
  for (const [i, page] of pages.entries()) {
    if (i < unfrozen) yield step(takeReference, page);
    if (i <= unfrozen) yield ignoreOutcome(step(clearFakeOffline, page));
    yield* putPage(context, page);
  }
});

/**
 * virtio_mem_clear_fake_offline(). PageDirty remembers a page that was never handed to the allocator since its block was
 * onlined; from 6.12 on the core clears the type of such a page.
 */
const clearFakeOffline = atomic(
  'virtio_mem_clear_fake_offline',
  {
    on: ['page'],
    shown: { outcome: 'hidden' },
    reads: ['dirty', 'memmapValid', 'owner', 'pageType'],
    writes: ['dirty', 'pageType', 'skippable'],
  },
  ['allocated before', 'never onlined'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page) || !requireOwnPage(k, page)) return 0;
    const neverOnlined = k.dirty[page] === 1;
    k.dirty[page] = 0;
    k.skippable[page] = 0;
    if (!neverOnlined || k.switches.memmapInit === 'reserved') k.pageType[page] &= ~PG_OFFLINE;
    return neverOnlined;
  },
);

/** generic_online_page(), first half: __free_pages_core() makes a fresh page of it; {@link freePagesOk} is the second. */
const genericOnlinePage = atomic(
  '__free_pages_core',
  {
    on: ['page'],
    reads: ['managed', 'managedMovable', 'memmapValid', 'owner', 'pageType', 'zoneMovable'],
    writes: ['managed', 'managedMovable', 'owner', 'pageType', 'refcount', 'reserved'],
  },
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page) || !requireOwnPage(k, page)) return;
    freePagesCore(k, page);
    k.owner[page] = Owner.INFLIGHT;
  },
);

/** virtio_mem_fake_online(): the pages go back to the buddy allocator. */
export const fakeOnline = procedure(function* fakeOnline(context: Context, subBlock: number): Process<Kernel> {
  const { switches } = context;
  for (const page of pagesOf(context, subBlock)) {
    if (switches.dropAt === 'unplug') yield step(takeReference, page);
    const neverOnlined = (yield step(clearFakeOffline, page)) === clearFakeOffline.is['never onlined'];
    if (neverOnlined && !switches.plugBackPuts) {
      yield step(genericOnlinePage, page);
      yield step(freePagesOk, page);
    } else {
      // So that it is as alloc_contig_range() gives pages, and can be put.
      if (neverOnlined && switches.memmapInit === 'offline') yield step(clearPageOffline, page);
      if (switches.frozen) yield* freeFrozenPage(context, page);
      else yield* putPage(context, page);
      if (switches.accounting !== 'rfc3' || neverOnlined) yield step(adjustManaged, page, 1);
    }
  }
});

const TRIES: Readonly<Record<Switches['fakeOfflineTries'], number>> = { once: 1, again: 2, 'five times': 5 };

/** The loop of virtio_mem_fake_offline(), 6.1 lines 1170 to 1184: it tries again in ZONE_MOVABLE alone. */
const tryAllocContigRange = procedure(function* tryAllocContigRange(
  context: Context,
  subBlock: number,
): Process<Kernel, boolean> {
  const { configuration, switches } = context;
  const range = { first: subBlock, end: subBlock + 1 };
  const pages = switches.frozen ? 'frozen' : 'counted';
  const tries = configuration.zone === 'movable' ? TRIES[switches.fakeOfflineTries] : 1;
  for (let left = tries; left > 0; left--) {
    // Not for a loop without end, but so that why a try failed is forgotten before the next.
    if (left < tries) yield retryPoint('virtio_mem_fake_offline', subBlock, left);
    if (yield* allocContigRange(context, range, { pages, live: [left] })) return true;
  }
  return false;
});

/** virtio_mem_fake_offline(). Whether it got the pages; the worker tries again later if not. */
export const fakeOffline = procedure(function* fakeOffline(
  context: Context,
  subBlock: number,
): Process<Kernel, boolean> {
  if (!(yield* tryAllocContigRange(context, subBlock))) return false;
  if (!(yield* setFakeOffline(context, subBlock))) return false;
  if (context.switches.accounting !== 'rfc3') {
    for (const page of pagesOf(context, subBlock)) yield step(adjustManaged, page, -1);
  }
  return true;
});
