/**
 * How Xen's balloon deflates and inflates, a page at a time: the host gives a page before it is freed, and takes it away when it is
 * PageOffline. drivers/xen/balloon.c, increase_reservation() and decrease_reservation(), 5.10 to 7.3.
 */

import { procedure } from '../../../checker/procedure.js';
import { type Process, step } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import type { Context } from '../../context.js';
import { adjustManaged, freeFrozenPage, putPage } from '../../mm/page_alloc.js';
import { ALLOC_UNMOVABLE, allocUnmovable } from '../../mm/users.js';
import { requireMemmap } from '../../page_ref.js';
import { type Kernel, Oops, Owner, PG_OFFLINE, raise } from '../../state.js';
import { balloonAppend, XenPage } from './state.js';

/** XENMEM_populate_physmap: the host backs the page from here on. */
const reservationIncrease = atomic(
  'xenmem_reservation_increase',
  { on: ['page'], writes: ['plugged'] },
  (k: Kernel, page: number) => {
    k.plugged[page] = 1;
  },
);

/** balloon_retrieve(): the page is no PageOffline any more, and off the list. What becomes of it: {@link XenPage}. */
export const balloonRetrieve = atomic(
  'balloon_retrieve',
  {
    on: ['page', 'value'],
    reads: ['balloonSize', 'memmapValid', 'pageType'],
    writes: ['balloonSize', 'pageType', 'xenPage'],
  },
  (k: Kernel, page: number, becomes: number) => {
    if (requireMemmap(k, page)) k.pageType[page] &= ~PG_OFFLINE;
    k.xenPage[page] = becomes;
    k.balloonSize[0] = Math.max(k.balloonSize[0] - 1, 0);
  },
);

/** Sets the count of a page, whoever has a reference; whoever else has the page now has it no more. */
function setPageCount(k: Kernel, page: number, count: number): void {
  if (!requireMemmap(k, page)) return;
  if (k.owner[page] !== Owner.FOREIGN) raise(k, Oops.BAD_FREE);
  k.refcount[page] = count;
  k.reserved[page] = 0;
}

/** free_reserved_page() up to 6.12: init_page_count() sets the count to 1, which is then put. */
const initPageCount = atomic(
  'init_page_count',
  { on: ['page'], in: 'free_reserved_page', reads: ['memmapValid', 'owner'], writes: ['refcount', 'reserved'] },
  (k: Kernel, page: number) => setPageCount(k, page, 1),
);

/** free_reserved_pages() in 7.3: the page is freed with count 0. */
const setPageCountZero = atomic(
  'set_page_count',
  {
    on: ['page'],
    in: 'free_reserved_pages',
    reads: ['memmapValid', 'owner'],
    writes: ['owner', 'refcount', 'reserved'],
  },
  (k: Kernel, page: number) => {
    setPageCount(k, page, 0);
    k.owner[page] = Owner.INFLIGHT;
  },
);

/** free_reserved_page(): counts the page as managed when it is free, in 7.3 before. */
const freeReservedPage = procedure(function* freeReservedPage(context: Context, page: number): Process<Kernel> {
  if (context.switches.frozenReserved) {
    yield step(setPageCountZero, page);
    yield step(adjustManaged, page, 1);
    yield* freeFrozenPage(context, page);
  } else {
    yield step(initPageCount, page);
    yield* putPage(context, page);
    yield step(adjustManaged, page, 1);
  }
});

/** `current_pages += rc`, or `-= nr_pages` */
const countCurrent = atomic(
  'current_pages',
  { on: ['value'], in: 'balloon_thread', shown: { bare: true }, reads: ['currentPages'], writes: ['currentPages'] },
  (k: Kernel, by: number) => {
    k.currentPages[0] = Math.min(Math.max(k.currentPages[0] + by, 0), k.geometry.pages);
  },
);

/** increase_reservation() of one page, which is on the list. */
export const increaseReservation = procedure(function* increaseReservation(
  context: Context,
  page: number,
): Process<Kernel> {
  yield step(reservationIncrease, page);
  yield step(balloonRetrieve, page, XenPage.NO);
  yield* freeReservedPage(context, page);
  yield step(countCurrent, 1);
});

/** alloc_page() with GFP_BALLOON or GFP_USER, neither of which takes from ZONE_MOVABLE. */
export const allocForBalloon = atomic('alloc_page', ALLOC_UNMOVABLE, ['no', 'got'], (k: Kernel, page: number) =>
  allocUnmovable(k, page, Owner.FOREIGN),
);

/** balloon_append() as a step. */
export const appendToBalloon = atomic(
  'balloon_append',
  { on: ['page'], reads: ['balloonSize', 'memmapValid', 'pageType'], writes: ['balloonSize', 'pageType', 'xenPage'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) balloonAppend(k, page);
  },
);

/** XENMEM_decrease_reservation: the host takes the page away. */
const reservationDecrease = atomic(
  'xenmem_reservation_decrease',
  { on: ['page'], writes: ['plugged'] },
  (k: Kernel, page: number) => {
    k.plugged[page] = 0;
  },
);

/** decrease_reservation() of one page. Whether there was one. */
export const decreaseReservation = procedure(function* decreaseReservation(page: number): Process<Kernel, boolean> {
  if ((yield step(allocForBalloon, page)) === allocForBalloon.is.no) return false;
  yield step(adjustManaged, page, -1);
  yield step(appendToBalloon, page);
  yield step(reservationDecrease, page);
  yield step(countCurrent, -1);
  return true;
});
