/** Offlining and onlining of a memory block. mm/memory_hotplug.c, 5.8 to 7.3. */

import { choose, ignoreOutcome, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, hasMovablePages, pagesOfBlock } from '../context.js';
import { Errno } from '../errno.js';
import { MemoryAction, memoryNotify } from '../notifier.js';
import { synchronizeRcu } from '../rcu.js';
import { Attempt, blockOfPage, firstPageOf, type Kernel, PG_OFFLINE, startAnew } from '../state.js';
import { doMigrateRange } from './migrate.js';
import {
  adjustManagedPageCount,
  drainAllPages,
  offlineIsolatedPages,
  zonePcpDisable,
  zonePcpEnable,
} from './page_alloc.js';
import {
  IsolateMode,
  isSkippable,
  startIsolatePageRange,
  testPagesIsolated,
  UndoFor,
  undoIsolatePageRange,
} from './page_isolation.js';
import { pageOfflineBegin, pageOfflineEnd } from './page_offline.js';
import { offlineMemSections, onlineMemSections } from './sparse.js';

/** One page of scan_movable_pages(), without a lock. An unplugged page that is still referenced ends the attempt (5.8). */
const scanMovablePage = atomic(
  'scan_movable_pages',
  { on: ['page'], reads: ['lru', 'pageType', 'refcount', 'skippable'], writes: ['attempt'] },
  ['passed over', 'movable', '-EBUSY: PageOffline page referenced'],
  (k: Kernel, page: number) => {
    if (k.lru[page] === 1) return 1;
    const stuck = k.switches.scanEBUSY && (k.pageType[page] & PG_OFFLINE) !== 0 && !isSkippable(k, page);
    if (stuck) k.attempt[blockOfPage(k, page)] = Attempt.ROLLBACK;
    return stuck ? 2 : 0;
  },
);

/** adjust_managed_page_count() and adjust_present_page_count() after the pages were taken out of the allocator. */
const adjustCountsForOffline = atomic(
  'adjust_managed_page_count',
  { on: ['block'], reads: ['hwpoison', 'managed', 'pageType', 'present'], writes: ['managed', 'present'] },
  (k: Kernel, block: number) => {
    let pages = 0;
    let alreadyOffline = 0;
    for (let page = firstPageOf(k, block); page < firstPageOf(k, block + 1); page++) {
      pages += k.geometry.weight[page];
      // A poisoned page was passed over before its type was looked at, and so counts as managed.
      const offline = (k.pageType[page] & PG_OFFLINE) !== 0 && k.hwpoison[page] === 0;
      if (offline && k.switches.accounting === '6.11') alreadyOffline += k.geometry.weight[page];
    }
    adjustManagedPageCount(k, alreadyOffline - pages);
    k.present[0] -= pages;
  },
);

/**
 * remove_pfn_range_from_zone(): with CONFIG_DEBUG_VM the memmap is poisoned. Without, it keeps its last content, but nothing
 * may rely on it: the values stay, and a step that changes them is a fault.
 */
const removePfnRangeFromZone = atomic(
  'remove_pfn_range_from_zone',
  { on: ['block'], writes: ['memmapValid'] },
  (k: Kernel, block: number) => {
    k.memmapValid[block] = 0;
  },
);

/** Empties an isolated block; returns when its pages are all free or released, or why it gave up. */
function* evacuate(context: Context, block: number): Process<Kernel, Errno> {
  const pages = pagesOfBlock(context, block);
  const { subBlocksPerBlock } = context.geometry;
  const first = block * subBlocksPerBlock;
  for (;;) {
    yield retryPoint('offline_pages', block);
    if (context.configuration.signals && (yield choose('signal_pending', ['no', 'yes'])) === 1) return Errno.EINTR;
    const found = yield* scanMovablePages(pages);
    if (found === 'busy') return Errno.EBUSY;
    if (found === 'none') {
      if ((yield step(testPagesIsolated, first, first + subBlocksPerBlock, IsolateMode.OFFLINE)) === 0) return Errno.OK;
      if (context.configuration.pcp === true && context.switches.pcp === 'drainLoop') yield step(drainAllPages);
    } else if (hasMovablePages(context)) yield* doMigrateRange(context, pages.slice(found));
  }
}

/** scan_movable_pages(): the index of the first movable page, if any. */
function* scanMovablePages(pages: readonly number[]): Process<Kernel, number | 'none' | 'busy'> {
  for (const [i, page] of pages.entries()) {
    const scanned = yield step(scanMovablePage, page);
    if (scanned === 1) return i;
    if (scanned === 2) return 'busy';
  }
  return 'none';
}

/** offline_pages(), from 5.11 on with the per-CPU lists disabled around all that it does before the section is offline. */
export function* offlinePages(context: Context, block: number): Process<Kernel, Errno> {
  const { actors, pcp } = context.configuration;
  // Besides its users, memory_failure() waits for the lists to be enabled again.
  const disables = (pcp === true || actors.poison) && context.switches.pcp === 'disabled';
  if (disables) yield step(zonePcpDisable);
  const error = yield* emptyAndOffline(context, block);
  if (disables) yield step(zonePcpEnable);
  if (error !== Errno.OK) return error;
  yield step(adjustCountsForOffline, block);
  yield* memoryNotify(context, MemoryAction.OFFLINE, block);
  yield step(removePfnRangeFromZone, block);
  return Errno.OK;
}

/** Takes the pages out of use, or restores the block and says why not. */
function* emptyAndOffline(context: Context, block: number): Process<Kernel, Errno> {
  if (!(yield* startIsolatePageRange(context, block))) {
    if (!context.switches.cancelOnlyAfterGoing) yield* memoryNotify(context, MemoryAction.CANCEL_OFFLINE, block);
    return Errno.EBUSY;
  }
  const accepted = yield* memoryNotify(context, MemoryAction.GOING_OFFLINE, block);
  const error = accepted ? yield* evacuate(context, block) : Errno.VETO;
  if (error !== Errno.OK) {
    const { subBlocksPerBlock } = context.geometry;
    const { cancelBeforeUndo } = context.switches;
    if (cancelBeforeUndo) yield* memoryNotify(context, MemoryAction.CANCEL_OFFLINE, block);
    yield* undoIsolatePageRange(block * subBlocksPerBlock, (block + 1) * subBlocksPerBlock, UndoFor.OFFLINE);
    if (!cancelBeforeUndo) yield* memoryNotify(context, MemoryAction.CANCEL_OFFLINE, block);
    return error;
  }
  const { offlineGrace, offlineStopsReaders } = context.switches;
  if (offlineStopsReaders) yield waitUntil(pageOfflineBegin);
  yield step(offlineMemSections, block);
  if (offlineStopsReaders) yield step(pageOfflineEnd);
  if (offlineGrace) yield* synchronizeRcu();
  yield step(offlineIsolatedPages, block);
  return Errno.OK;
}

/** move_pfn_range_to_zone(): initialises every struct page anew; no old state survives. */
const movePfnRangeToZone = atomic(
  'move_pfn_range_to_zone',
  {
    on: ['block', 'value'],
    writes: [
      'dirty',
      'hwpoison',
      'isolated',
      'lru',
      'memmapValid',
      'owner',
      'pageType',
      'refcount',
      'reserved',
      'skippable',
      'zoneMovable',
    ],
  },
  (k: Kernel, block: number, movable: number) => {
    startAnew(k, block, k.onlined);
    k.zoneMovable[block] = movable;
  },
);

const adjustPresentForOnline = atomic(
  'adjust_present_page_count',
  { on: ['block'], reads: ['present'], writes: ['present'] },
  (k: Kernel, block: number) => {
    for (let page = firstPageOf(k, block); page < firstPageOf(k, block + 1); page++)
      k.present[0] += k.geometry.weight[page];
  },
);

/** online_pages(): the callback for every page, then the section bit, then the isolation is undone. */
export function* onlinePages(context: Context, block: number, movable: boolean): Process<Kernel, Errno> {
  yield step(movePfnRangeToZone, block, movable ? 1 : 0);
  if (!(yield* memoryNotify(context, MemoryAction.GOING_ONLINE, block))) {
    yield* memoryNotify(context, MemoryAction.CANCEL_ONLINE, block);
    yield step(removePfnRangeFromZone, block);
    return Errno.VETO;
  }
  for (const page of pagesOfBlock(context, block)) yield ignoreOutcome(waitUntil(context.onlinePage, page));
  yield step(onlineMemSections, block);
  yield step(adjustPresentForOnline, block);
  if (context.switches.isolateOnOnline) {
    const { subBlocksPerBlock } = context.geometry;
    yield* undoIsolatePageRange(block * subBlocksPerBlock, (block + 1) * subBlocksPerBlock, UndoFor.ONLINE);
  }
  yield* memoryNotify(context, MemoryAction.ONLINE, block);
  return Errno.OK;
}
