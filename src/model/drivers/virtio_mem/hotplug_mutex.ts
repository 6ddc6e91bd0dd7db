/** The driver's hotplug_mutex, as its worker and its memory notifier take it. drivers/virtio/virtio_mem.c, 5.8 to 7.3. */

import { BLOCKED, type Outcome } from '../../../checker/process.js';
import { type About, atomic } from '../../atomic.js';
import { Attempt, blockOfSubBlock, type Kernel, Oops, raise } from '../../state.js';
import { Driver, MutexOwner } from './state.js';

const BY_WORKER: About<[]> = {
  on: [],
  in: 'virtio_mem_run_wq',
  shown: { bare: true },
  reads: ['hotplugMutex'],
  writes: ['hotplugMutex'],
};
const BY_NOTIFIER: About<[]> = { ...BY_WORKER, in: 'virtio_mem_memory_notifier_cb' };

/** Whether nobody had it. */
function tryLock(k: Kernel, owner: number): boolean {
  if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return false;
  k.hotplugMutex[0] = owner;
  return true;
}

function unlock(k: Kernel, owner: number): void {
  if (k.hotplugMutex[0] !== owner) raise(k, Oops.BAD_UNLOCK);
  k.hotplugMutex[0] = MutexOwner.NOBODY;
}

/** What the worker finds behind the mutex: the driver's idea of the block, and its bitmap's of the sub-block. */
const FOUND = ['offline, unplugged', 'offline, plugged', 'online, unplugged', 'online, plugged'] as const;

function lockAndLook(k: Kernel, subBlock: number): Outcome {
  if (!tryLock(k, MutexOwner.WORKER)) return BLOCKED;
  return 2 * k.driverOnline[blockOfSubBlock(k, subBlock)] + k.bitmap[subBlock];
}

/** mutex_lock(&vm->hotplug_mutex), and what the driver then knows of the sub-block. */
export const workerLock = atomic(
  'mutex_lock(hotplug_mutex)',
  {
    on: ['sub-block'],
    in: 'virtio_mem_run_wq',
    shown: { outcome: 'remark', bare: true },
    reads: ['bitmap', 'driverOnline', 'hotplugMutex'],
    writes: ['hotplugMutex'],
  },
  FOUND,
  lockAndLook,
);

/** As workerLock, for a driver that removes blocks: it may find that the sub-block's is not there. */
export const workerLockAny = atomic(
  'mutex_lock(hotplug_mutex)',
  {
    on: ['sub-block'],
    in: 'virtio_mem_run_wq',
    shown: { outcome: 'remark', bare: true },
    reads: ['bitmap', 'driverOnline', 'hotplugMutex', 'unused'],
    writes: ['hotplugMutex'],
  },
  [...FOUND, 'unused'],
  (k: Kernel, subBlock: number) => {
    const found = lockAndLook(k, subBlock);
    return found !== BLOCKED && k.unused[blockOfSubBlock(k, subBlock)] === 1 ? FOUND.length : found;
  },
);

/** The mutex, and no look at anything. */
export const workerRelock = atomic('mutex_lock(hotplug_mutex)', BY_WORKER, (k: Kernel) =>
  tryLock(k, MutexOwner.WORKER) ? 0 : BLOCKED,
);

/** mutex_unlock(&vm->hotplug_mutex) by the worker. */
export const workerUnlock = atomic('mutex_unlock(hotplug_mutex)', BY_WORKER, (k: Kernel) =>
  unlock(k, MutexOwner.WORKER),
);

/** mutex_lock(&vm->hotplug_mutex) in the notifier, and `hotplug_active = true`, which nobody else looks at. */
export const notifierLock = atomic(
  'mutex_lock(hotplug_mutex)',
  { ...BY_NOTIFIER, writes: ['hotplugActive', 'hotplugMutex'] },
  (k: Kernel) => {
    if (!tryLock(k, MutexOwner.NOTIFIER)) return BLOCKED;
    k.hotplugActive[0] = 1;
    return 0;
  },
);

/**
 * The same where the driver may be unloaded: one that is being removed unlocks again and refuses, one that is gone is not called.
 * Ghost: a refused attempt is being rolled back.
 */
export const notifierLockOrRefuse = atomic(
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
    if (!tryLock(k, MutexOwner.NOTIFIER)) return BLOCKED;
    if (k.driver[0] !== Driver.LOADED) {
      unlock(k, MutexOwner.NOTIFIER);
      if (k.attempt[block] === Attempt.RUNNING) k.attempt[block] = Attempt.ROLLBACK;
      return 1;
    }
    k.hotplugActive[0] = 1;
    return 0;
  },
);

/** `hotplug_active = false`, and mutex_unlock(). A driver without the guard unlocks what it did not lock. */
export const notifierUnlock = atomic(
  'mutex_unlock(hotplug_mutex)',
  { ...BY_NOTIFIER, writes: ['hotplugActive', 'hotplugMutex'] },
  (k: Kernel) => {
    unlock(k, MutexOwner.NOTIFIER);
    k.hotplugActive[0] = 0;
  },
);

/** mutex_unlock() alone, between two callbacks of a driver that takes the mutex in each by itself: the attempt goes on. */
export const notifierUnlockBetween = atomic('mutex_unlock(hotplug_mutex)', BY_NOTIFIER, (k: Kernel) =>
  unlock(k, MutexOwner.NOTIFIER),
);
