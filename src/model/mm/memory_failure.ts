/**
 * memory_failure() of a free page, of an unplugged one, and where there are users of one in use: it is unmapped, and taken off the
 * LRU. mm/memory-failure.c, 5.8 to 7.3.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, idleUntil, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf, poisonsUse } from '../context.js';
import { DevicePointer, memblkNrPoisonInc } from '../drivers/base/memory_block.js';
import { type Entries, flag, trouble, type ValuesOf } from '../entry.js';
import { Errno } from '../errno.js';
import { getOnlineMems, putOnlineMems } from '../hotplug_locks.js';
import type { Module } from '../module.js';
import { requireMemmap } from '../page_ref.js';
import { bit, blockOfPage, type Kernel, Owner, PG_BUDDY } from '../state.js';
import {
  countPoisonedPage,
  Damage,
  Found,
  folioTryGet,
  getHwpoisonPage,
  isFreeBuddyPage,
  numPoisonedPagesInc,
  numPoisonedPagesSub,
  pageHwpoison,
  shakePage,
  takeOffBuddy,
  Unmap,
  underMfMutex,
  unmapPoisoned,
} from './hwpoison.js';
import { folioIsolateLru, pageLru } from './migrate.js';
import { putPage } from './page_alloc.js';
import { pfnToOnlinePage } from './sparse.js';

const ACTORS = {
  poison: flag(
    'The memory of a page breaks, once for each page, while its block is online. Where there are users, pages in use are hit, too.',
  ),
} as const satisfies Entries;

const ENTRIES = {
  poison: trouble(flag('Pages may be poisoned by whoever replays a recording.')),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** TestSetPageHWPoison(): the flag comes first, and stays whatever follows. */
const setPageHwpoison = atomic(
  'TestSetPageHWPoison',
  { on: ['page'], reads: ['damage', 'hwpoison', 'memmapValid', 'sectionOnline'], writes: ['damage', 'hwpoison'] },
  ['set', 'poisoned already'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page) || k.hwpoison[page] === 1) return 1;
    k.hwpoison[page] = 1;
    if (k.damage[page] === Damage.BROKEN && k.sectionOnline[blockOfPage(k, page)] === 1) k.damage[page] = Damage.MARKED;
    return 0;
  },
);

/** For another try: the page was free and is no more. */
const clearPageHwpoison = atomic(
  'ClearPageHWPoison',
  { on: ['page'], reads: ['memmapValid'], writes: ['hwpoison'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) k.hwpoison[page] = 0;
  },
);

/** get_page_unless_zero() of 5.10, before anything is known of the page. Of one it cannot handle it is never put again. */
const getUnhandledPage = atomic(
  'get_hwpoison_page',
  { on: ['page'], reads: ['memmapValid', 'refcount'], writes: ['refcount'] },
  ['count 0', 'got'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page) || k.refcount[page] === 0) return 0;
    k.refcount[page]++;
    return 1;
  },
);

/**
 * get_hwpoison_page() since 5.13 and 5.15: looks before it takes a reference, and takes none to the pages of this model. The
 * per-CPU lists are disabled around it, by a mutex that offlining holds all along.
 */
const lookAtPage = atomic(
  'get_hwpoison_page',
  { on: ['page'], reads: ['pageType', 'pcpDisabled'] },
  ['-EIO: not handlable', 'free'],
  (k: Kernel, page: number) => {
    if (k.pcpDisabled[0] === 1) return BLOCKED;
    return (k.pageType[page] & PG_BUDDY) !== 0 ? 1 : 0;
  },
);

/** take_page_off_buddy() and page_ref_inc(): the page is on no list from here on. Under zone->lock. */
export const takePageOffBuddy = atomic(
  'take_page_off_buddy',
  {
    on: ['page'],
    reads: ['owner', 'pageType', 'refcount'],
    writes: ['freeList', 'owner', 'pageType', 'refcount', 'takenOff'],
  },
  ['not free any more', 'taken'],
  (k: Kernel, page: number) => {
    if (!takeOffBuddy(k, page)) return 0;
    k.refcount[page]++;
    k.owner[page] = Owner.POISON;
    return 1;
  },
);

/** Else in steps of its own. */
const countsWithResult = ({ switches, configuration }: Pick<Kernel, 'switches' | 'configuration'>): boolean =>
  switches.refuseHwpoisonOnline && !switches.poisonCountsFirst && !configuration.blockDevices;

/**
 * The end of memory_failure(), whatever came of it: the block remembers how many of its pages are poisoned (6.2), in steps of
 * their own where its device is counted. Ghost: nobody puts what it still has of that.
 */
const actionResult = atomic(
  'action_result',
  {
    on: ['page'],
    reads: ['damage', 'hwpoison', 'nrHwpoison', 'sectionOnline'],
    writes: ['damage', 'devicePointer', 'nrHwpoison'],
    blind: ['done'],
  },
  (k: Kernel, page: number) => {
    const block = blockOfPage(k, page);
    k.devicePointer[block] = DevicePointer.NONE;
    if (countsWithResult(k)) countPoisonedPage(k, block);
    const online = k.sectionOnline[block] === 1;
    if (k.damage[page] === Damage.MARKED && k.hwpoison[page] === 1 && online) k.damage[page] = Damage.KNOWN;
  },
);

/** What memory_failure() says that it did. */
export const Result = { IGNORED: 0, RECOVERED: 1 } as const;

/** The same where pages in use are hit: with what it says, MF_RECOVERED or MF_DELAYED, or MF_IGNORED or MF_FAILED. */
const actionResultOf = atomic(
  'action_result',
  {
    on: ['page', 'value'],
    reads: ['damage', 'hwpoison', 'nrHwpoison', 'sectionOnline'],
    writes: ['damage', 'nrHwpoison'],
    blind: ['done'],
  },
  (k: Kernel, page: number, _result: number) => {
    const block = blockOfPage(k, page);
    if (countsWithResult(k)) countPoisonedPage(k, block);
    const online = k.sectionOnline[block] === 1;
    if (k.damage[page] === Damage.MARKED && k.hwpoison[page] === 1 && online) k.damage[page] = Damage.KNOWN;
  },
);

/** num_poisoned_pages_inc() of the page's block. */
const countPoisoned = procedure(function* countPoisoned({ configuration }: Context, page: number): Process<Kernel> {
  if (configuration.blockDevices) yield* memblkNrPoisonInc(page);
  else yield step(numPoisonedPagesInc, page);
});

/** memory_failure() */
export const memoryFailure = procedure(function* memoryFailure(context: Context, page: number): Process<Kernel, Errno> {
  const { switches, configuration } = context;
  const countsFirst = switches.refuseHwpoisonOnline && switches.poisonCountsFirst;
  if (countsFirst) yield* countPoisoned(context, page);
  let handled = yield* tryMemoryFailure(context, page, 0);
  if (handled === 'lost') {
    yield step(clearPageHwpoison, page);
    handled = yield* tryMemoryFailure(context, page, 1);
  }
  if (handled === 'unpoisoned' || handled === 'poisoned already') {
    if (countsFirst) yield step(numPoisonedPagesSub, page);
    return handled === 'poisoned already' && switches.poisonRefusesUnhandlable ? Errno.EHWPOISON : Errno.OK;
  }
  if (configuration.blockDevices && switches.refuseHwpoisonOnline && !countsFirst) yield* countPoisoned(context, page);
  const recovered = handled === 'recovered';
  if (poisonsUse(context)) yield step(actionResultOf, page, recovered ? Result.RECOVERED : Result.IGNORED);
  else yield step(actionResult, page);
  return recovered ? Errno.OK : Errno.EBUSY;
});

/** `lost`: a free page was taken by another before it could be taken off its list. */
type Handled = 'poisoned already' | 'unpoisoned' | 'ignored' | 'lost' | 'recovered';

const tryMemoryFailure = procedure(function* tryMemoryFailure(
  context: Context,
  page: number,
  tries: number,
): Process<Kernel, Handled> {
  const { switches } = context;
  if ((yield step(setPageHwpoison, page)) === setPageHwpoison.is['poisoned already']) return 'poisoned already';
  if (poisonsUse(context)) return yield* handleAnyPage(context, page, tries);
  if (switches.poisonRefusesUnhandlable) {
    if ((yield waitUntil(lookAtPage, page)) === lookAtPage.is['-EIO: not handlable']) return 'ignored';
  } else if ((yield step(getUnhandledPage, page)) === getUnhandledPage.is.got) return 'ignored';
  if ((yield step(isFreeBuddyPage, page)) === isFreeBuddyPage.is.no) return 'ignored';
  if (!switches.poisonTakesOffBuddy) return 'recovered';
  return (yield step(takePageOffBuddy, page)) === takePageOffBuddy.is.taken ? 'recovered' : 'lost';
});

/** Of a page that is marked, and that anybody may have. */
const handleAnyPage = procedure(function* handleAnyPage(
  context: Context,
  page: number,
  tries: number,
): Process<Kernel, Handled> {
  const { poisonRefusesUnhandlable, poisonTakesOffBuddy } = context.switches;
  if (!poisonRefusesUnhandlable) {
    if ((yield step(folioTryGet, page)) === folioTryGet.is.got) return yield* handlePageInUse(context, page);
    const free = (yield step(isFreeBuddyPage, page)) === isFreeBuddyPage.is.yes;
    if (!free || !poisonTakesOffBuddy) return free ? 'recovered' : 'ignored';
  } else {
    const found = yield* getHwpoisonPage(context, page, tries);
    if (found === Found.GOT) return yield* handlePageInUse(context, page);
    if (found === Found.BUSY) return 'ignored';
    if ((yield step(isFreeBuddyPage, page)) === isFreeBuddyPage.is.no) return 'ignored';
  }
  return (yield step(takePageOffBuddy, page)) === takePageOffBuddy.is.taken ? 'recovered' : 'lost';
});

/** Whether somebody else has a reference; if not, the page is the handler's from here on. */
const hasExtraRefcount = atomic(
  'has_extra_refcount',
  { on: ['page'], reads: ['refcount'], writes: ['owner'] },
  ['still referenced', 'no'],
  (k: Kernel, page: number) => {
    if (k.refcount[page] > 1) return 0;
    k.owner[page] = Owner.POISON;
    return 1;
  },
);

/**
 * What follows the reference to a page, under its lock, which nothing else of this model waits for. hwpoison_user_mappings(), then
 * me_pagecache_clean() of an anonymous page; of one that is not on the LRU me_unknown(). The reference is kept in any case.
 */
const handlePageInUse = procedure(function* handlePageInUse(context: Context, page: number): Process<Kernel, Handled> {
  yield step(shakePage);
  const mayBeUnpoisoned = context.configuration.actors.unpoison && !context.switches.mfMutex;
  if (mayBeUnpoisoned && (yield step(pageHwpoison, page)) === pageHwpoison.is.no) {
    yield* putPage(context, page);
    return 'unpoisoned';
  }
  if ((yield step(pageLru, page)) === pageLru.is.no) return 'ignored';
  yield* unmapPoisoned(context, page, Unmap.WITH_ENTRY);
  // Here and below so that what came before is forgotten.
  yield retryPoint('me_pagecache_clean', page);
  if ((yield step(folioIsolateLru, page)) === folioIsolateLru.is['not on the LRU']) return 'ignored';
  yield* putPage(context, page);
  yield retryPoint('has_extra_refcount', page);
  return (yield step(hasExtraRefcount, page)) === hasExtraRefcount.is.no ? 'recovered' : 'ignored';
});

/** Memory breaks: nobody hears of it while the section is offline. */
const machineCheck = atomic(
  'machine_check',
  { on: ['page'], in: 'environment', reads: ['damage', 'sectionOnline'], writes: ['damage'] },
  (k: Kernel, page: number) => {
    if (k.damage[page] !== Damage.NONE || k.sectionOnline[blockOfPage(k, page)] === 0) return BLOCKED;
    k.damage[page] = Damage.BROKEN;
    return 0;
  },
);

/** Each page once, at any moment. */
export const memoryErrors = procedure(function* memoryErrors(context: Context): Process<Kernel> {
  const { poisonOnlineMems } = context.switches;
  for (;;) {
    yield retryPoint('memory error');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    yield idleUntil(machineCheck, page);
    if (poisonOnlineMems) yield waitUntil(getOnlineMems);
    yield* underMfMutex(context, handleError(context, page));
    if (poisonOnlineMems) yield step(putOnlineMems);
  }
});

const handleError = procedure(function* handleError(context: Context, page: number): Process<Kernel> {
  if ((yield step(pfnToOnlinePage, page)) === pfnToOnlinePage.is.page) yield* memoryFailure(context, page);
});

/** The actor `poison`: memory_failure(). */
export const hwpoison: Module = {
  entries: ENTRIES,
  // Of pages in use the batch keeps one, too.
  demands: ({ actors, poison }, { poisonOnlineMems }) =>
    actors.poison || poison
      ? {
          kept: actors.poison && actors.users > 0 ? 2 : 1,
          onlineMems: bit(actors.poison && poisonOnlineMems),
          owners: [Owner.POISON],
          poisons: true,
        }
      : {},
  actors: [
    {
      key: 'poison',
      entry: ACTORS.poison,
      shows: 'what memory errors do to attempts, counters and dumps',
      cannotShow: 'errors that strike while the handler of another is at work',
      name: 'memory error',
      run: memoryErrors,
    },
  ],
};
