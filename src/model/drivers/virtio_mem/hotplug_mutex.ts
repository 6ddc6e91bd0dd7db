/** The driver's hotplug_mutex as its worker takes it. drivers/virtio/virtio_mem.c, 5.8 to 7.3. */

import { BLOCKED } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { blockOfSubBlock, type Kernel, Oops, raise } from '../../state.js';
import { MutexOwner } from './state.js';

/** What the worker finds behind the mutex: the driver's idea of the block, and its bitmap's of the sub-block. */
const FOUND = ['offline, unplugged', 'offline, plugged', 'online, unplugged', 'online, plugged'] as const;

function lock(k: Kernel, subBlock: number): number {
  if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
  k.hotplugMutex[0] = MutexOwner.WORKER;
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
  lock,
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
    const found = lock(k, subBlock);
    return found !== BLOCKED && k.unused[blockOfSubBlock(k, subBlock)] === 1 ? FOUND.length : found;
  },
);

/** The mutex alone. */
export const workerRelock = atomic(
  'mutex_lock(hotplug_mutex)',
  { on: [], in: 'virtio_mem_run_wq', shown: { bare: true }, reads: ['hotplugMutex'], writes: ['hotplugMutex'] },
  (k: Kernel) => {
    if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
    k.hotplugMutex[0] = MutexOwner.WORKER;
    return 0;
  },
);

/** mutex_unlock(&vm->hotplug_mutex) by the worker. */
export const workerUnlock = atomic(
  'mutex_unlock(hotplug_mutex)',
  { on: [], in: 'virtio_mem_run_wq', shown: { bare: true }, reads: ['hotplugMutex'], writes: ['hotplugMutex'] },
  (k: Kernel) => {
    if (k.hotplugMutex[0] !== MutexOwner.WORKER) raise(k, Oops.BAD_UNLOCK);
    k.hotplugMutex[0] = MutexOwner.NOBODY;
  },
);
