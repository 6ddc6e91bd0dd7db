/**
 * memory_failure() of a free page and of an unplugged one. mm/memory-failure.c, 5.8 to 7.3. Poison of a page in use, which
 * ends with its users killed or the page migrated, is outside the model.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, idleUntil, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf } from '../context.js';
import { DevicePointer, memblkNrPoisonInc } from '../drivers/base/memory_block.js';
import { type Entries, flag, trouble, type ValuesOf } from '../entry.js';
import { Errno } from '../errno.js';
import type { Module } from '../module.js';
import { requireMemmap } from '../page_ref.js';
import { blockOfPage, Damage, type Kernel, Owner, PG_BUDDY } from '../state.js';
import { takeFromBuddy } from './page_alloc.js';
import { pfnToOnlinePage } from './sparse.js';

const ACTORS = {
  poison: flag(
    'The memory of a page breaks, once for each page, while its block is online. Not for configurations with users.',
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

/** is_free_buddy_page() */
const isFreeBuddyPage = atomic(
  'is_free_buddy_page',
  { on: ['page'], reads: ['pageType'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => {
    return (k.pageType[page] & PG_BUDDY) !== 0;
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
const takePageOffBuddy = atomic(
  'take_page_off_buddy',
  { on: ['page'], reads: ['owner', 'pageType', 'refcount'], writes: ['freeList', 'owner', 'pageType', 'refcount'] },
  ['not free any more', 'taken'],
  (k: Kernel, page: number) => {
    if ((k.pageType[page] & PG_BUDDY) === 0) return 0;
    takeFromBuddy(k, page);
    k.refcount[page]++;
    k.owner[page] = Owner.POISON;
    return 1;
  },
);

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
    if (k.switches.refuseHwpoisonOnline && !k.configuration.blockDevices) k.nrHwpoison[block]++;
    const online = k.sectionOnline[block] === 1;
    if (k.damage[page] === Damage.MARKED && k.hwpoison[page] === 1 && online) k.damage[page] = Damage.KNOWN;
  },
);

/** memory_failure() */
export const memoryFailure = procedure(function* memoryFailure(context: Context, page: number): Process<Kernel, Errno> {
  let handled = yield* tryMemoryFailure(context, page);
  if (handled === 'lost') {
    yield step(clearPageHwpoison, page);
    handled = yield* tryMemoryFailure(context, page);
  }
  if (handled === 'poisoned already') return context.switches.poisonRefusesUnhandlable ? Errno.EHWPOISON : Errno.OK;
  if (context.configuration.blockDevices && context.switches.refuseHwpoisonOnline) yield* memblkNrPoisonInc(page);
  yield step(actionResult, page);
  return handled === 'recovered' ? Errno.OK : Errno.EBUSY;
});

/** `lost`: a free page was taken by another before it could be taken off its list. */
type Handled = 'poisoned already' | 'ignored' | 'lost' | 'recovered';

const tryMemoryFailure = procedure(function* tryMemoryFailure(
  { switches }: Context,
  page: number,
): Process<Kernel, Handled> {
  if ((yield step(setPageHwpoison, page)) === setPageHwpoison.is['poisoned already']) return 'poisoned already';
  if (switches.poisonRefusesUnhandlable) {
    if ((yield waitUntil(lookAtPage, page)) === lookAtPage.is['-EIO: not handlable']) return 'ignored';
  } else if ((yield step(getUnhandledPage, page)) === getUnhandledPage.is.got) return 'ignored';
  if ((yield step(isFreeBuddyPage, page)) === isFreeBuddyPage.is.no) return 'ignored';
  if (!switches.poisonTakesOffBuddy) return 'recovered';
  return (yield step(takePageOffBuddy, page)) === takePageOffBuddy.is.taken ? 'recovered' : 'lost';
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
  for (;;) {
    yield retryPoint('memory error');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    yield idleUntil(machineCheck, page);
    if ((yield step(pfnToOnlinePage, page)) === pfnToOnlinePage.is.page) yield* memoryFailure(context, page);
  }
});

/** The actor `poison`: memory_failure(). */
export const hwpoison: Module = {
  entries: ENTRIES,
  demands: ({ actors, poison }) => (actors.poison || poison ? { kept: 1, owners: [Owner.POISON], poisons: true } : {}),
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
