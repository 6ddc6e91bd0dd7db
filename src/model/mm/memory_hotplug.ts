/** Offlining and onlining of a memory block. mm/memory_hotplug.c, 5.8 to 7.3. */

import { procedure } from '../../checker/procedure.js';
import { ignoreOutcome, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseWord, hasMovablePages, pagesOf, poisonsUse } from '../context.js';
import { type Entries, flag, trouble, type ValuesOf } from '../entry.js';
import { Errno } from '../errno.js';
import type { Module } from '../module.js';
import { MemoryAction, memoryNotify } from '../notifier.js';
import { synchronizeRcu } from '../rcu.js';
import {
  Attempt,
  blockOfPage,
  firstOnlinedPageOf,
  firstOnlinedSubBlock,
  firstPageOf,
  type Kernel,
  onlinedSubBlocks,
  PG_OFFLINE,
  startAnew,
} from '../state.js';
import { Ballooned } from './ballooned.js';
import { doMigrateRange } from './migrate.js';
import {
  adjustManagedPageCount,
  adjustPresentPageCount,
  drainAllPages,
  offlineIsolatedPages,
  zonePcpDisable,
  zonePcpDisableInTurn,
  zonePcpEnable,
} from './page_alloc.js';
import {
  adjustIsolatePageblocks,
  IsolateMode,
  isSkippable,
  type PageblockRange,
  startIsolatePageRange,
  testPagesIsolated,
  UndoFor,
  undoIsolatePageRange,
} from './page_isolation.js';
import { pageOfflineBegin, pageOfflineEnd } from './page_offline.js';
import { offlineMemSections, onlineMemSections } from './sparse.js';

const ENTRIES = {
  signals: trouble(flag('A signal may interrupt an offline attempt.')),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** One page of scan_movable_pages(), without a lock. An unplugged page that is still referenced ends the attempt (5.8). */
const scanMovablePage = atomic(
  'scan_movable_pages',
  { on: ['page'], reads: ['ballooned', 'lru', 'pageType', 'refcount', 'skippable'], writes: ['attempt'] },
  ['passed over', 'movable', '-EBUSY: PageOffline page referenced'],
  (k: Kernel, page: number) => {
    if (k.lru[page] === 1 || k.ballooned[page] !== Ballooned.NO) return 1;
    const stuck = k.switches.scanEBUSY && (k.pageType[page] & PG_OFFLINE) !== 0 && !isSkippable(k, page);
    if (stuck) k.attempt[blockOfPage(k, page)] = Attempt.ROLLBACK;
    return stuck ? 2 : 0;
  },
);

/** adjust_managed_page_count() and adjust_present_page_count() after the pages were taken out of the allocator. */
const adjustCountsForOffline = atomic(
  'adjust_managed_page_count',
  {
    on: ['block'],
    shown: { arguments: [] },
    reads: ['countedAsManaged', 'managed', 'managedMovable', 'pageType', 'present', 'zoneMovable'],
    writes: ['countedAsManaged', 'managed', 'managedMovable', 'present'],
  },
  (k: Kernel, block: number) => {
    let pages = 0;
    let alreadyOffline = 0;
    for (let page = firstOnlinedPageOf(k, block); page < firstPageOf(k, block + 1); page++) {
      pages += k.geometry.weight[page];
      const offline = (k.pageType[page] & PG_OFFLINE) !== 0 && k.countedAsManaged[page] === 0;
      k.countedAsManaged[page] = 0;
      if (offline && k.switches.accounting === '6.11') alreadyOffline += k.geometry.weight[page];
    }
    adjustManagedPageCount(k, firstOnlinedPageOf(k, block), alreadyOffline - pages);
    adjustPresentPageCount(k, -pages);
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

/** The range that is offlined or onlined. */
function pageblocksOf(context: Context, block: number): PageblockRange {
  return {
    first: firstOnlinedSubBlock(context, block),
    end: (block + 1) * context.geometry.subBlocksPerBlock,
  };
}

function pagesOfRange(context: Context, block: number): readonly number[] {
  const { first, end } = pageblocksOf(context, block);
  return Array.from({ length: end - first }, (_, i) => pagesOf(context, first + i)).flat();
}

interface Scanned {
  readonly error: typeof Errno.OK | typeof Errno.ENOENT | typeof Errno.EBUSY;
  /** `*movable_pfn`, as an index: stays where it was when no movable page was found. */
  readonly pfn: number;
}

/** scan_movable_pages() of the pages from index `pfn` on. */
const scanMovablePages = procedure(function* scanMovablePages(
  pages: readonly number[],
  pfn: number,
): Process<Kernel, Scanned> {
  for (let i = pfn; i < pages.length; i++) {
    const scanned = yield step(scanMovablePage, pages[i]);
    if (scanned === scanMovablePage.is.movable) return { error: Errno.OK, pfn: i };
    if (scanned === scanMovablePage.is['-EBUSY: PageOffline page referenced']) return { error: Errno.EBUSY, pfn };
  }
  return { error: Errno.ENOENT, pfn };
});

/**
 * Structure, no function of the kernel: the two loops of offline_pages(). The inner one migrates, and scans on from the page that
 * it found; only the outer one, when something is not isolated still, starts at the first page again.
 */
const untilIsolated = procedure(function* untilIsolated(context: Context, block: number): Process<Kernel, Errno> {
  const { configuration, switches } = context;
  const pages = pagesOfRange(context, block);
  const { first, end } = pageblocksOf(context, block);
  let pfn = 0;
  for (;;) {
    yield retryPoint('offline_pages', block, pfn);
    if (configuration.signals && (yield* chooseWord('signal_pending', ['no', 'yes'])) === 'yes') return Errno.EINTR;
    const scanned = yield* scanMovablePages(pages, pfn);
    pfn = scanned.pfn;
    if (scanned.error === Errno.OK) {
      if (hasMovablePages(context)) yield* doMigrateRange(context, pages.slice(pfn));
      continue;
    }
    if (scanned.error !== Errno.ENOENT) return scanned.error;
    if ((yield step(testPagesIsolated, first, end, IsolateMode.OFFLINE)) === testPagesIsolated.is['0']) return Errno.OK;
    if (configuration.pcp && switches.pcp === 'drainLoop') yield step(drainAllPages);
    pfn = 0;
  }
});

/** offline_pages(), from 5.11 on with the per-CPU lists disabled around all that it does before the section is offline. */
export const offlinePages = procedure(function* offlinePages(context: Context, block: number): Process<Kernel, Errno> {
  const { actors, pcp, freeLists } = context.configuration;
  // Besides its users, memory_failure() waits for the lists to be enabled again.
  const disables = (pcp || actors.poison || actors.softOffline) && context.switches.pcp === 'disabled';
  if (disables) yield poisonsUse(context) ? waitUntil(zonePcpDisableInTurn) : step(zonePcpDisable);
  const range = pageblocksOf(context, block);
  let error: Errno = (yield* startIsolatePageRange(context, range, IsolateMode.OFFLINE)) ? Errno.OK : Errno.EBUSY;
  if (error === Errno.OK) {
    error = (yield* memoryNotify(context, MemoryAction.GOING_OFFLINE, block)) ? Errno.OK : Errno.VETO;
    if (error === Errno.OK) error = yield* untilIsolated(context, block);
    if (error !== Errno.OK) yield* failedRemovalIsolated(context, block);
  } else if (!context.switches.cancelOnlyAfterGoing) {
    yield* memoryNotify(context, MemoryAction.CANCEL_OFFLINE, block);
  }
  if (error === Errno.OK) yield* offlineSectionsAndPages(context, block);
  if (error === Errno.OK && freeLists) yield step(adjustIsolatePageblocks, -onlinedSubBlocks(context));
  if (disables) yield step(zonePcpEnable);
  if (error !== Errno.OK) return error;
  yield step(adjustCountsForOffline, block);
  yield* memoryNotify(context, MemoryAction.OFFLINE, block);
  yield step(removePfnRangeFromZone, block);
  return Errno.OK;
});

/**
 * Structure: __offline_isolated_pages(), which marks the sections offline before it takes the pages off the free lists, in its steps,
 * with what patches add between them.
 */
const offlineSectionsAndPages = procedure(function* offlineSectionsAndPages(
  context: Context,
  block: number,
): Process<Kernel> {
  const { offlineGrace, offlineStopsReaders } = context.switches;
  if (offlineStopsReaders) yield waitUntil(pageOfflineBegin);
  yield step(offlineMemSections, block);
  if (offlineStopsReaders) yield step(pageOfflineEnd);
  if (offlineGrace) yield* synchronizeRcu();
  yield step(offlineIsolatedPages, block);
});

/** The label `failed_removal_isolated` of offline_pages(). */
const failedRemovalIsolated = procedure(function* failedRemovalIsolated(
  context: Context,
  block: number,
): Process<Kernel> {
  const { cancelBeforeUndo } = context.switches;
  if (cancelBeforeUndo) yield* memoryNotify(context, MemoryAction.CANCEL_OFFLINE, block);
  yield* undoIsolatePageRange(context, pageblocksOf(context, block), UndoFor.OFFLINE);
  if (!cancelBeforeUndo) yield* memoryNotify(context, MemoryAction.CANCEL_OFFLINE, block);
});

/** move_pfn_range_to_zone(): initialises every struct page anew; no old state survives. */
const movePfnRangeToZone = atomic(
  'move_pfn_range_to_zone',
  { on: ['block', 'value'], writes: ({ onlined }, name) => onlined !== undefined || name === 'zoneMovable' },
  (k: Kernel, block: number, movable: number) => {
    startAnew(k, block, k.onlined, firstOnlinedSubBlock(k, block));
    k.zoneMovable[block] = movable;
  },
);

const adjustPresentForOnline = atomic(
  'adjust_present_page_count',
  { on: ['block'], reads: ['present'], writes: ['present'] },
  (k: Kernel, block: number) => {
    for (let page = firstOnlinedPageOf(k, block); page < firstPageOf(k, block + 1); page++) {
      adjustPresentPageCount(k, k.geometry.weight[page]);
    }
  },
);

/** online_pages(): the callback for every page, then the section bit, then the isolation is undone. */
export const onlinePages = procedure(function* onlinePages(
  context: Context,
  block: number,
  movable: boolean,
): Process<Kernel, Errno> {
  yield step(movePfnRangeToZone, block, movable ? 1 : 0);
  if (!(yield* memoryNotify(context, MemoryAction.GOING_ONLINE, block))) {
    yield* memoryNotify(context, MemoryAction.CANCEL_ONLINE, block);
    yield step(removePfnRangeFromZone, block);
    return Errno.VETO;
  }
  const { configuration, switches } = context;
  if (configuration.freeLists && switches.isolateOnOnline) {
    yield step(adjustIsolatePageblocks, onlinedSubBlocks(context));
  }
  for (const page of pagesOfRange(context, block)) yield ignoreOutcome(waitUntil(context.onlinePage, page));
  yield step(onlineMemSections, block);
  yield step(adjustPresentForOnline, block);
  if (switches.isolateOnOnline) yield* undoIsolatePageRange(context, pageblocksOf(context, block), UndoFor.ONLINE);
  yield* memoryNotify(context, MemoryAction.ONLINE, block);
  return Errno.OK;
});

/** What a configuration says of onlining and offlining itself. */
export const memoryHotplug: Module = {
  entries: ENTRIES,
  demands: (_, { offlineGrace }) => ({ gracePeriods: offlineGrace }),
};
