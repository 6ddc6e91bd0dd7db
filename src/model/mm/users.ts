/** Users of memory: they allocate a page, touch it, and free it, wherever migration has moved it meanwhile. */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, ignoreOutcome, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf, poisonsUse, selectWord } from '../context.js';
import { count, type Entries, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Module } from '../module.js';
import { pageRefInc, putOwned, requireMemmap } from '../page_ref.js';
import { bit, blockOfPage, Isolated, type Kernel, Oops, Owner, PG_BUDDY, raise } from '../state.js';
import { dropsBadPage, dropsFromPcp, FreeList, freePage, putPage, rmqueueBulk, takeFromBuddy } from './page_alloc.js';

const ACTORS = {
  users: count(
    'Tasks that allocate a movable page, touch it and free it; meanwhile it is on the LRU and may be migrated.',
  ),
  briefUsers: count('As users, but all of it happens at once, so that they cost next to no states.'),
  unmovableUsers: count(
    'Tasks that allocate a page which cannot be migrated, outside ZONE_MOVABLE, and may keep it for ever.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

const FIELDS = {
  lru: {
    of: 'page',
    max: ({ configuration }) => bit(configuration.actors.users > 0),
    onlined: 0,
    removed: 0,
    title: 'PageLRU',
    shownIn: 'races',
  },
  /** The page that each user of memory has, counted from 1; 0 for none. */
  userPage: {
    of: { each: 'user', actor: 'users' },
    max: ({ geometry }) => geometry.pages,
    gridTitle: 'its page, from 1',
    shownIn: 'grid',
  },
  /** Whether the page waits in a CPU's batch to be put on the LRU; the batch holds a reference. */
  lruBatch: {
    of: 'page',
    max: (setting) => bit(poisonsUse(setting)),
    title: 'in a batch for the LRU',
    shownIn: 'races',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** Whether a user has the page: under the lock of its page table, or of the page, that does not change. */
export function isMapped(k: Kernel, page: number): boolean {
  for (let user = 0; user < k.userPage.length; user++) if (k.userPage[user] === page + 1) return true;
  return false;
}

/** On a free list, and its pageblock not isolated; where lists are told apart, on an ordinary one. */
function isAllocatable(k: Kernel, page: number): boolean {
  if (k.configuration.freeLists) return k.freeList[page] === FreeList.ORDINARY;
  return (k.pageType[page] & PG_BUDDY) !== 0 && k.isolated[k.geometry.subBlockOfPage[page]] === Isolated.NO;
}

/**
 * rmqueue() and prep_new_page(): takes one page from a per-CPU list, whatever its pageblock, or under zone->lock from a free
 * list whose pageblock is not isolated.
 */
export function takeFreePage(k: Kernel, page: number): boolean {
  if (k.onPcp[page] === 1) {
    k.onPcp[page] = 0;
    if (dropsFromPcp(k, page)) return false;
  } else if (!isAllocatable(k, page) || dropsBadPage(k, page)) return false;
  else takeFromBuddy(k, page);
  k.refcount[page]++;
  return true;
}

/** alloc_page(), of any free page that the allocator may give. */
export const allocPage = atomic(
  'alloc_page',
  {
    on: ['page', 'process'],
    reads: ['freeList', 'hwpoison', 'isolated', 'onPcp', 'owner', 'pageType', 'refcount'],
    writes: ['freeList', 'onPcp', 'owner', 'pageType', 'refcount', 'userPage'],
    blind: ['no'],
  },
  ['no', 'got'],
  (k: Kernel, page: number, user: number) => {
    if (!takeFreePage(k, page)) return false;
    k.owner[page] = Owner.USER;
    k.userPage[user] = page + 1;
    return true;
  },
);

const has = (k: Kernel, page: number, user: number): boolean => k.userPage[user] === page + 1;

/** Writes to the page. A fresh page is touched by its user before it gets on the LRU. */
export const touchPage = atomic('clear_page', { on: ['page'], reads: ['plugged'] }, (k: Kernel, page: number) => {
  if (k.plugged[page] === 0) raise(k, Oops.TOUCHED_UNPLUGGED);
});

/** With the mapping before it, which shares its field with the type: one that was left is gone from here on. */
export const folioAddLru = atomic(
  'folio_add_lru',
  { on: ['page'], writes: ['lru', 'pageType'] },
  (k: Kernel, page: number) => {
    k.lru[page] = 1;
    k.pageType[page] = 0;
  },
);

/** folio_add_lru() as it is: the page joins a batch of this CPU's, with a reference of its own. */
const folioBatchAdd = atomic(
  'folio_add_lru',
  { on: ['page'], reads: ['memmapValid', 'refcount'], writes: ['lruBatch', 'pageType', 'refcount'] },
  (k: Kernel, page: number) => {
    k.lruBatch[page] = 1;
    k.pageType[page] = 0;
    pageRefInc(k, page);
  },
);

/** lru_add_drain() of this CPU; its reference to the page is put in another step. */
const lruAddDrain = atomic(
  'lru_add_drain',
  { on: ['page'], reads: ['lruBatch', 'memmapValid'], writes: ['lru', 'lruBatch'], blind: ['not in a batch'] },
  ['not in a batch', 'on the LRU'],
  (k: Kernel, page: number) => {
    if (k.lruBatch[page] === 0 || !requireMemmap(k, page)) return 0;
    k.lruBatch[page] = 0;
    k.lru[page] = 1;
    return 1;
  },
);

/** lru_add_drain_all(). A page that nobody but its batch holds is left to its own CPU, which frees it. */
export function lruAddDrainAll(k: Kernel): void {
  for (let page = 0; page < k.geometry.pages; page++) {
    if (k.lruBatch[page] === 0 || k.refcount[page] <= 1 || !requireMemmap(k, page)) continue;
    k.lruBatch[page] = 0;
    k.lru[page] = 1;
    k.refcount[page]--;
  }
}

/** A page gets on the LRU by way of a batch of its CPU, where it matters who sees it meanwhile. */
const addToLru = procedure(function* addToLru(context: Context, page: number): Process<Kernel> {
  if (!poisonsUse(context)) {
    yield step(folioAddLru, page);
    return;
  }
  yield step(folioBatchAdd, page);
  if ((yield step(lruAddDrain, page)) === lruAddDrain.is['on the LRU']) yield* putPage(context, page);
  // So that how it got there is forgotten.
  yield retryPoint('user: mapped', page);
});

/** Whether the page is still the user's, and if so, its last reference is put. */
export const unmapPage = atomic(
  'zap_pte',
  {
    on: ['page', 'process'],
    in: 'zap_pte_range',
    shown: { outcome: 'remark' },
    reads: ['userPage'],
    writes: ['userPage'],
  },
  ['moved away', 'still there'],
  (k: Kernel, page: number, user: number) => {
    if (!has(k, page, user)) return false;
    k.userPage[user] = 0;
    return true;
  },
);

/** A user of memory, which allocates, holds and frees a page, for ever. */
export const memoryUser = procedure(function* memoryUser(context: Context, user: number): Process<Kernel> {
  const { freeLists, pcp } = context.configuration;
  const refills = freeLists && pcp;
  for (;;) {
    yield retryPoint('user');
    if (refills && (yield* selectWord('rmqueue', ['as it is', 'a batch first'])) === 'a batch first') {
      yield idleUntil(rmqueueBulk);
      continue;
    }
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if ((yield idleUntil(allocPage, page, user)) === allocPage.is.no) continue;
    yield step(touchPage, page);
    yield* addToLru(context, page);
    if ((yield step(unmapPage, page, user)) === unmapPage.is['moved away']) continue;
    if ((yield step(putOwned, page)) === putOwned.is['reached 0']) yield* freePage(context, page);
  }
});

/** Allocation, touch and free in one step: whoever can get an unplugged page dies of it. */
const touchFreePage = atomic(
  'clear_page',
  {
    on: ['page'],
    reads: ['freeList', 'hwpoison', 'isolated', 'pageType', 'plugged', 'refcount'],
    writes: ['pageType'],
    blind: ['not allocatable'],
  },
  ['not allocatable', 'touched'],
  (k: Kernel, page: number) => {
    if (!isAllocatable(k, page) || dropsBadPage(k, page)) return false;
    if (k.plugged[page] === 0) raise(k, Oops.TOUCHED_UNPLUGGED);
    k.pageType[page] = PG_BUDDY;
    return true;
  },
);

/** A user of memory that has given its page back before anybody else moves: see `Actors`. */
export const briefUser = procedure(function* briefUser(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('user');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    yield ignoreOutcome(idleUntil(touchFreePage, page));
  }
});

/** What alloc_page() of memory that cannot be migrated is about. */
export const ALLOC_UNMOVABLE = {
  on: ['page'],
  reads: ['freeList', 'hwpoison', 'isolated', 'onPcp', 'owner', 'pageType', 'refcount', 'zoneMovable'],
  writes: ['freeList', 'onPcp', 'owner', 'pageType', 'refcount'],
  blind: ['no'],
} as const;

/** alloc_page() of memory that cannot be migrated: none of it comes from ZONE_MOVABLE. */
export function allocUnmovable(k: Kernel, page: number, owner: number): boolean {
  if (k.zoneMovable[blockOfPage(k, page)] === 1 || !takeFreePage(k, page)) return false;
  k.owner[page] = owner;
  return true;
}

/** alloc_page() of such memory by a user. */
export const allocUnmovablePage = atomic('alloc_page', ALLOC_UNMOVABLE, ['no', 'got'], (k: Kernel, page: number) =>
  allocUnmovable(k, page, Owner.USER),
);

/** A user of memory that the kernel cannot move away: it is at rest while it has its page. */
export const unmovableUser = procedure(function* unmovableUser(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('unmovable user');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if ((yield idleUntil(allocUnmovablePage, page)) === allocUnmovablePage.is.no) continue;
    yield step(touchPage, page);
    if ((yield idleUntil(putOwned, page)) === putOwned.is['reached 0']) yield* freePage(context, page);
  }
});

/** The actors `users`, `briefUsers` and `unmovableUsers`. */
export const users: Module = {
  fields: FIELDS,
  // Isolation from the LRU keeps one.
  demands: ({ actors }) => ({ kept: actors.users > 0 ? 1 : 0 }),
  actors: [
    {
      key: 'users',
      entry: ACTORS.users,
      shows: 'what a page in use does to others: it is migrated, held, touched, freed late',
      cannotShow: 'a page that migration cannot move',
      name: 'user',
      run: memoryUser,
    },
    {
      key: 'briefUsers',
      entry: ACTORS.briefUsers,
      shows: 'which pages can be allocated',
      cannotShow: 'what a page that is held does to others: only users show that',
      name: 'brief user',
      run: briefUser,
    },
    {
      key: 'unmovableUsers',
      entry: ACTORS.unmovableUsers,
      shows: 'what an attempt makes of a page that it cannot move',
      cannotShow: 'migration',
      name: 'unmovable user',
      run: unmovableUser,
    },
  ],
};
