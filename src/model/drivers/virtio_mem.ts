/**
 * The virtio-mem driver in sub-block mode: its worker, its part in offlining and onlining, its online callback.
 * drivers/virtio/virtio_mem.c, 5.8 to 7.3, and the patches of RFC v3. The host grants every request.
 */

import { atomic, BLOCKED, ignoreOutcome, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { type Context, chooseOf, pagesOf, pagesOfBlock } from '../context.js';
import { MemoryAction } from '../memory_action.js';
import { allocContigRange } from '../mm/contig_range.js';
import {
  adjustManagedPageCount,
  freeFrozenPage,
  freeOnePage,
  freePagesCore,
  putPage,
  takeFromBuddy,
} from '../mm/page_alloc.js';
import { pageOfflineBegin, pageOfflineEnd } from '../mm/page_offline.js';
import { pageRefDecAndTest, pageRefInc, requireMemmap } from '../page_ref.js';
import { synchronizeRcu } from '../rcu.js';
import {
  Attempt,
  blockOfSubBlock,
  type Kernel,
  MutexOwner,
  Oops,
  Owner,
  PG_BUDDY,
  PG_OFFLINE,
  raise,
  restingCount,
} from '../state.js';

const isUnplugged = (k: Kernel, page: number): boolean => k.bitmap[k.geometry.subBlockOfPage[page]] === 0;

// Fake-offline pages.

/** __SetPageOffline() of a page that alloc_contig_range() gave, in virtio_mem_set_fake_offline(). */
const setPageOffline = atomic('__SetPageOffline', (k: Kernel, page: number) => {
  if (!requireMemmap(k, page)) return;
  markOffline(k, page);
});

/** PageOffline, and the driver owns the page; with it design E's bit. */
function markOffline(k: Kernel, page: number): void {
  const { switches } = k;
  k.pageType[page] = switches.freeType === 'keep' ? k.pageType[page] | PG_OFFLINE : PG_OFFLINE;
  k.skippable[page] = switches.sign === 'bit' ? 1 : 0;
  k.owner[page] = switches.sign === 'bit' || switches.frozen ? Owner.RELEASED : Owner.DRIVER;
}

/** RFC v3: the driver gives its reference up as soon as the page is PageOffline. */
const dropReference = atomic('page_ref_dec', (k: Kernel, page: number) => {
  pageRefDecAndTest(k, page);
  k.owner[page] = Owner.RELEASED;
});

/** RFC v3: the driver takes a reference again before it gives the page back. */
const takeReference = atomic('page_ref_inc', (k: Kernel, page: number) => {
  pageRefInc(k, page);
  k.owner[page] = Owner.DRIVER;
});

/** virtio_mem_set_fake_offline(onlined = true) */
function* setFakeOffline(context: Context, subBlock: number): Process<Kernel> {
  const { switches } = context;
  if (switches.readerFreeze) yield waitUntil(pageOfflineBegin);
  for (const page of pagesOf(context, subBlock)) {
    yield step(setPageOffline, page);
    if (switches.dropAt === 'unplug') yield step(dropReference, page);
  }
  if (switches.readerFreeze) yield step(pageOfflineEnd);
}

/**
 * virtio_mem_clear_fake_offline(). PageDirty remembers a page that was never handed to the allocator since its block was
 * onlined; from 6.12 on the core clears the type of such a page.
 */
const clearFakeOffline = atomic(
  'virtio_mem_clear_fake_offline',
  ['allocated before', 'never onlined'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return 0;
    const neverOnlined = k.dirty[page] === 1;
    k.dirty[page] = 0;
    k.skippable[page] = 0;
    if (!neverOnlined || k.switches.memmapInit === 'reserved') k.pageType[page] &= ~PG_OFFLINE;
    return neverOnlined;
  },
);

/** generic_online_page(), first half: __free_pages_core() makes a fresh page of it. */
const genericOnlinePage = atomic('__free_pages_core', (k: Kernel, page: number) => {
  if (!requireMemmap(k, page)) return;
  freePagesCore(k, page);
  k.owner[page] = Owner.INFLIGHT;
});

/** generic_online_page(), second half: __free_pages_ok(), under zone->lock. */
const freeFreshPage = atomic('__free_pages_ok', (k: Kernel, page: number) => {
  if (requireMemmap(k, page)) freeOnePage(k, page);
});

const adjustManaged = atomic('adjust_managed_page_count', (k: Kernel, page: number, sign: number) => {
  adjustManagedPageCount(k, sign * k.geometry.weight[page]);
});

/** virtio_mem_fake_online(): the pages go back to the buddy allocator. */
function* fakeOnline(context: Context, subBlock: number): Process<Kernel> {
  const { switches } = context;
  for (const page of pagesOf(context, subBlock)) {
    if (switches.dropAt === 'unplug') yield step(takeReference, page);
    if ((yield step(clearFakeOffline, page)) === 1) {
      yield step(genericOnlinePage, page);
      yield step(freeFreshPage, page);
    } else {
      if (switches.frozen) yield* freeFrozenPage(context, page);
      else yield* putPage(context, page);
      if (switches.accounting !== 'rfc3') yield step(adjustManaged, page, 1);
    }
  }
}

/** virtio_mem_fake_offline(). Whether it got the pages; the worker tries again later if not. */
function* fakeOffline(context: Context, subBlock: number): Process<Kernel, boolean> {
  if (!(yield* allocContigRange(context, subBlock, context.switches.frozen ? 'frozen' : 'counted'))) return false;
  yield* setFakeOffline(context, subBlock);
  if (context.switches.accounting !== 'rfc3') {
    for (const page of pagesOf(context, subBlock)) yield step(adjustManaged, page, -1);
  }
  return true;
}

// Requests to the host, and the driver's own record of them.

const setPlugged = (to: number) => (k: Kernel, subBlock: number) => {
  const { firstPage } = k.geometry;
  for (let page = firstPage[subBlock]; page < firstPage[subBlock + 1]; page++) k.plugged[page] = to;
};

/** From here on the host backs the sub-block. */
const sendPlugRequest = atomic('virtio_mem_send_plug_request', setPlugged(1));

/** From here on whoever touches the sub-block's content kills the guest. */
const sendUnplugRequest = atomic('virtio_mem_send_unplug_request', setPlugged(0));

const setSbPlugged = atomic('virtio_mem_sbm_set_sb_plugged', (k: Kernel, subBlock: number) => {
  k.bitmap[subBlock] = 1;
});

const setSbUnplugged = atomic('virtio_mem_sbm_set_sb_unplugged', (k: Kernel, subBlock: number) => {
  k.bitmap[subBlock] = 0;
});

/** virtio_mem_sbm_plug_sb() */
export function* plugSb(subBlock: number): Process<Kernel> {
  yield step(sendPlugRequest, subBlock);
  yield step(setSbPlugged, subBlock);
}

/** virtio_mem_sbm_unplug_sb() */
export function* unplugSb(subBlock: number): Process<Kernel> {
  yield step(sendUnplugRequest, subBlock);
  yield step(setSbUnplugged, subBlock);
}

/** virtio_mem_sbm_unplug_sb_online(). Returns whether the sub-block is unplugged now. */
export function* unplugSbOnline(context: Context, subBlock: number): Process<Kernel, boolean> {
  if (!(yield* fakeOffline(context, subBlock))) return false;
  yield* unplugSb(subBlock);
  return true;
}

/** virtio_mem_sbm_plug_any_sb() for a sub-block of an online block. */
export function* plugSbOnline(context: Context, subBlock: number): Process<Kernel> {
  yield* plugSb(subBlock);
  yield* fakeOnline(context, subBlock);
}

// The worker.

/** mutex_lock(&vm->hotplug_mutex), and what the driver then knows of the sub-block. */
const workerLock = atomic(
  'mutex_lock(hotplug_mutex)',
  ['offline, unplugged', 'offline, plugged', 'online, unplugged', 'online, plugged'],
  (k: Kernel, subBlock: number) => {
    if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
    k.hotplugMutex[0] = MutexOwner.WORKER;
    return 2 * k.driverOnline[blockOfSubBlock(k, subBlock)] + k.bitmap[subBlock];
  },
);

const workerUnlock = atomic('mutex_unlock(hotplug_mutex)', (k: Kernel) => {
  if (k.hotplugMutex[0] !== MutexOwner.WORKER) raise(k, Oops.BAD_UNLOCK);
  k.hotplugMutex[0] = MutexOwner.NOBODY;
});

/** virtio_mem_run_wq(): plugs what is unplugged and unplugs what is plugged, one sub-block at a time, for ever. */
export function* runWq(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('virtio_mem_run_wq');
    const subBlock = yield* chooseOf('sub-block', context.geometry.subBlocks, 'sub-block');
    const found = yield waitUntil(workerLock, subBlock);
    if (found === 0) yield* plugSb(subBlock);
    else if (found === 1) yield* unplugSb(subBlock);
    else if (found === 2) yield* plugSbOnline(context, subBlock);
    else yield* unplugSbOnline(context, subBlock);
    yield step(workerUnlock);
  }
}

// The notifier callback. The task that offlines or onlines holds the mutex from MEM_GOING_* to the closing notification.

const notifierLock = atomic('mutex_lock(hotplug_mutex)', (k: Kernel) => {
  if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
  k.hotplugMutex[0] = MutexOwner.NOTIFIER;
  k.hotplugActive[0] = 1;
  return 0;
});

/** For a driver that takes the mutex in each callback by itself. */
const notifierRelock = atomic('mutex_lock(hotplug_mutex)', (k: Kernel) => {
  if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
  k.hotplugMutex[0] = MutexOwner.NOTIFIER;
  return 0;
});

const notifierRelease = atomic('mutex_unlock(hotplug_mutex)', (k: Kernel) => {
  k.hotplugMutex[0] = MutexOwner.NOBODY;
});

/** The first look of a cancelling callback. Ghost: from here on the attempt is being rolled back. */
const isHotplugActive = atomic('hotplug_active', ['no', 'yes'], (k: Kernel, block: number) => {
  if (k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
  return k.hotplugActive[0] === 1;
});

/** hotplug_active = false and mutex_unlock(). A driver without the guard must not unlock what it did not lock. */
const notifierUnlock = atomic('mutex_unlock(hotplug_mutex)', (k: Kernel) => {
  if (k.hotplugMutex[0] === MutexOwner.NOTIFIER) k.hotplugMutex[0] = MutexOwner.NOBODY;
  k.hotplugActive[0] = 0;
});

/** One page of virtio_mem_fake_offline_going_offline(): drops the driver's reference; a WARN if it was not the last. */
const goingOfflinePage = atomic(
  'page_ref_dec_and_test',
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

/** One page of virtio_mem_fake_offline_cancel_offline(): takes the reference again, with no look at the page. */
const cancelOfflinePage = atomic('page_ref_inc', ['plugged: left alone', 'raised'], (k: Kernel, page: number) => {
  if (!isUnplugged(k, page)) return 0;
  if (k.switches.accounting === '5.8') adjustManagedPageCount(k, -k.geometry.weight[page]);
  pageRefInc(k, page);
  if (k.owner[page] === Owner.RELEASED) k.owner[page] = Owner.DRIVER;
  return 1;
});

/** Design B in MEM_GOING_OFFLINE: an unplugged page is not PageOffline any more; its reference is put next. */
const freeInGoingOffline = atomic(
  '__ClearPageOffline',
  ['plugged: left alone', 'cleared'],
  (k: Kernel, page: number) => {
    if (!isUnplugged(k, page)) return false;
    if (k.switches.accounting === '5.8') adjustManagedPageCount(k, k.geometry.weight[page]);
    k.pageType[page] &= ~PG_OFFLINE;
    k.dirty[page] = 0;
    return true;
  },
);

/** Design B in MEM_CANCEL_OFFLINE: takes exactly those pages out of the buddy allocator again, if nobody was faster. */
const allocAgain = atomic(
  'alloc_contig_range',
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
const notifyOffline = atomic('virtio_mem_sbm_notify_offline', (k: Kernel, block: number) => {
  k.driverOnline[block] = 0;
});

/** virtio_mem_sbm_notify_online() */
const notifyOnline = atomic('virtio_mem_sbm_notify_online', (k: Kernel, block: number) => {
  k.driverOnline[block] = 1;
});

/** virtio_mem_sbm_notify_going_online(): the block must be one that the driver knows as offline. */
const notifyGoingOnline = atomic(
  'virtio_mem_sbm_notify_going_online',
  ['NOTIFY_OK', 'NOTIFY_BAD'],
  (k: Kernel, block: number) => {
    return k.driverOnline[block] === 1;
  },
);

/** virtio_mem_memory_notifier_cb(). Returns whether the driver accepts. */
export function* virtioMemMemoryNotifierCb(
  context: Context,
  action: MemoryAction,
  block: number,
): Process<Kernel, boolean> {
  const { mutexSync } = context.switches;
  if (action === MemoryAction.GOING_OFFLINE || action === MemoryAction.GOING_ONLINE) {
    yield waitUntil(notifierLock);
    const accepts = yield* going(context, action, block);
    if (!mutexSync) yield step(notifierRelease);
    return accepts;
  }
  const cancel = action === MemoryAction.CANCEL_OFFLINE || action === MemoryAction.CANCEL_ONLINE;
  const guarded = context.switches.notifierGuard || action === MemoryAction.CANCEL_ONLINE;
  if (cancel && guarded && (yield step(isHotplugActive, block)) === 0) return true;
  if (!mutexSync) yield waitUntil(notifierRelock);
  yield* closing(context, action, block);
  yield step(notifierUnlock);
  return true;
}

function* going(context: Context, action: MemoryAction, block: number): Process<Kernel, boolean> {
  if (action === MemoryAction.GOING_ONLINE) return (yield step(notifyGoingOnline, block)) === 0;
  const { dropAt, sign, rcuSync } = context.switches;
  if (dropAt !== 'going') return true;
  if (rcuSync) yield* synchronizeRcu();
  for (const page of pagesOfBlock(context, block)) {
    if (sign !== 'buddy') yield ignoreOutcome(step(goingOfflinePage, page));
    else if ((yield step(freeInGoingOffline, page)) === 1) yield* putPage(context, page);
  }
  return true;
}

function* closing(context: Context, action: MemoryAction, block: number): Process<Kernel> {
  if (action === MemoryAction.OFFLINE) yield step(notifyOffline, block);
  else if (action === MemoryAction.ONLINE) yield step(notifyOnline, block);
  else if (action === MemoryAction.CANCEL_OFFLINE && context.switches.dropAt === 'going') {
    const takeBack = context.switches.sign === 'buddy' ? allocAgain : cancelOfflinePage;
    for (const page of pagesOfBlock(context, block)) yield ignoreOutcome(step(takeBack, page));
  }
}

// The online callback.

/**
 * virtio_mem_online_page_cb() for one page: a plugged page goes to the buddy allocator, an unplugged one is kept back. It
 * runs before the section is online, so that nothing but readers of page content can be in its way.
 */
export const virtioMemOnlinePage = atomic(
  'virtio_mem_online_page_cb',
  ['onlined', 'kept back'],
  (k: Kernel, page: number) => {
    const { switches } = k;
    if (!isUnplugged(k, page) || !switches.callbackUsesBitmap) {
      freePagesCore(k, page);
      freeOnePage(k, page);
      return 0;
    }
    if (switches.readerFreeze && k.pageOfflineRwsem[0] !== 0) return BLOCKED;
    k.reserved[page] = 0;
    k.dirty[page] = 1;
    markOffline(k, page);
    // The reference of the fresh memmap becomes the driver's, unless the design has none.
    if (restingCount(switches) === 0) {
      pageRefDecAndTest(k, page);
      k.owner[page] = Owner.RELEASED;
    }
    return 1;
  },
);
