/**
 * virtio-mem's memory notifier. The task that offlines or onlines holds the driver's mutex from MEM_GOING_* to the closing
 * notification. drivers/virtio/virtio_mem.c, 5.8 to 7.3, and the patches of RFC v3.
 */

import { procedure } from '../../../checker/procedure.js';
import { BLOCKED, ignoreOutcome, type Process, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, pagesOf, pagesOfBlock, subBlocksOf } from '../../context.js';
import { MemoryAction } from '../../memory_action.js';
import { adjustManagedPageCount, putPage, takeFromBuddy } from '../../mm/page_alloc.js';
import { pageRefDecAndTest, pageRefFreeze, pageRefInc } from '../../page_ref.js';
import { synchronizeRcu } from '../../rcu.js';
import { Attempt, blockOfPage, type Kernel, Oops, Owner, PG_BUDDY, PG_OFFLINE, raise } from '../../state.js';
import { isUnplugged, markOffline } from './fake_offline.js';
import { Driver, MutexOwner } from './state.js';

/** Of hotplug_mutex as the callback takes it: its name in a race has its argument already. */
const MUTEX = { in: 'virtio_mem_memory_notifier_cb', shown: { bare: true } } as const;

/** mutex_lock(&vm->hotplug_mutex), and `hotplug_active = true`, which nobody else looks at. */
const notifierLock = atomic(
  'mutex_lock(hotplug_mutex)',
  { on: [], ...MUTEX, reads: ['hotplugMutex'], writes: ['hotplugActive', 'hotplugMutex'] },
  (k: Kernel) => {
    if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
    k.hotplugMutex[0] = MutexOwner.NOTIFIER;
    k.hotplugActive[0] = 1;
    return 0;
  },
);

/**
 * The same where the driver may be unloaded: one that is being removed unlocks again and refuses, one that is gone is not called.
 * Ghost: a refused attempt is being rolled back.
 */
const notifierLockOrRefuse = atomic(
  'virtio_mem_memory_notifier_cb',
  {
    on: ['block'],
    shown: { outcome: 'remark' },
    reads: ['attempt', 'driver', 'hotplugMutex'],
    writes: ['attempt', 'hotplugActive', 'hotplugMutex'],
  },
  ['mutex_lock(hotplug_mutex)', '-EBUSY: removing', 'not registered'],
  (k: Kernel, block: number) => {
    if (k.driver[0] === Driver.GONE) return 2;
    if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
    if (k.driver[0] !== Driver.LOADED) {
      if (k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
      return 1;
    }
    k.hotplugMutex[0] = MutexOwner.NOTIFIER;
    k.hotplugActive[0] = 1;
    return 0;
  },
);

/** `hotplug_active = false`, and mutex_unlock(). A driver without the guard unlocks what it did not lock. */
const notifierUnlock = atomic(
  'mutex_unlock(hotplug_mutex)',
  { on: [], ...MUTEX, reads: ['hotplugMutex'], writes: ['hotplugActive', 'hotplugMutex'] },
  (k: Kernel) => {
    if (k.hotplugMutex[0] !== MutexOwner.NOTIFIER) raise(k, Oops.BAD_UNLOCK);
    k.hotplugMutex[0] = MutexOwner.NOBODY;
    k.hotplugActive[0] = 0;
  },
);

/** Between two callbacks of a driver that takes the mutex in each by itself: the attempt goes on. */
const notifierRelease = atomic(
  'mutex_unlock(hotplug_mutex)',
  { on: [], ...MUTEX, writes: ['hotplugMutex'] },
  (k: Kernel) => {
    k.hotplugMutex[0] = MutexOwner.NOBODY;
  },
);

/** Whether the memory notifier chain still has the driver's callback. */
const isRegistered = atomic(
  'notifier_call_chain',
  { on: [], shown: { outcome: 'remark' }, reads: ['driver'] },
  ['driver not registered', 'driver called'],
  (k: Kernel) => {
    return k.driver[0] !== Driver.GONE;
  },
);

/** The first look of a cancelling callback. Ghost: from here on the attempt is being rolled back. */
const isHotplugActive = atomic(
  'hotplug_active',
  {
    on: ['block'],
    in: 'virtio_mem_memory_notifier_cb',
    shown: { arguments: [], bare: true },
    reads: ['attempt', 'hotplugActive'],
    writes: ['attempt'],
  },
  ['no', 'yes'],
  (k: Kernel, block: number) => {
    if (k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
    return k.hotplugActive[0] === 1;
  },
);

/** One page of virtio_mem_fake_offline_going_offline(): drops the driver's reference; a WARN if it was not the last. */
const goingOfflinePage = atomic(
  'page_ref_dec_and_test',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'memmapValid', 'owner', 'refcount'],
    writes: ['managed', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'dropped to 0', 'WARN: still referenced'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    // The managed count is raised once for a whole sub-block; nothing looks at it before the attempt is over.
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, k.geometry.weight[page]);
    const zero = pageRefDecAndTest(k, page);
    if (k.owner[page] === Owner.DRIVER) k.owner[page] = Owner.RELEASED;
    return zero ? 1 : 2;
  },
);

/**
 * The same with page_ref_freeze(). `managed` as in {@link goingOfflinePage}. Ghost: a refused attempt is being rolled back.
 */
function freezeGoingOffline(k: Kernel, page: number): boolean {
  if (!pageRefFreeze(k, page)) return false;
  if (k.switches.accounting === '5.8') adjustManagedPageCount(k, k.geometry.weight[page]);
  if (k.owner[page] === Owner.DRIVER) k.owner[page] = Owner.RELEASED;
  return true;
}

const FROZEN = ['plugged: left alone', 'frozen', '-EBUSY: referenced'] as const;

const freezeOrRefuse = atomic(
  'page_ref_freeze',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['attempt', 'bigBlock', 'bitmap', 'managed', 'memmapValid', 'owner', 'refcount'],
    writes: ['attempt', 'managed', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  FROZEN,
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    if (freezeGoingOffline(k, page)) return 1;
    const block = blockOfPage(k, page);
    if (k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
    return 2;
  },
);

const freezeWhenUnreferenced = atomic(
  'page_ref_freeze',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'memmapValid', 'owner', 'refcount'],
    writes: ['managed', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  FROZEN,
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    return freezeGoingOffline(k, page) ? 1 : BLOCKED;
  },
);

/** One page of virtio_mem_fake_offline_cancel_offline(): takes the reference again, with no look at the page. */
const cancelOfflinePage = atomic(
  'page_ref_inc',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'memmapValid', 'owner', 'refcount'],
    writes: ['managed', 'owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'raised'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, -k.geometry.weight[page]);
    pageRefInc(k, page);
    if (k.owner[page] === Owner.RELEASED) k.owner[page] = Owner.DRIVER;
    return 1;
  },
);

/** Design B in MEM_GOING_OFFLINE: an unplugged page is not PageOffline any more; its reference is put next. */
const freeInGoingOffline = atomic(
  '__ClearPageOffline',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'pageType'],
    writes: ['dirty', 'managed', 'pageType'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'cleared'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return false;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, k.geometry.weight[page]);
    k.pageType[page] &= ~PG_OFFLINE;
    k.dirty[page] = 0;
    return true;
  },
);

/** As {@link freeInGoingOffline}, but the page is PageOffline until it is free. */
const isToBeFreed = atomic(
  'virtio_mem_fake_offline_going_offline',
  { on: ['page'], shown: { outcome: 'remark' }, reads: ['bigBlock', 'bitmap', 'managed'], writes: ['managed'] },
  ['plugged: left alone', 'to be freed'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return false;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, k.geometry.weight[page]);
    return true;
  },
);

const clearFreedPage = atomic(
  '__ClearPageOffline',
  { on: ['page'], reads: ['pageType'], writes: ['dirty', 'pageType'] },
  (k: Kernel, page: number) => {
    k.pageType[page] &= ~PG_OFFLINE;
    k.dirty[page] = 0;
  },
);

/** Design B in MEM_CANCEL_OFFLINE: takes exactly those pages out of the buddy allocator again, if nobody was faster. */
const allocAgain = atomic(
  'alloc_contig_range',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bigBlock', 'bitmap', 'managed', 'owner', 'pageType', 'refcount'],
    writes: ['freeList', 'managed', 'owner', 'pageType', 'refcount', 'skippable'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'taken back', 'lost'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return 0;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, -k.geometry.weight[page]);
    if ((k.pageType[page] & PG_BUDDY) === 0) return 2;
    takeFromBuddy(k, page);
    k.refcount[page]++;
    markOffline(k, page);
    return 1;
  },
);

/** virtio_mem_sbm_notify_offline(): the driver's record of the block. */
const notifyOffline = atomic(
  'virtio_mem_sbm_notify_offline',
  { on: ['block'], writes: ['driverOnline'] },
  (k: Kernel, block: number) => {
    k.driverOnline[block] = 0;
  },
);

/** virtio_mem_sbm_notify_online() */
const notifyOnline = atomic(
  'virtio_mem_sbm_notify_online',
  { on: ['block'], writes: ['driverOnline'] },
  (k: Kernel, block: number) => {
    k.driverOnline[block] = 1;
  },
);

/** virtio_mem_sbm_notify_going_online(): the block must be one that the driver knows as offline. */
const notifyGoingOnline = atomic(
  'virtio_mem_sbm_notify_going_online',
  { on: ['block'], reads: ['driverOnline', 'unused'] },
  ['NOTIFY_OK', 'NOTIFY_BAD'],
  (k: Kernel, block: number) => {
    return k.driverOnline[block] === 1 || k.unused[block] === 1;
  },
);

/** virtio_mem_memory_notifier_cb(), its cases in their order there. Returns whether the driver accepts. */
export const virtioMemMemoryNotifierCb = procedure(function* virtioMemMemoryNotifierCb(
  context: Context,
  action: MemoryAction,
  block: number,
): Process<Kernel, boolean> {
  const inSbm = !context.configuration.bigBlocks;
  switch (action) {
    case MemoryAction.GOING_OFFLINE: {
      const refused = yield* lockUnlessRemoving(context, block);
      if (refused !== undefined) return refused;
      const pages = inSbm ? sbmPages(context, block) : bbmPages(context, block);
      if (!(yield* fakeOfflineGoingOffline(context, pages))) {
        yield step(notifierUnlock);
        return false;
      }
      if (!context.switches.mutexSync) yield step(notifierRelease);
      return true;
    }
    case MemoryAction.GOING_ONLINE: {
      const refused = yield* lockUnlessRemoving(context, block);
      if (refused !== undefined) return refused;
      let accepts = true;
      if (inSbm) accepts = (yield step(notifyGoingOnline, block)) === notifyGoingOnline.is.NOTIFY_OK;
      if (!context.switches.mutexSync) yield step(notifierRelease);
      return accepts;
    }
    case MemoryAction.OFFLINE:
      if (!(yield* isCalled(context))) return true;
      if (inSbm) yield step(notifyOffline, block);
      yield step(notifierUnlock);
      return true;
    case MemoryAction.ONLINE:
      if (!(yield* isCalled(context))) return true;
      if (inSbm) yield step(notifyOnline, block);
      yield step(notifierUnlock);
      return true;
    case MemoryAction.CANCEL_OFFLINE: {
      const active = context.switches.notifierGuard ? yield* isActive(context, block) : yield* isCalled(context);
      if (!active) return true;
      yield* fakeOfflineCancelOffline(context, inSbm ? sbmPages(context, block) : bbmPages(context, block));
      yield step(notifierUnlock);
      return true;
    }
    case MemoryAction.CANCEL_ONLINE:
      if (!(yield* isActive(context, block))) return true;
      yield step(notifierUnlock);
      return true;
  }
});

/** The mutex, and the look at `removing` under it. Returns what the callback returns at once, undefined where it goes on. */
const lockUnlessRemoving = procedure(function* lockUnlessRemoving(
  { configuration }: Context,
  block: number,
): Process<Kernel, boolean | undefined> {
  if (!configuration.actors.unload) {
    yield waitUntil(notifierLock);
    return undefined;
  }
  const { is } = notifierLockOrRefuse;
  const found = yield waitUntil(notifierLockOrRefuse, block);
  return found === is['mutex_lock(hotplug_mutex)'] ? undefined : found === is['not registered'];
});

/** Whether a closing callback is called at all, which a driver that is gone is not. */
const isCalled = procedure(function* isCalled(context: Context): Process<Kernel, boolean> {
  const { unload } = context.configuration.actors;
  if (unload && (yield step(isRegistered)) === isRegistered.is['driver not registered']) return false;
  if (!context.switches.mutexSync) yield waitUntil(notifierLock);
  return true;
});

/** Whether a cancelling callback finds hotplug_active; a driver that is gone has left it false. */
const isActive = procedure(function* isActive(context: Context, block: number): Process<Kernel, boolean> {
  if ((yield step(isHotplugActive, block)) === isHotplugActive.is.no) return false;
  if (!context.switches.mutexSync) yield waitUntil(notifierLock);
  return true;
});

/**
 * The pages that virtio_mem_sbm_notify_going_offline() and virtio_mem_sbm_notify_cancel_offline() come by, sub-block by sub-block;
 * they go on only with those of which the bitmap says that they are unplugged, see {@link isUnplugged}.
 */
const sbmPages = (context: Context, block: number): readonly number[] =>
  subBlocksOf(context, block).flatMap((subBlock) => pagesOf(context, subBlock));

/** Those that the functions of big-block mode come by: a whole memory block, in big block FAKE_OFFLINE alone. */
const bbmPages = (context: Context, block: number): readonly number[] => pagesOfBlock(context, block);

/**
 * virtio_mem_fake_offline_going_offline(), and what designs and patches have in its place. Returns whether every page was let
 * go of; if not, none is.
 */
const fakeOfflineGoingOffline = procedure(function* fakeOfflineGoingOffline(
  context: Context,
  pages: readonly number[],
): Process<Kernel, boolean> {
  const { dropAt, sign, rcuSync, goingFreezes } = context.switches;
  if (dropAt !== 'going' && goingFreezes === 'no') return true;
  if (rcuSync) yield* synchronizeRcu();
  if (goingFreezes !== 'no') return yield* freezePages(context, pages);
  for (const page of pages) {
    if (sign !== 'buddy') yield ignoreOutcome(step(goingOfflinePage, page));
    else yield* freeToBuddy(context, page);
  }
  return true;
});

/** Returns whether every unplugged page is frozen; if not, none is. */
const freezePages = procedure(function* freezePages(
  context: Context,
  pages: readonly number[],
): Process<Kernel, boolean> {
  if (context.switches.goingFreezes === 'wait') {
    for (const page of pages) yield ignoreOutcome(waitUntil(freezeWhenUnreferenced, page));
    return true;
  }
  for (const [i, page] of pages.entries()) {
    if ((yield step(freezeOrRefuse, page)) !== freezeOrRefuse.is['-EBUSY: referenced']) continue;
    for (const frozen of pages.slice(0, i)) yield ignoreOutcome(step(cancelOfflinePage, frozen));
    return false;
  }
  return true;
});

/** What design B does with one page. */
const freeToBuddy = procedure(function* freeToBuddy(context: Context, page: number): Process<Kernel> {
  if (context.switches.clearsBeforePut) {
    if ((yield step(freeInGoingOffline, page)) === freeInGoingOffline.is.cleared) yield* putPage(context, page);
  } else if ((yield step(isToBeFreed, page)) === isToBeFreed.is['to be freed']) {
    yield* putPage(context, page);
    yield step(clearFreedPage, page);
  }
});

/** virtio_mem_fake_offline_cancel_offline(): what was let go of in MEM_GOING_OFFLINE is taken again. */
const fakeOfflineCancelOffline = procedure(function* fakeOfflineCancelOffline(
  context: Context,
  pages: readonly number[],
): Process<Kernel> {
  const { dropAt, goingFreezes, sign } = context.switches;
  if (dropAt !== 'going' && goingFreezes === 'no') return;
  const takeBack = sign === 'buddy' ? allocAgain : cancelOfflinePage;
  for (const page of pages) yield ignoreOutcome(step(takeBack, page));
});
