/**
 * What the handlers of memory errors share: the mark on a page, the count of marked pages, the reference to a page in use,
 * unmapping, and their mutex.
 * mm/memory-failure.c, 5.10 to 7.3, and try_to_unmap() in mm/rmap.c.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import type { Context } from '../context.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Module } from '../module.js';
import { pageRefInc, requireMemmap } from '../page_ref.js';
import { bit, blockOfPage, type Kernel, Owner, PG_BUDDY } from '../state.js';
import { putPage, takeFromBuddy, zonePcpDisableInTurn, zonePcpEnable } from './page_alloc.js';
import { isMapped, lruAddDrainAll } from './users.js';

/** Who handles memory errors beside memory_failure(), so that there is a mutex to wait for. */
const otherHandlers = ({ actors }: Configuration): boolean => actors.softOffline || actors.unpoison;

/**
 * Ghost: what became of a page whose memory breaks. MARKED: memory_failure() poisoned it, and its section was online. KNOWN:
 * memory_failure() is done with it, and found its mark still there.
 */
export const Damage = { NONE: 0, BROKEN: 1, MARKED: 2, KNOWN: 3 } as const;

const FIELDS = {
  hwpoison: {
    of: 'page',
    max: ({ demands }) => bit(demands.poisons),
    onlined: 0,
    removed: 0,
    title: 'PageHWPoison',
    shownIn: 'changelogs',
  },
  /** What __offline_isolated_pages() returns counts the page as managed, although it is PageOffline: it was damaged then. */
  countedAsManaged: {
    of: 'page',
    max: ({ demands, switches }) => bit(demands.poisons && switches.accounting === '6.11'),
    shownIn: 'grid',
  },
  /** {@link Damage}. No initialisation of the memmap repairs memory. */
  damage: {
    of: 'page',
    max: ({ configuration }) => (configuration.actors.poison ? Damage.KNOWN : 0),
    labels: ['none', 'broken', 'marked', 'known'],
    ghost: true,
    shownIn: 'races',
  },
  /** Poisoned pages that memory_failure() has counted, since 6.2. */
  nrHwpoison: {
    of: 'block',
    max: ({ demands, switches, geometry }) => (demands.poisons && switches.refuseHwpoisonOnline ? geometry.pages : 0),
    removed: 0,
    shownIn: 'changelogs',
  },
  /** MAGIC_HWPOISON in page_private(): the page was taken off its free list, 6.1 to 7.3. */
  takenOff: {
    of: 'page',
    max: ({ configuration, switches }) => bit(configuration.actors.unpoison && switches.poisonTakesOffBuddy),
    onlined: 0,
    removed: 0,
    title: 'PageHWPoisonTakenOff',
    shownIn: 'races',
  },
  /** mf_mutex: whether a handler is at work. */
  mfMutex: {
    of: 'one',
    max: ({ configuration, switches }) => bit(otherHandlers(configuration) && switches.mfMutex),
    gridTitle: 'mf_mutex',
    shownIn: 'grid',
    lock: true,
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

const lockMfMutex = atomic(
  'mutex_lock(mf_mutex)',
  { on: [], in: 'memory_failure', shown: { bare: true }, reads: ['mfMutex'], writes: ['mfMutex'] },
  (k: Kernel) => {
    if (k.mfMutex[0] === 1) return BLOCKED;
    k.mfMutex[0] = 1;
    return 0;
  },
);

const unlockMfMutex = atomic(
  'mutex_unlock(mf_mutex)',
  { on: [], in: 'memory_failure', shown: { bare: true }, writes: ['mfMutex'] },
  (k: Kernel) => {
    k.mfMutex[0] = 0;
  },
);

/** What a handler does, under its mutex where there is one and somebody to keep out. */
export const underMfMutex = procedure(function* underMfMutex<R>(
  { configuration, switches }: Context,
  work: Process<Kernel, R>,
): Process<Kernel, R> {
  if (!switches.mfMutex || !otherHandlers(configuration)) return yield* work;
  yield waitUntil(lockMfMutex);
  const result = yield* work;
  yield step(unlockMfMutex);
  return result;
});

/** PageHWPoison(), without a lock. */
export const pageHwpoison = atomic(
  'PageHWPoison',
  { on: ['page'], reads: ['hwpoison'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => k.hwpoison[page] === 1,
);

/** HWPoisonHandlable(), since 5.13. */
const hwpoisonHandlable = atomic(
  'HWPoisonHandlable',
  { on: ['page'], reads: ['lru', 'pageType'] },
  ['no', 'LRU', 'free'],
  (k: Kernel, page: number) => {
    if (k.lru[page] === 1) return 1;
    return (k.pageType[page] & PG_BUDDY) !== 0 ? 2 : 0;
  },
);

/** folio_try_get() of a handler, which may keep what it got for ever. */
export const folioTryGet = atomic(
  'folio_try_get',
  { on: ['page'], reads: ['memmapValid', 'refcount'], writes: ['refcount'] },
  ['count 0', 'got'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page) || k.refcount[page] === 0) return 0;
    pageRefInc(k, page);
    return 1;
  },
);

/** is_free_buddy_page() */
export const isFreeBuddyPage = atomic(
  'is_free_buddy_page',
  { on: ['page'], reads: ['pageType'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => {
    return (k.pageType[page] & PG_BUDDY) !== 0;
  },
);

/** Takes a page off its free list, if it is on one. The caller keeps it from here on. Under zone->lock. */
export function takeOffBuddy(k: Kernel, page: number): boolean {
  if ((k.pageType[page] & PG_BUDDY) === 0) return false;
  takeFromBuddy(k, page);
  if (k.configuration.actors.unpoison && k.switches.poisonTakesOffBuddy) k.takenOff[page] = 1;
  return true;
}

/** shake_page(): what waits in a CPU's batch gets on the LRU, and may be handled then. */
export const shakePage = atomic(
  'shake_page',
  { on: [], reads: ['lruBatch', 'memmapValid', 'refcount'], writes: ['lru', 'lruBatch', 'refcount'] },
  lruAddDrainAll,
);

/** What a handler has of a page: a reference; a free page; or BUSY, of one that it cannot handle as it is, or that is being given up. */
export const Found = { GOT: 0, FREE: 1, BUSY: 2 } as const;

export type Found = (typeof Found)[keyof typeof Found];

/** How often get_any_page() tries. In the kernel it is four times; a second try comes to what they come to. */
export const PASSES = 2;

/** get_hwpoison_page() since 5.13, and since 5.15 with the per-CPU lists disabled around it; `tries`: by how many calls before. */
export const getHwpoisonPage = procedure(function* getHwpoisonPage(
  context: Context,
  page: number,
  tries: number,
): Process<Kernel, Found> {
  yield waitUntil(zonePcpDisableInTurn);
  let found: Found = Found.BUSY;
  for (let pass = 0; pass < PASSES && found === Found.BUSY; pass++) {
    // Here and elsewhere in this file not for loops without end, but so that what came before is forgotten.
    yield retryPoint('get_any_page', page, pass, tries);
    if (pass > 0) yield step(shakePage);
    found = yield* lookAndGet(context, page);
  }
  yield retryPoint('get_any_page: found', page, found, tries);
  yield step(zonePcpEnable);
  return found;
});

/** One pass of get_any_page(). */
const lookAndGet = procedure(function* lookAndGet(context: Context, page: number): Process<Kernel, Found> {
  if ((yield step(hwpoisonHandlable, page)) === hwpoisonHandlable.is.no) return Found.BUSY;
  if ((yield step(folioTryGet, page)) === folioTryGet.is['count 0'])
    return (yield step(isFreeBuddyPage, page)) === isFreeBuddyPage.is.yes ? Found.FREE : Found.BUSY;
  if ((yield step(hwpoisonHandlable, page)) !== hwpoisonHandlable.is.no) return Found.GOT;
  yield* putPage(context, page);
  return Found.BUSY;
});

/** Of try_to_unmap(): whether the flags have it leave a poisoned entry in the page table. */
export const Unmap = { WITH_ENTRY: 0, WITHOUT_ENTRY: 1 } as const;

/**
 * try_to_unmap() of an anonymous page. Without an entry to leave it has cleared the page table already when it finds that the
 * page has no swap space: WARN, and the mapping goes on to be counted.
 */
const tryToUnmap = atomic(
  'try_to_unmap',
  { on: ['page', 'value'], reads: ['userPage'], writes: ['userPage'] },
  ['not mapped', 'unmapped'],
  (k: Kernel, page: number, _entry: number) => {
    if (!isMapped(k, page)) return 0;
    for (let user = 0; user < k.userPage.length; user++) if (k.userPage[user] === page + 1) k.userPage[user] = 0;
    return 1;
  },
);

/** unmap_poisoned_folio(): its user is killed when it touches the page, if not before. */
export const unmapPoisoned = procedure(function* unmapPoisoned(
  context: Context,
  page: number,
  entry: number,
): Process<Kernel> {
  const unmapped = (yield step(tryToUnmap, page, entry)) === tryToUnmap.is.unmapped;
  if (unmapped && entry === Unmap.WITH_ENTRY) yield* putPage(context, page);
});

/** page_ref_inc() of page_handle_poison(): the reference that stands for the mark. */
export const refPoisoned = atomic(
  'page_handle_poison',
  { on: ['page'], reads: ['memmapValid', 'refcount'], writes: ['owner', 'refcount'] },
  (k: Kernel, page: number) => {
    pageRefInc(k, page);
    k.owner[page] = Owner.POISON;
  },
);

/** One poisoned page more of a block. It stays at the end of its range: a page may be counted more than once. */
export function countPoisonedPage(k: Kernel, block: number): void {
  if (k.nrHwpoison[block] < k.geometry.pages) k.nrHwpoison[block]++;
}

/** num_poisoned_pages_inc(): since 6.2 of the page's block, too. */
export const numPoisonedPagesInc = atomic(
  'num_poisoned_pages_inc',
  { on: ['page'], reads: ['nrHwpoison'], writes: ['nrHwpoison'] },
  (k: Kernel, page: number) => {
    if (k.switches.refuseHwpoisonOnline) countPoisonedPage(k, blockOfPage(k, page));
  },
);

/** num_poisoned_pages_sub() */
export const numPoisonedPagesSub = atomic(
  'num_poisoned_pages_sub',
  { on: ['page'], reads: ['nrHwpoison'], writes: ['nrHwpoison'] },
  (k: Kernel, page: number) => {
    const block = blockOfPage(k, page);
    if (k.nrHwpoison[block] > 0) k.nrHwpoison[block]--;
  },
);

/** The state of poisoned pages. */
export const hwpoisonPages: Module = { fields: FIELDS };
