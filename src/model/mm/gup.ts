/**
 * A user's page with a reference that somebody took through its mapping: migration cannot move it until that reference is put.
 * mm/gup.c, all versions: FOLL_GET as vmsplice() asks for it, and FOLL_LONGTERM.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, someOf, type ValuesOf } from '../entry.js';
import type { Fault, Module } from '../module.js';
import { pageRefInc, putOwned } from '../page_ref.js';
import { blockOfPage, Isolated, type Kernel } from '../state.js';
import { migrateUnpinnable } from './migrate.js';
import { freePage, putPage } from './page_alloc.js';
import { allocPage, folioAddLru, isMapped, touchPage, unmapPage } from './users.js';

const ACTORS = {
  pinners: someOf(
    ['longterm', 'short'],
    'Tasks that take a reference to a page which a user has mapped, and may keep it for ever. longterm: FOLL_LONGTERM (RDMA, VFIO), which since 5.13 moves the page out of ZONE_MOVABLE first. short: FOLL_GET, as vmsplice() asks for it, which moves nothing.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** try_get_page() under the page table lock: the mapping's reference keeps the count above 0. */
const gupGetPage = atomic(
  'try_get_page',
  { on: ['page'], reads: ['memmapValid', 'refcount'], writes: ['refcount'] },
  (k: Kernel, page: number) => {
    pageRefInc(k, page);
  },
);

/** A user allocates this page and pins it. Returns whether it got the page. */
export const pinUserPage = procedure(function* pinUserPage(page: number, user: number): Process<Kernel, boolean> {
  if ((yield step(allocPage, page, user)) === allocPage.is.no) return false;
  yield step(touchPage, page);
  yield step(folioAddLru, page);
  yield step(gupGetPage, page);
  return true;
});

/** The pin is put, then the user frees the page, unless migration took it between the two. */
export const unpinUserPage = procedure(function* unpinUserPage(
  context: Context,
  page: number,
  user: number,
): Process<Kernel> {
  yield* putPage(context, page);
  if ((yield step(unmapPage, page, user)) === unmapPage.is['still there']) yield* putPage(context, page);
});

/** follow_page_pte(): under the page table lock a page is mapped or it is not, and one that is not is not got. */
const followPagePte = atomic(
  'follow_page_pte',
  { on: ['page'], reads: ['memmapValid', 'refcount', 'userPage'], writes: ['refcount'] },
  (k: Kernel, page: number) => {
    if (!isMapped(k, page)) return BLOCKED;
    pageRefInc(k, page);
    return 0;
  },
);

/** folio_is_longterm_pinnable(): not in ZONE_MOVABLE; nor, with CONFIG_CMA, in an isolated pageblock. */
const isLongtermPinnable = atomic(
  'folio_is_longterm_pinnable',
  { on: ['page'], reads: ['isolated', 'zoneMovable'] },
  ['no', 'yes'],
  (k: Kernel, page: number) =>
    k.zoneMovable[blockOfPage(k, page)] === 0 && k.isolated[k.geometry.subBlockOfPage[page]] === Isolated.NO,
);

/** pin_user_pages() or get_user_pages() of one page, which is at rest while it has it. */
const pinPages = procedure(function* pinPages(context: Context, pinner: number): Process<Kernel> {
  const longterm = context.configuration.actors.pinners[pinner] === 'longterm';
  const moves = longterm && context.switches.longtermMigrates;
  for (;;) {
    yield retryPoint('pin');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    yield idleUntil(followPagePte, page);
    if (moves && (yield step(isLongtermPinnable, page)) === isLongtermPinnable.is.no) {
      yield* migrateUnpinnable(context, page);
      continue;
    }
    if ((yield idleUntil(putOwned, page)) === putOwned.is['reached 0']) yield* freePage(context, page);
  }
});

function pinFaults({ actors }: Configuration): Fault[] {
  return actors.pinners.length === 0 || actors.users > 0 ? [] : [['actors.pinners', 'only where there are users']];
}

/** The actor `pinners`: get_user_pages(), for a moment or for long. */
export const gup: Module = {
  faults: pinFaults,
  demands: ({ actors }) => ({ kept: actors.pinners.length }),
  actors: [
    {
      key: 'pinners',
      entry: ACTORS.pinners,
      shows: 'what waits for a page that nobody can move: which attempts hang, and by whom',
      cannotShow: 'a look at the mapping without a lock, as GUP-fast has it: walkers of the kind gup show that',
      name: 'pinner',
      run: pinPages,
    },
  ],
};
