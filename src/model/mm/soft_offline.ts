/**
 * soft_offline_page(): a page whose memory may break soon is migrated, or if it is free taken off its list, and marked. Nobody is
 * killed. mm/memory-failure.c, 5.10 to 7.3.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, flag, type ValuesOf } from '../entry.js';
import { getOnlineMems, putOnlineMems } from '../hotplug_locks.js';
import type { Fault, Module } from '../module.js';
import { requireMemmap } from '../page_ref.js';
import { type Kernel, Owner } from '../state.js';
import {
  Found,
  folioTryGet,
  getHwpoisonPage,
  isFreeBuddyPage,
  numPoisonedPagesInc,
  PASSES,
  pageHwpoison,
  refPoisoned,
  shakePage,
  takeOffBuddy,
  underMfMutex,
} from './hwpoison.js';
import { folioIsolateLru, migrateFolio, pageLru, putbackLru } from './migrate.js';
import { putPage } from './page_alloc.js';
import { pfnToOnlinePage } from './sparse.js';

const ACTORS = {
  softOffline: flag('Pages are taken out of use by soft_offline_page() before their memory breaks, for ever.'),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** take_page_off_buddy() in page_handle_poison(): the page has count 0 still, and no mark. */
export const takeFreePageOff = atomic(
  'take_page_off_buddy',
  {
    on: ['page'],
    in: 'page_handle_poison',
    reads: ['owner', 'pageType', 'refcount'],
    writes: ['freeList', 'owner', 'pageType', 'takenOff'],
  },
  ['not free any more', 'taken'],
  (k: Kernel, page: number) => {
    if (!takeOffBuddy(k, page)) return 0;
    k.owner[page] = Owner.INFLIGHT;
    return 1;
  },
);

/** SetPageHWPoison() in page_handle_poison(). */
const setPageHwpoison = atomic(
  'SetPageHWPoison',
  { on: ['page'], in: 'page_handle_poison', reads: ['memmapValid'], writes: ['hwpoison'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) k.hwpoison[page] = 1;
  },
);

/** page_handle_poison(). @param migrated whether the caller's is the last reference to what was a page in use */
const pageHandlePoison = procedure(function* pageHandlePoison(
  context: Context,
  page: number,
  migrated: boolean,
): Process<Kernel, boolean> {
  if (!migrated && (yield step(takeFreePageOff, page)) !== takeFreePageOff.is.taken) return false;
  yield step(setPageHwpoison, page);
  if (migrated) yield* putPage(context, page);
  // Here and below so that what came before is forgotten.
  yield retryPoint('page_handle_poison', page);
  yield step(refPoisoned, page);
  yield step(numPoisonedPagesInc, page);
  return true;
});

/** get_any_page() up to 5.10: a reference first, whatever the page is. @param tries how often the caller has asked before */
const getAnyPage = procedure(function* getAnyPage(
  context: Context,
  page: number,
  tries: number,
): Process<Kernel, Found> {
  let found: Found = Found.BUSY;
  for (let pass = 0; pass < PASSES && found === Found.BUSY; pass++) {
    yield retryPoint('get_any_page', page, pass, tries);
    if (pass > 0) yield step(shakePage);
    found = yield* getUnseen(context, page);
  }
  yield retryPoint('get_any_page: found', page, found, tries);
  return found;
});

/** One pass of it. */
const getUnseen = procedure(function* getUnseen(context: Context, page: number): Process<Kernel, Found> {
  if ((yield step(folioTryGet, page)) === folioTryGet.is['count 0'])
    return (yield step(isFreeBuddyPage, page)) === isFreeBuddyPage.is.yes ? Found.FREE : Found.BUSY;
  if ((yield step(pageLru, page)) === pageLru.is.yes) return Found.GOT;
  yield* putPage(context, page);
  return Found.BUSY;
});

/** soft_offline_in_use_page() of an anonymous page: with its own reference, which it puts. */
const softOfflineInUsePage = procedure(function* softOfflineInUsePage(context: Context, page: number): Process<Kernel> {
  if ((yield step(pageHwpoison, page)) === pageHwpoison.is.yes) return yield* putPage(context, page);
  const isolated = (yield step(folioIsolateLru, page)) === folioIsolateLru.is.isolated;
  yield* putPage(context, page);
  if (!isolated) return;
  yield retryPoint('soft_offline_in_use_page', page);
  if ((yield step(migrateFolio, page)) === migrateFolio.is.moved) {
    yield* pageHandlePoison(context, page, true);
    return;
  }
  yield step(putbackLru, page);
  yield* putPage(context, page);
});

/** soft_offline_page() behind its look at the section. A free page that is lost is tried once more. */
const softOfflineOnline = procedure(function* softOfflineOnline(context: Context, page: number): Process<Kernel> {
  if ((yield step(pageHwpoison, page)) === pageHwpoison.is.yes) return;
  const looksBefore = context.switches.poisonRefusesUnhandlable;
  for (const tries of [0, 1]) {
    yield waitUntil(getOnlineMems);
    const found = yield* looksBefore ? getHwpoisonPage(context, page, tries) : getAnyPage(context, page, tries);
    yield step(putOnlineMems);
    if (found === Found.GOT) return yield* softOfflineInUsePage(context, page);
    if (found === Found.BUSY || (yield* pageHandlePoison(context, page, false))) return;
  }
});

/** Takes one page after another out of use. */
const softOfflinePages = procedure(function* softOfflinePages(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('soft_offline_page');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if ((yield idleUntil(pfnToOnlinePage, page)) === pfnToOnlinePage.is.NULL) continue;
    yield* underMfMutex(context, softOfflineOnline(context, page));
  }
});

function softOfflineFaults({ actors }: Configuration): Fault[] {
  return actors.softOffline && actors.users === 0 ? [['actors.softOffline', 'only where there are users']] : [];
}

/** Registers soft_offline_page(). */
export const softOffline: Module = {
  faults: softOfflineFaults,
  // Its own reference, that of isolation, and that of a batch for the LRU.
  demands: ({ actors }) =>
    actors.softOffline ? { kept: 3, onlineMems: 1, owners: [Owner.POISON], poisons: true } : {},
  actors: [
    {
      key: 'softOffline',
      entry: ACTORS.softOffline,
      shows: 'what becomes of pages that are taken out of use, and of those who use, offline or unpoison them',
      cannotShow: 'pages of files, which are dropped instead of migrated',
      name: 'soft offline',
      run: softOfflinePages,
    },
  ],
};
