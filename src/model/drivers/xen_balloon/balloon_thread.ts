/**
 * The thread of Xen's balloon, which follows the host's target: it has pages of the balloon populated, adds memory where the balloon is
 * empty, or gives pages up. drivers/xen/balloon.c, balloon_thread() and reserve_additional_memory(), 5.10 to 7.3.
 */

import { procedure } from '../../../checker/procedure.js';
import {
  BLOCKED,
  idleUntil,
  ignoreOutcome,
  type Process,
  retryPoint,
  step,
  waitUntil,
} from '../../../checker/process.js';
import { type About, atomic } from '../../atomic.js';
import { type Context, chooseOf, selectWord } from '../../context.js';
import { hotplugTask } from '../../demands.js';
import { addMemory } from '../../mm/memory_remove.js';
import { BlockState, firstPageOf, type Kernel } from '../../state.js';
import { balloonLock, balloonUnlock, tryLock } from './mutex.js';
import { decreaseReservation, increaseReservation } from './reservation.js';
import { BalloonMutex, balloonIsInflated, currentCredit, isFreeMemory, XenPage } from './state.js';

const LOCK = 'mutex_lock(balloon_mutex)';

const OF_PAGE: About<[page: number]> = {
  on: ['page'],
  in: 'balloon_thread',
  shown: { arguments: [], bare: true },
  reads: ['balloonMutex', 'currentPages', 'targetPages', 'xenPage'],
  writes: ['balloonMutex'],
};

/** The mutex is taken, and then it shows whether there is anything to do: where there is not, it is as if it had not been taken. */
function lockIf(k: Kernel, isDue: boolean): number {
  return isDue && tryLock(k, BalloonMutex.THREAD) ? 0 : BLOCKED;
}

/** The host wants the guest to have more, and the page is in the balloon. Which one is first there: any is. */
export const lockToIncrease = atomic(LOCK, OF_PAGE, (k: Kernel, page: number) =>
  lockIf(k, currentCredit(k) > 0 && k.xenPage[page] === XenPage.LISTED),
);

/** The host wants the guest to have less, and there may be memory for it. */
export const lockToDecrease = atomic(
  LOCK,
  { ...OF_PAGE, reads: ['balloonMutex', 'currentPages', 'owner', 'targetPages', 'zoneMovable'] },
  (k: Kernel, page: number) => lockIf(k, currentCredit(k) < 0 && isFreeMemory(k, page)),
);

/** The balloon is empty, and memory that was added does not suffice even when it is onlined. */
export const lockToReserve = atomic(
  LOCK,
  {
    ...OF_PAGE,
    on: ['block'],
    reads: [
      'balloonMutex',
      'balloonSize',
      'blockState',
      'currentPages',
      'targetPages',
      'targetUnpopulated',
      'totalPages',
    ],
  },
  (k: Kernel, block: number) => {
    const lacks = k.targetPages[0] + k.targetUnpopulated[0] - k.totalPages[0] > 0;
    const isDue = currentCredit(k) > 0 && lacks && !balloonIsInflated(k) && k.blockState[block] === BlockState.ABSENT;
    return lockIf(k, isDue);
  },
);

/** `total_pages += balloon_hotplug` */
const countTotal = atomic(
  'total_pages',
  {
    on: ['block'],
    in: 'reserve_additional_memory',
    shown: { bare: true },
    reads: ['totalPages'],
    writes: ['totalPages'],
  },
  (k: Kernel, block: number) => {
    const added = firstPageOf(k, block + 1) - firstPageOf(k, block);
    k.totalPages[0] = Math.min(k.totalPages[0] + added, k.geometry.pages);
  },
);

/** reserve_additional_memory() of one block. Since 4.6 the mutex, which onlining takes too, is let go of while memory is added. */
const reserveAdditionalMemory = procedure(function* reserveAdditionalMemory(
  context: Context,
  block: number,
): Process<Kernel> {
  const letsGo = !context.switches.xenMutexHeld;
  if (letsGo) yield step(balloonUnlock);
  yield* addMemory(context, block, hotplugTask(context, 'xen-balloon'));
  if (letsGo) yield waitUntil(balloonLock, BalloonMutex.THREAD);
  yield step(countTotal, block);
});

/** balloon_thread(), for ever. MEM_ONLINE wakes it where it sleeps; here it is awake whenever there is anything to do. */
export const balloonThread = procedure(function* balloonThread(context: Context): Process<Kernel> {
  const { geometry } = context;
  for (;;) {
    yield retryPoint('balloon_thread');
    const does = yield* selectWord('credit', ['populate', 'add', 'give up']);
    if (does === 'add') {
      const block = yield* chooseOf('block', geometry.blocks, 'block');
      yield idleUntil(lockToReserve, block);
      yield* reserveAdditionalMemory(context, block);
    } else {
      const page = yield* chooseOf('page', geometry.pages, 'page');
      yield idleUntil(does === 'populate' ? lockToIncrease : lockToDecrease, page);
      if (does === 'populate') yield* increaseReservation(context, page);
      else yield* decreaseReservation(page);
    }
    yield step(balloonUnlock);
  }
});

/** balloon_set_new_target(), without a lock. */
const setNewTarget = atomic(
  'balloon_set_new_target',
  { on: ['value'], reads: ['targetPages'], writes: ['targetPages'] },
  (k: Kernel, by: number) => {
    const target = k.targetPages[0] + by;
    if (target < 0 || target > k.geometry.pages) return BLOCKED;
    k.targetPages[0] = target;
    return 0;
  },
);

/** The host changes its mind, a page at a time. */
export const balloonTarget = procedure(function* balloonTarget(): Process<Kernel> {
  for (;;) {
    yield retryPoint('balloon_set_new_target');
    const more = (yield* selectWord('target', ['less', 'more'])) === 'more';
    yield ignoreOutcome(idleUntil(setNewTarget, more ? 1 : -1));
  }
});
