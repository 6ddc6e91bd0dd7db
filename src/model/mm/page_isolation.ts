/**
 * Isolation of pageblocks, so that their free pages are not allocated. mm/page_isolation.c, 5.8 to 7.3. A sub-block is one
 * pageblock here: what the kernel decides and flips for one pageblock happens under one hold of zone->lock.
 */

import { procedure } from '../../checker/procedure.js';
import { type idleUntil, ignoreOutcome, type Process, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Context } from '../context.js';
import { Attempt, blockOfSubBlock, Isolated, type Kernel, PG_BUDDY, PG_OFFLINE } from '../state.js';
import { Ballooned } from './ballooned.js';
import { drainAllPages, freeListOf } from './page_alloc.js';

/** What the range is isolated for: MEMORY_OFFLINE (PB_ISOLATE_MODE_MEM_OFFLINE), or allocation, by CMA or by others. */
export const IsolateMode = { OFFLINE: 0, ALLOC: 1, CMA: 2 } as const;

/** On whose behalf isolation is undone; ghost, but for the marks it leaves on the attempt. */
export const UndoFor = { OFFLINE: 0, ALLOC: 1, ONLINE: 2, CMA: 3 } as const;

/** {@link UndoFor}, of those that isolated for {@link IsolateMode}. */
export const UNDO_FOR: Readonly<Record<number, number>> = {
  [IsolateMode.OFFLINE]: UndoFor.OFFLINE,
  [IsolateMode.ALLOC]: UndoFor.ALLOC,
  [IsolateMode.CMA]: UndoFor.CMA,
};

/** A range of pageblocks: the first sub-block, and the first behind it. */
export interface PageblockRange {
  readonly first: number;
  readonly end: number;
}

/** __first_valid_page() of a pageblock, which is pfn_to_online_page(): a pageblock lies in one section. */
const isOnline = (k: Kernel, subBlock: number): boolean => k.sectionOnline[blockOfSubBlock(k, subBlock)] === 1;

/** page_is_unmovable(), in the order of its tests. The zone's test comes before all but the first. */
function pageIsUnmovable(k: Kernel, page: number, block: number, mode: number): boolean {
  const { switches } = k;
  const offlineType = (k.pageType[page] & PG_OFFLINE) !== 0;
  if (k.reserved[page] === 1) return true;
  if (k.zoneMovable[block] === 1) return false;
  if (k.refcount[page] === 0) return switches.earlyUnmovable && mode !== IsolateMode.OFFLINE && offlineType;
  if (mode === IsolateMode.OFFLINE && k.hwpoison[page] === 1) return false;
  if (mode === IsolateMode.OFFLINE && offlineType && switches.skipOfflineAnyCount) {
    return switches.sign === 'bit' && k.skippable[page] === 0;
  }
  return k.lru[page] === 0 && k.ballooned[page] === Ballooned.NO;
}

/** has_unmovable_pages() of one pageblock; a snapshot, true only while zone->lock is held. */
function hasUnmovablePages(k: Kernel, subBlock: number, mode: number): boolean {
  const { firstPage } = k.geometry;
  if (k.migrateCma[subBlock] === 1) return mode !== IsolateMode.CMA;
  const block = blockOfSubBlock(k, subBlock);
  for (let page = firstPage[subBlock]; page < firstPage[subBlock + 1]; page++) {
    if (pageIsUnmovable(k, page, block, mode)) return true;
  }
  return false;
}

/** Whether pfn_range_valid_contig() lets pass the pages of a sub-block: that none is reserved, or since 7.3 unmovable. */
export function isMovableForRange(k: Kernel, subBlock: number): boolean {
  const { firstPage } = k.geometry;
  const block = blockOfSubBlock(k, subBlock);
  for (let page = firstPage[subBlock]; page < firstPage[subBlock + 1]; page++) {
    if (k.reserved[page] === 1) return false;
    if (k.switches.rangeLooksUnmovable && pageIsUnmovable(k, page, block, IsolateMode.ALLOC)) return false;
  }
  return true;
}

/**
 * set_migratetype_isolate(): refuses a pageblock that anyone has isolated already, as is one whose section went offline: its
 * mark stays. Under zone->lock.
 */
const isolatePageblock = atomic(
  'set_migratetype_isolate',
  {
    on: ['sub-block', 'value'],
    reads: [
      'ballooned',
      'hwpoison',
      'isolated',
      'lru',
      'migrateCma',
      'nrIsolatePageblock',
      'pageType',
      'refcount',
      'reserved',
      'sectionOnline',
      'skippable',
      'zoneMovable',
    ],
    writes: ['attempt', 'freeList', 'isolated', 'nrIsolatePageblock'],
    blind: ['-EBUSY: isolated already'],
  },
  ['isolated', '-EBUSY: isolated already', '-EBUSY: unmovable page'],
  (k: Kernel, subBlock: number, mode: number) => {
    const refusal = isolationRefusal(k, subBlock, mode);
    if (refusal !== 0) {
      if (mode === IsolateMode.OFFLINE) k.attempt[blockOfSubBlock(k, subBlock)] = Attempt.ROLLBACK;
      return refusal;
    }
    k.isolated[subBlock] = mode === IsolateMode.OFFLINE ? Isolated.FOR_OFFLINE : Isolated.FOR_ALLOC;
    moveFreepagesBlock(k, subBlock, 1);
    return 0;
  },
);

/**
 * move_freepages_block(): every free page of the pageblock to the list of what it has become; and one pageblock more or fewer is
 * isolated.
 */
function moveFreepagesBlock(k: Kernel, subBlock: number, by: number): void {
  if (!k.configuration.freeLists) return;
  addIsolatePageblocks(k, by);
  const { firstPage } = k.geometry;
  for (let page = firstPage[subBlock]; page < firstPage[subBlock + 1]; page++) {
    if ((k.pageType[page] & PG_BUDDY) !== 0) k.freeList[page] = freeListOf(k, page);
  }
}

function isolationRefusal(k: Kernel, subBlock: number, mode: number): number {
  if (k.isolated[subBlock] !== Isolated.NO || !isOnline(k, subBlock)) return 1;
  return hasUnmovablePages(k, subBlock, mode) ? 2 : 0;
}

/** Up to 6.12 who undoes isolation says of what type the pageblock is from here on: of its own request, whoever isolated it. */
function giveType(k: Kernel, subBlock: number, undoFor: number): void {
  if (k.configuration.cmaArea.length === 0 || k.switches.undoKeepsType || k.isolated[subBlock] === Isolated.NO) return;
  k.migrateCma[subBlock] = undoFor === UndoFor.CMA ? 1 : 0;
}

/**
 * unset_migratetype_isolate(): from here on the pageblock's free pages can be allocated. Under zone->lock. The caller passes
 * over a pageblock whose section is offline: its mark stays until the memmap is initialised anew.
 */
const unisolatePageblock = atomic(
  'unset_migratetype_isolate',
  {
    on: ['sub-block', 'value'],
    reads: ['attempt', 'isolated', 'sectionOnline'],
    writes: ['attempt', 'isolated', 'migrateCma'],
  },
  (k: Kernel, subBlock: number, undoFor: number) => {
    if (!isOnline(k, subBlock)) return;
    const block = blockOfSubBlock(k, subBlock);
    if (undoFor === UndoFor.OFFLINE && k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
    giveType(k, subBlock, undoFor);
    k.isolated[subBlock] = Isolated.NO;
  },
);

/** The same where free lists are told apart: a pageblock that is isolated still has its free pages moved back. */
const unisolateFreePages = atomic(
  'unset_migratetype_isolate',
  {
    on: ['sub-block', 'value'],
    reads: ['attempt', 'isolated', 'nrIsolatePageblock', 'pageType', 'sectionOnline'],
    writes: ['attempt', 'freeList', 'isolated', 'migrateCma', 'nrIsolatePageblock'],
    blind: ['passed over'],
  },
  ['done', 'passed over'],
  (k: Kernel, subBlock: number, undoFor: number) => {
    if (!isOnline(k, subBlock)) return 1;
    const block = blockOfSubBlock(k, subBlock);
    if (undoFor === UndoFor.OFFLINE && k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
    if (k.isolated[subBlock] === Isolated.NO) return 1;
    giveType(k, subBlock, undoFor);
    k.isolated[subBlock] = Isolated.NO;
    moveFreepagesBlock(k, subBlock, -1);
    return 0;
  },
);

/** A kernel that miscounts stays at an end of the range, so that it has finitely many states: as it wraps, below 0 is far above it. */
function addIsolatePageblocks(k: Kernel, by: number): void {
  const wrapped = k.geometry.subBlocks + 1;
  const count = k.nrIsolatePageblock[0];
  if (count !== wrapped) k.nrIsolatePageblock[0] = count + by < 0 ? wrapped : Math.min(wrapped - 1, count + by);
}

/** What offline_pages() and online_pages() do, under zone->lock, to the count of isolated pageblocks: not those of offline sections. */
export const adjustIsolatePageblocks = atomic(
  'nr_isolate_pageblock',
  {
    on: ['value'],
    in: 'offline_pages',
    shown: { bare: true },
    reads: ['nrIsolatePageblock'],
    writes: ['nrIsolatePageblock'],
  },
  (k: Kernel, by: number) => addIsolatePageblocks(k, by),
);

/** Whether there are per-CPU lists that isolation must empty, because they are not disabled. */
function drains({ configuration, switches }: Context): boolean {
  return configuration.pcp && switches.pcp !== 'disabled';
}

/** In the order in which the pageblocks of a range are isolated: since 5.18 those at its ends come first. */
function isolationOrder({ switches }: Context, { first, end }: PageblockRange): readonly number[] {
  const all = Array.from({ length: end - first }, (_, i) => first + i);
  return switches.isolatesEndsFirst && all.length > 2 ? [first, end - 1, ...all.slice(1, -1)] : all;
}

/**
 * start_isolate_page_range(). A refusal undoes what was isolated before it, that at the end of the range last. The first step is
 * asked for as `begin` says: at rest by a caller that need not begin.
 */
export const startIsolatePageRange = procedure(function* startIsolatePageRange(
  context: Context,
  { first, end }: PageblockRange,
  mode: number,
  begin: typeof step | typeof idleUntil = step,
): Process<Kernel, boolean> {
  const order = isolationOrder(context, { first, end });
  for (const [i, subBlock] of order.entries()) {
    const isolate = i === 0 ? begin : step;
    if ((yield isolate(isolatePageblock, subBlock, mode)) !== isolatePageblock.is.isolated) {
      for (const each of order.slice(0, i).sort((a, b) => a - b)) {
        yield* undoIsolatePageRange(context, { first: each, end: each + 1 }, UNDO_FOR[mode]);
      }
      return false;
    }
    if (drains(context)) yield step(drainAllPages);
  }
  return true;
});

/** undo_isolate_page_range(): pageblock by pageblock; one that is not isolated, or not online, is passed over. */
export const undoIsolatePageRange = procedure(function* undoIsolatePageRange(
  { configuration }: Context,
  { first, end }: PageblockRange,
  undoFor: number,
): Process<Kernel> {
  const unset = configuration.freeLists ? unisolateFreePages : unisolatePageblock;
  for (let subBlock = first; subBlock < end; subBlock++) yield ignoreOutcome(step(unset, subBlock, undoFor));
});

/** Whether the sign on a PageOffline page says that it may be offlined. */
export function isSkippable(k: Kernel, page: number): boolean {
  if ((k.pageType[page] & PG_OFFLINE) === 0) return false;
  const { sign, bitNeedsReference, goingFreezes } = k.switches;
  if (sign !== 'bit') return k.refcount[page] === 0;
  const atRest = goingFreezes === 'no' ? 1 : 0;
  return k.skippable[page] === 1 && (!bitNeedsReference || k.refcount[page] === atRest);
}

/**
 * test_pages_isolated(): every pageblock isolated, and every page free, or passed over for offlining. The walk is under
 * zone->lock, which is dropped before the caller acts on the result. A range of which nothing is online is refused.
 */
export const testPagesIsolated = atomic(
  'test_pages_isolated',
  {
    on: ['sub-block', 'sub-block end', 'value'],
    reads: ['hwpoison', 'isolated', 'pageType', 'refcount', 'sectionOnline', 'skippable'],
  },
  ['0', '-EBUSY'],
  (k: Kernel, first: number, end: number, mode: number) => {
    const { firstPage } = k.geometry;
    let online = false;
    for (let subBlock = first; subBlock < end; subBlock++) {
      if (!isOnline(k, subBlock)) continue;
      if (k.isolated[subBlock] === Isolated.NO) return 1;
      online = true;
    }
    if (!online) return 1;
    for (let page = firstPage[first]; page < firstPage[end]; page++) {
      if ((k.pageType[page] & PG_BUDDY) !== 0) continue;
      if (mode !== IsolateMode.OFFLINE) return 1;
      if (!isSkippable(k, page) && k.hwpoison[page] === 0) return 1;
    }
    return 0;
  },
);
