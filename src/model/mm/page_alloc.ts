/**
 * The buddy allocator: the free path in its steps, and what puts pages on free lists and takes them off.
 * mm/page_alloc.c, 5.8 to 7.3. Orders are not modelled: every free page is one entry of a free list. Per-CPU lists are one
 * list, and only there where the configuration has them.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, type Process, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Context } from '../context.js';
import { type Entries, flag, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Module } from '../module.js';
import {
  dropOwned,
  dropSpeculative,
  isStoppedWhenFreed,
  lookAtHook,
  putOwned,
  putPageHook,
  putSpeculative,
  requireMemmap,
} from '../page_ref.js';
import type { Setting } from '../setting.js';
import {
  bit,
  blockOfPage,
  firstOnlinedPageOf,
  firstPageOf,
  Isolated,
  type Kernel,
  LEAST_MANAGED,
  Oops,
  Owner,
  PG_BUDDY,
  PG_OFFLINE,
  raise,
} from '../state.js';
import { Ballooned } from './ballooned.js';

const ENTRIES = {
  pcp: flag('Freed pages go to per-CPU lists first; otherwise to the buddy allocator at once.'),
  freeLists: flag(
    'The free lists of ordinary and of isolated pageblocks are told apart: who allocates looks at a list, not at the pageblock.',
  ),
  eitherZone: flag(
    'Who writes to the state files onlines blocks to either zone, and the managed count is kept for each; otherwise for all memory together.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** The list that a free page is on, where a configuration tells free lists apart. */
export const FreeList = { NONE: 0, ORDINARY: 1, ISOLATE: 2 } as const;

/** More than all memory, so that a page which is counted twice shows. */
const mostManagedMovable = ({ geometry }: Pick<Setting, 'geometry'>): number => 2 * geometry.totalWeight;

const FIELDS = {
  /** What of `managed` is of ZONE_MOVABLE, where zones are told apart. */
  managedMovable: {
    of: 'one',
    min: ({ configuration }) => (configuration.eitherZone ? LEAST_MANAGED : 0),
    max: (setting) => (setting.configuration.eitherZone ? mostManagedMovable(setting) : 0),
    title: 'managed (Movable)',
    shownIn: 'changelogs',
  },
  /** Whether the page is on a per-CPU list. */
  onPcp: { of: 'page', max: ({ configuration }) => bit(configuration.pcp), shownIn: 'races' },
  /** {@link FreeList}: of the page's migratetype, or that of MIGRATE_ISOLATE. */
  freeList: {
    of: 'page',
    max: ({ configuration }) => (configuration.freeLists ? FreeList.ISOLATE : FreeList.NONE),
    labels: ['none', 'ordinary', 'isolate'],
    onlined: FreeList.NONE,
    removed: FreeList.NONE,
    title: 'free list',
    shownIn: 'changelogs',
  },
  /** zone->nr_isolate_pageblock, while free lists are told apart; one more than there can be stands for one that fell below 0. */
  nrIsolatePageblock: {
    of: 'one',
    max: ({ configuration, geometry }) => (configuration.freeLists ? geometry.subBlocks + 1 : 0),
    title: 'nr_isolate_pageblock',
    shownIn: 'races',
  },
  /** Whether an offline attempt has disabled the per-CPU lists. */
  pcpDisabled: {
    of: 'one',
    max: ({ configuration: { pcp, actors } }) => bit(pcp || actors.poison || actors.softOffline),
    gridTitle: 'pcp disabled',
    shownIn: 'races',
    lock: true,
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** The list of a page's pageblock as it now is, for a page that is put on a list. */
export function freeListOf(k: Kernel, page: number): number {
  if (!k.configuration.freeLists) return FreeList.NONE;
  return k.isolated[k.geometry.subBlockOfPage[page]] === Isolated.NO ? FreeList.ORDINARY : FreeList.ISOLATE;
}

/**
 * free_pages_prepare(): clears the flags, PG_dirty and what says movable_ops among them, and since 6.17 the type; a poisoned page is
 * dropped here instead of being freed, as is one that the page checks find bad.
 */
export const freePagesPrepare = atomic(
  'free_pages_prepare',
  {
    on: ['page'],
    reads: ['hwpoison', 'memmapValid', 'owner', 'pageType', 'refcount'],
    writes: ['ballooned', 'dirty', 'lru', 'owner', 'pageType'],
  },
  ['ok', 'dropped'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return 1;
    k.lru[page] = 0;
    if (k.hwpoison[page] === 1) {
      k.owner[page] = Owner.NONE;
      return 1;
    }
    k.ballooned[page] = Ballooned.NO;
    if (k.switches.freeType === 'clear') k.pageType[page] = 0;
    if (isBadWhenFreed(k, page)) {
      if (k.owner[page] === Owner.INFLIGHT) k.owner[page] = Owner.RELEASED;
      // bad_page() leaves what is wrong, but for Buddy; a page that was on a free list stays linked there.
      k.pageType[page] &= ~PG_BUDDY;
      return 1;
    }
    k.dirty[page] = 0;
    return 0;
  },
);

/** free_page_is_bad(), from 6.3: the page has a type still, or somebody took a reference since its count was 0. */
function isBadWhenFreed(k: Kernel, page: number): boolean {
  if (isStoppedWhenFreed(k, page)) return true;
  return k.switches.pageChecks && k.switches.freeType !== 'keep' && k.refcount[page] !== 0;
}

/**
 * bulkfree_pcp_prepare(), up to 6.2: drops a page that has a type or a count left on its way from a per-CPU list to the buddy.
 * bad_page() clears the type. A page of an isolated pageblock does not come this way.
 */
function dropsOnTheWay(k: Kernel, page: number): boolean {
  if (!k.switches.pageChecks || k.switches.freeType !== 'keep') return false;
  if (k.pageType[page] === 0 && k.refcount[page] === 0) return false;
  k.pageType[page] = 0;
  k.owner[page] = Owner.RELEASED;
  return true;
}

/** Puts a page of count 0 on a free list: of its pageblock, but for who knows better. */
export function freeOnePage(k: Kernel, page: number, list = freeListOf(k, page)): void {
  if ((k.pageType[page] & PG_BUDDY) !== 0 || k.refcount[page] !== 0) {
    raise(k, Oops.BAD_FREE);
    return;
  }
  k.pageType[page] = k.switches.freeType === 'keep' ? k.pageType[page] | PG_BUDDY : PG_BUDDY;
  k.owner[page] = Owner.BUDDY;
  k.freeList[page] = list;
}

/** free_one_page(), under zone->lock. */
const freeOnePageStep = atomic(
  'free_one_page',
  { on: ['page'], reads: ['memmapValid', 'pageType', 'refcount'], writes: ['freeList', 'owner', 'pageType'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) freeOnePage(k, page);
  },
);

/** Which list __free_one_page() is told: of the type that was read without the lock, or as a version looks again under it. */
function listFreedTo(k: Kernel, page: number, isolated: boolean): number {
  const { migratetypeRead } = k.switches;
  const looks =
    migratetypeRead === 'under lock' || (migratetypeRead === 'again' && (isolated || k.nrIsolatePageblock[0] !== 0));
  if (looks) return freeListOf(k, page);
  return isolated ? FreeList.ISOLATE : FreeList.ORDINARY;
}

/** free_one_page() with the pageblock's type as it was read before zone->lock. */
const freeOnePageOfType = atomic(
  'free_one_page',
  {
    on: ['page', 'value'],
    reads: ['isolated', 'memmapValid', 'nrIsolatePageblock', 'pageType', 'refcount'],
    writes: ['freeList', 'owner', 'pageType'],
  },
  (k: Kernel, page: number, type: number) => {
    const isolated = type === getPageblockMigratetype.is.isolated;
    if (requireMemmap(k, page)) freeOnePage(k, page, listFreedTo(k, page, isolated));
  },
);

/** The same where per-CPU lists are not modelled: a page goes through them in one step, unless its pageblock is isolated. */
const freeThroughPcp = atomic(
  'free_one_page',
  {
    on: ['page'],
    reads: ['isolated', 'memmapValid', 'pageType', 'refcount'],
    writes: ['freeList', 'owner', 'pageType'],
  },
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return;
    const isIsolated = k.isolated[k.geometry.subBlockOfPage[page]] !== Isolated.NO;
    if (isIsolated || !dropsOnTheWay(k, page)) freeOnePage(k, page);
  },
);

/** get_pfnblock_migratetype(), without a lock: isolation may change right after. */
const getPageblockMigratetype = atomic(
  'get_pfnblock_migratetype',
  { on: ['page'], reads: ['isolated'] },
  ['movable', 'isolated'],
  (k: Kernel, page: number) => {
    return k.isolated[k.geometry.subBlockOfPage[page]] !== Isolated.NO;
  },
);

/** free_unref_page_commit(): onto the per-CPU list, or through it to the buddy at once where the lists are disabled. */
const freeToPcp = atomic(
  'free_unref_page_commit',
  {
    on: ['page'],
    reads: ['isolated', 'memmapValid', 'onPcp', 'pageType', 'pcpDisabled', 'refcount'],
    writes: ['freeList', 'onPcp', 'owner', 'pageType'],
  },
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return;
    if (k.pcpDisabled[0] === 1) return dropsOnTheWay(k, page) ? undefined : freeOnePage(k, page);
    if (k.onPcp[page] === 1 || (k.pageType[page] & PG_BUDDY) !== 0 || k.refcount[page] !== 0)
      return raise(k, Oops.BAD_FREE);
    k.onPcp[page] = 1;
    k.owner[page] = Owner.PCP;
  },
);

/** Every page of the per-CPU lists to the free list of its pageblock. */
function drainPages(k: Kernel): void {
  for (let page = 0; page < k.geometry.pages; page++) {
    if (k.onPcp[page] === 0) continue;
    k.onPcp[page] = 0;
    if (!dropsOnTheWay(k, page)) freeOnePage(k, page);
  }
}

/** As many pages as a per-CPU list is filled up with at once. */
const BATCH = 2;

/**
 * rmqueue_bulk(): pages of the ordinary list go to the per-CPU list, for whoever allocates next, though nobody has freed them
 * there. Where the lists are disabled a batch is one page, which is allocated at once.
 */
export const rmqueueBulk = atomic(
  'rmqueue_bulk',
  {
    on: [],
    reads: ['freeList', 'hwpoison', 'owner', 'pageType', 'pcpDisabled', 'refcount'],
    writes: ['freeList', 'onPcp', 'owner', 'pageType'],
  },
  (k: Kernel) => {
    if (k.pcpDisabled[0] === 1) return BLOCKED;
    let moved = 0;
    let dropped = 0;
    for (let page = 0; page < k.geometry.pages && moved < BATCH; page++) {
      if (k.freeList[page] !== FreeList.ORDINARY) continue;
      if (dropsBadPage(k, page)) {
        dropped++;
        continue;
      }
      takeFromBuddy(k, page);
      k.onPcp[page] = 1;
      k.owner[page] = Owner.PCP;
      moved++;
    }
    return moved + dropped === 0 ? BLOCKED : 0;
  },
);

/** drain_all_pages(): what is on per-CPU lists goes to the buddy. */
export const drainAllPages = atomic(
  'drain_all_pages',
  { on: [], reads: ['isolated', 'onPcp', 'pageType', 'refcount'], writes: ['freeList', 'onPcp', 'owner', 'pageType'] },
  drainPages,
);

/** zone_pcp_disable() where more than one task does it: pcp_batch_high_lock keeps them apart. */
export const zonePcpDisableInTurn = atomic(
  'zone_pcp_disable',
  {
    on: [],
    reads: ['isolated', 'onPcp', 'pageType', 'pcpDisabled', 'refcount'],
    writes: ['freeList', 'onPcp', 'owner', 'pageType', 'pcpDisabled'],
  },
  (k: Kernel) => {
    if (k.pcpDisabled[0] === 1) return BLOCKED;
    k.pcpDisabled[0] = 1;
    drainPages(k);
    return 0;
  },
);

/** zone_pcp_disable(): from here on no page stays on a per-CPU list. */
export const zonePcpDisable = atomic(
  'zone_pcp_disable',
  {
    on: [],
    reads: ['isolated', 'onPcp', 'pageType', 'refcount'],
    writes: ['freeList', 'onPcp', 'owner', 'pageType', 'pcpDisabled'],
  },
  (k: Kernel) => {
    k.pcpDisabled[0] = 1;
    drainPages(k);
  },
);

/** zone_pcp_enable() */
export const zonePcpEnable = atomic('zone_pcp_enable', { on: [], writes: ['pcpDisabled'] }, (k: Kernel) => {
  k.pcpDisabled[0] = 0;
});

/** What put_page() does once the count is 0: __put_page(), __folio_put(), free_unref_page(), free_frozen_pages(). */
export const freePage = procedure(function* freePage(context: Context, page: number): Process<Kernel> {
  const { putHook, hookBeforePut } = context.switches;
  if (putHook && !hookBeforePut && (yield step(putPageHook, page)) === putPageHook.is.yes) return;
  if ((yield step(freePagesPrepare, page)) === freePagesPrepare.is.dropped) return;
  yield* freeUnrefPage(context, page);
});

/** free_unref_page(): the pageblock's type is read without a lock, and decides where the page goes. */
const freeUnrefPage = procedure(function* freeUnrefPage({ configuration }: Context, page: number): Process<Kernel> {
  if (configuration.freeLists) return yield* freeByType(configuration.pcp, page);
  if (!configuration.pcp) {
    yield step(freeThroughPcp, page);
    return;
  }
  const isolated = (yield step(getPageblockMigratetype, page)) === getPageblockMigratetype.is.isolated;
  yield step(isolated ? freeOnePageStep : freeToPcp, page);
});

/** The same where free lists are told apart. */
const freeByType = procedure(function* freeByType(pcp: boolean, page: number): Process<Kernel> {
  const type = yield step(getPageblockMigratetype, page);
  if (pcp && type === getPageblockMigratetype.is.movable) yield step(freeToPcp, page);
  else yield step(freeOnePageOfType, page, type);
});

/** free_frozen_pages() of a page whose owner held it with count 0. */
export const freeFrozenPage = procedure(function* freeFrozenPage(context: Context, page: number): Process<Kernel> {
  if ((yield step(freePagesPrepare, page)) === freePagesPrepare.is.ok) yield* freeUnrefPage(context, page);
});

/** put_page() of a reference that the caller owned. */
export const putPage = procedure(function* putPage(context: Context, page: number): Process<Kernel> {
  if (context.switches.hookBeforePut && (yield step(lookAtHook, page)) === lookAtHook.is.yes)
    yield step(dropOwned, page);
  else if ((yield step(putOwned, page)) === putOwned.is['reached 0']) yield* freePage(context, page);
});

/** put_page() of a reference that the caller took for a moment. */
export const putSpeculativePage = procedure(function* putSpeculativePage(
  context: Context,
  page: number,
): Process<Kernel> {
  if (context.switches.hookBeforePut && (yield step(lookAtHook, page)) === lookAtHook.is.yes)
    yield step(dropSpeculative, page);
  else if ((yield step(putSpeculative, page)) === putSpeculative.is['reached 0']) yield* freePage(context, page);
});

/**
 * check_new_page(), to 6.1 by check_pcp_refill(): drops a page of a free list that has a type or a count left, if page checks
 * are on. Up to 6.1 bad_page() clears the type. Nobody has such a page; if anybody, the driver that unplugged it will ask for it.
 */
export function dropsBadPage(k: Kernel, page: number): boolean {
  const { freeType } = k.switches;
  if (k.hwpoison[page] === 1 && (k.switches.pageChecks || freeType === 'keep')) return dropPoisoned(k, page);
  if (!isBadWhenAllocated(k, page)) return false;
  k.pageType[page] = freeType === 'keep' ? 0 : k.pageType[page] & ~PG_BUDDY;
  k.owner[page] = Owner.RELEASED;
  return true;
}

/** Whether page checks keep a page of a free list from whoever would get it. */
export function isBadWhenAllocated(k: Kernel, page: number): boolean {
  return k.switches.pageChecks && (k.pageType[page] !== PG_BUDDY || k.refcount[page] !== 0);
}

/** The page is on no list any more, and nobody's. A poisoned one is dropped without a word. */
function dropPoisoned(k: Kernel, page: number): true {
  k.pageType[page] = 0;
  k.freeList[page] = FreeList.NONE;
  k.owner[page] = Owner.NONE;
  return true;
}

/** check_new_pages() of a page from a per-CPU list, since 6.3; up to 6.2 nobody looks at it there. */
export function dropsFromPcp(k: Kernel, page: number): boolean {
  const { pageChecks, freeType } = k.switches;
  return k.hwpoison[page] === 1 && pageChecks && freeType !== 'keep' && dropPoisoned(k, page);
}

/** Takes a free page off its list. */
export function takeFromBuddy(k: Kernel, page: number): void {
  // A page on a free list that is somebody else's, or referenced, was freed under its owner.
  if (k.owner[page] !== Owner.BUDDY || k.refcount[page] !== 0) raise(k, Oops.BAD_FREE);
  k.pageType[page] &= ~PG_BUDDY;
  if (k.switches.freeType !== 'keep') k.pageType[page] = 0;
  k.freeList[page] = FreeList.NONE;
}

/**
 * __free_pages_core(): a page of a fresh memmap becomes free memory. Counting it as managed is part of it.
 */
export function freePagesCore(k: Kernel, page: number): void {
  k.pageType[page] &= ~PG_OFFLINE;
  k.reserved[page] = 0;
  k.refcount[page] = 0;
  adjustManagedPageCount(k, page, k.geometry.weight[page]);
}

/** __free_pages_ok(), under zone->lock: the page goes to a free list, past the per-CPU lists. */
export const freePagesOk = atomic(
  '__free_pages_ok',
  {
    on: ['page'],
    reads: ['isolated', 'memmapValid', 'pageType', 'refcount'],
    writes: ['freeList', 'owner', 'pageType'],
  },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) freeOnePage(k, page);
  },
);

/**
 * adjust_managed_page_count(), which asks the memmap for the zone of the page: stays at the ends of its range, so that a kernel
 * that miscounts has finitely many states.
 */
export function adjustManagedPageCount(k: Kernel, page: number, by: number): void {
  k.managed[0] = Math.min(k.geometry.totalWeight, Math.max(LEAST_MANAGED, k.managed[0] + by));
  if (!k.configuration.eitherZone || k.zoneMovable[blockOfPage(k, page)] === 0) return;
  const most = mostManagedMovable(k);
  k.managedMovable[0] = Math.min(most, Math.max(LEAST_MANAGED, k.managedMovable[0] + by));
}

/** adjust_managed_page_count() as a step: of all that the page stands for, by 1 or -1. */
export const adjustManaged = atomic(
  'adjust_managed_page_count',
  {
    on: ['page', 'value'],
    shown: { arguments: [] },
    reads: ['managed', 'managedMovable', 'zoneMovable'],
    writes: ['managed', 'managedMovable'],
  },
  (k: Kernel, page: number, sign: number) => adjustManagedPageCount(k, page, sign * k.geometry.weight[page]),
);

/** adjust_present_page_count(): likewise, with one value that no right count has. */
export function adjustPresentPageCount(k: Kernel, by: number): void {
  k.present[0] = Math.min(k.geometry.totalWeight + 1, Math.max(0, k.present[0] + by));
}

/**
 * __offline_isolated_pages(): with every section marked offline, takes the free pages off the free lists. Under zone->lock.
 * BUG_ON for a page that is neither free, nor released by its owner with count 0, nor poisoned.
 */
export const offlineIsolatedPages = atomic(
  '__offline_isolated_pages',
  {
    on: ['block'],
    reads: ['hwpoison', 'pageType', 'refcount'],
    writes: ['countedAsManaged', 'freeList', 'owner', 'pageType'],
  },
  (k: Kernel, block: number) => {
    for (let page = firstOnlinedPageOf(k, block); page < firstPageOf(k, block + 1); page++) {
      const buddy = (k.pageType[page] & PG_BUDDY) !== 0;
      const offline = (k.pageType[page] & PG_OFFLINE) !== 0;
      if (!buddy && k.hwpoison[page] === 1) {
        if (offline && k.switches.accounting === '6.11') k.countedAsManaged[page] = 1;
        continue;
      }
      // With a bit as sign the count of an unplugged page is left alone, here too.
      const counted = k.refcount[page] !== 0 && !(offline && k.switches.sign === 'bit');
      if (counted || buddy === offline) return raise(k, Oops.BUG_ON_OFFLINE);
      if (!buddy) continue;
      k.pageType[page] = 0;
      k.owner[page] = Owner.NONE;
      k.freeList[page] = FreeList.NONE;
    }
  },
);

/** Per-CPU lists and free lists: what a configuration says of them, and their state. */
export const pageAlloc: Module = { entries: ENTRIES, fields: FIELDS };
