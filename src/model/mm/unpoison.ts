/**
 * unpoison_memory(): takes the mark of a page away, and gives the page back. For errors that were injected. mm/memory-failure.c, 5.10 to
 * 7.3, and put_page_back_buddy() in mm/page_alloc.c, 6.1 to 7.3.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, flag, type ValuesOf } from '../entry.js';
import type { Fault, Module } from '../module.js';
import { pageRefDecAndTest, requireMemmap } from '../page_ref.js';
import { type Kernel, PG_OFFLINE } from '../state.js';
import { Damage, folioTryGet, numPoisonedPagesSub, underMfMutex } from './hwpoison.js';
import { freeOnePage, putPage, zonePcpDisableInTurn, zonePcpEnable } from './page_alloc.js';
import { pfnToOnlinePage } from './sparse.js';
import { isMapped } from './users.js';

const ACTORS = {
  unpoison: flag('Errors are injected ones, and marks are taken away again by unpoison_memory(), for ever.'),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** The looks with which it begins: nobody else has the page. None is under a lock that those whom it asks for take. */
const mayBeUnpoisoned = atomic(
  'unpoison_memory',
  { on: ['page'], shown: { outcome: 'remark' }, reads: ['hwpoison', 'pageType', 'refcount', 'userPage'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => {
    if (k.hwpoison[page] === 0 || k.refcount[page] > 1 || isMapped(k, page)) return 0;
    return (k.pageType[page] & PG_OFFLINE) === 0;
  },
);

/** PageHWPoisonTakenOff() */
const isTakenOff = atomic(
  'PageHWPoisonTakenOff',
  { on: ['page'], reads: ['hwpoison', 'takenOff'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => k.hwpoison[page] === 1 && k.takenOff[page] === 1,
);

/** The mark goes, and with it the damage: it was never there. */
function clearMark(k: Kernel, page: number): boolean {
  if (!requireMemmap(k, page) || k.hwpoison[page] === 0) return false;
  k.hwpoison[page] = 0;
  k.damage[page] = Damage.NONE;
  return true;
}

const testClearPageHwpoison = atomic(
  'TestClearPageHWPoison',
  { on: ['page'], reads: ['hwpoison', 'memmapValid'], writes: ['damage', 'hwpoison'] },
  ['no', 'cleared'],
  clearMark,
);

/** put_page_back_buddy(): under zone->lock. The count is put whether or not anybody else has a reference. */
const putPageBackBuddy = atomic(
  'put_page_back_buddy',
  {
    on: ['page'],
    reads: ['hwpoison', 'isolated', 'memmapValid', 'pageType', 'refcount'],
    writes: ['damage', 'freeList', 'hwpoison', 'owner', 'pageType', 'refcount', 'takenOff'],
  },
  ['-EBUSY', 'ok'],
  (k: Kernel, page: number) => {
    if (!pageRefDecAndTest(k, page)) return false;
    k.takenOff[page] = 0;
    freeOnePage(k, page);
    return clearMark(k, page);
  },
);

/** get_hwpoison_page() for unpoisoning, and what follows. Returns whether the mark was taken away. */
const clearPoison = procedure(function* clearPoison(context: Context, page: number): Process<Kernel, boolean> {
  const { poisonTakesOffBuddy, poisonRefusesUnhandlable } = context.switches;
  if (poisonRefusesUnhandlable) yield waitUntil(zonePcpDisableInTurn);
  const takenOff = poisonTakesOffBuddy && (yield step(isTakenOff, page)) === isTakenOff.is.yes;
  const got = !takenOff && (yield step(folioTryGet, page)) === folioTryGet.is.got;
  if (poisonRefusesUnhandlable) yield step(zonePcpEnable);
  if (takenOff) return (yield step(putPageBackBuddy, page)) === putPageBackBuddy.is.ok;
  const cleared = (yield step(testClearPageHwpoison, page)) === testClearPageHwpoison.is.cleared;
  if (got) yield* putPage(context, page);
  // So that how it was put is forgotten.
  yield retryPoint('put_page', page, cleared ? 1 : 0, got ? 1 : 0);
  if (got && cleared) yield* putPage(context, page);
  return cleared;
});

const unpoisonPage = procedure(function* unpoisonPage(context: Context, page: number): Process<Kernel, boolean> {
  if ((yield step(mayBeUnpoisoned, page)) === mayBeUnpoisoned.is.no) return false;
  return yield* clearPoison(context, page);
});

/** unpoison_memory() of one page after another. */
const unpoisonPages = procedure(function* unpoisonPages(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('unpoison_memory');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if ((yield idleUntil(pfnToOnlinePage, page)) === pfnToOnlinePage.is.NULL) continue;
    if (yield* underMfMutex(context, unpoisonPage(context, page))) yield step(numPoisonedPagesSub, page);
  }
});

function unpoisonFaults({ actors }: Configuration): Fault[] {
  if (!actors.unpoison || (actors.users > 0 && (actors.poison || actors.softOffline))) return [];
  return [['actors.unpoison', 'only where there are users, and poison or softOffline']];
}

/** Registers unpoison_memory(). */
export const unpoison: Module = {
  faults: unpoisonFaults,
  demands: ({ actors }) => ({ kept: actors.unpoison ? 1 : 0 }),
  actors: [
    {
      key: 'unpoison',
      entry: ACTORS.unpoison,
      shows: 'what becomes of counts and lists when a mark is taken away while others handle the page',
      cannotShow: 'errors of hardware, behind which later kernels refuse',
      name: 'unpoison',
      run: unpoisonPages,
    },
  ],
};
