/**
 * Pages of Xen's balloon that are handed out so that pages of another domain are mapped in their place, by gntdev and privcmd:
 * alloc_xenballooned_pages() in 5.10, xen_alloc_ballooned_pages() since 6.1. drivers/xen/balloon.c. Since 5.9 kernels with
 * CONFIG_XEN_UNPOPULATED_ALLOC take ZONE_DEVICE pages for it, as long as there is a range for them (drivers/xen/unpopulated-alloc.c).
 */

import { procedure } from '../../../checker/procedure.js';
import { BLOCKED, idleUntil, type Process, retryPoint, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, chooseOf } from '../../context.js';
import type { Kernel } from '../../state.js';
import { balloonLock, balloonUnlock, tryLock } from './mutex.js';
import { appendToBalloon, balloonRetrieve, decreaseReservation } from './reservation.js';
import { BalloonMutex, balloonIsInflated, isFreeMemory, XenPage } from './state.js';

/** The mutex is taken: the page is in the balloon, or the balloon is empty and the page is to be ballooned out. */
export const lockToAlloc = atomic(
  'mutex_lock(balloon_mutex)',
  {
    on: ['page'],
    in: 'xen_alloc_ballooned_pages',
    shown: { arguments: [], bare: true, outcome: 'remark' },
    reads: ['balloonMutex', 'balloonSize', 'owner', 'xenPage', 'zoneMovable'],
    writes: ['balloonMutex', 'targetUnpopulated'],
  },
  ['in the balloon', 'balloon empty'],
  (k: Kernel, page: number) => {
    const listed = k.xenPage[page] === XenPage.LISTED;
    const isDue = listed || (isFreeMemory(k, page) && !balloonIsInflated(k));
    if (!isDue || !tryLock(k, BalloonMutex.MAPPER)) return BLOCKED;
    k.targetUnpopulated[0] = 1;
    return listed ? 0 : 1;
  },
);

/** GNTTABOP_map_grant_ref: a page of another domain stands behind the page frame. */
const mapGrantRef = atomic('gnttab_map_refs', { on: ['page'], writes: ['plugged'] }, (k: Kernel, page: number) => {
  k.plugged[page] = 1;
});

const unmapGrantRef = atomic('gnttab_unmap_refs', { on: ['page'], writes: ['plugged'] }, (k: Kernel, page: number) => {
  k.plugged[page] = 0;
});

/** `target_unpopulated -= nr_pages`, of who gives a page back, or got none. */
const countHandedOut = atomic(
  'target_unpopulated',
  { on: [], in: 'xen_free_ballooned_pages', shown: { bare: true }, writes: ['targetUnpopulated'] },
  (k: Kernel) => {
    k.targetUnpopulated[0] = 0;
  },
);

/** Gets a page, has a foreign one mapped in its place for as long as it likes, and gives it back; for ever. */
export const xenMapper = procedure(function* xenMapper(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('xen_alloc_ballooned_pages');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    const found = yield idleUntil(lockToAlloc, page);
    if (found === lockToAlloc.is['in the balloon'] || (yield* decreaseReservation(page))) {
      yield step(balloonRetrieve, page, XenPage.HANDED_OUT);
      yield step(balloonUnlock);
      yield step(mapGrantRef, page);
      yield idleUntil(unmapGrantRef, page);
      yield waitUntil(balloonLock, BalloonMutex.MAPPER);
      // With the reference that it always had.
      yield step(appendToBalloon, page);
    }
    yield step(countHandedOut);
    yield step(balloonUnlock);
  }
});
