/**
 * virtio-mem's memory notifier. The task that offlines or onlines holds the driver's mutex from MEM_GOING_* to the closing
 * notification. drivers/virtio/virtio_mem.c, 5.8 to 7.3, and the patches of RFC v3.
 */

import { procedure } from '../../../checker/procedure.js';
import { type Process, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, pagesOf, pagesOfBlock, subBlocksOf } from '../../context.js';
import { MemoryAction } from '../../memory_action.js';
import { Attempt, type Kernel } from '../../state.js';
import { fakeOfflineCancelOffline, fakeOfflineGoingOffline } from './going_offline.js';
import { notifierLock, notifierLockOrRefuse, notifierUnlock, notifierUnlockBetween } from './hotplug_mutex.js';
import { Driver } from './state.js';

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
      if (!context.switches.mutexSync) yield step(notifierUnlockBetween);
      return true;
    }
    case MemoryAction.GOING_ONLINE: {
      const refused = yield* lockUnlessRemoving(context, block);
      if (refused !== undefined) return refused;
      let accepts = true;
      if (inSbm) accepts = (yield step(notifyGoingOnline, block)) === notifyGoingOnline.is.NOTIFY_OK;
      if (!context.switches.mutexSync) yield step(notifierUnlockBetween);
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
 * they go on only with those of which the bitmap says that they are unplugged.
 */
const sbmPages = (context: Context, block: number): readonly number[] =>
  subBlocksOf(context, block).flatMap((subBlock) => pagesOf(context, subBlock));

/** Those that the functions of big-block mode come by: a whole memory block, in big block FAKE_OFFLINE alone. */
const bbmPages = (context: Context, block: number): readonly number[] => pagesOfBlock(context, block);
