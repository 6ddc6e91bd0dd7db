/** ha_region_mutex, which protected the hot-add regions before ha_lock did. drivers/hv/hv_balloon.c, up to 4.8. */

import { BLOCKED, type Outcome } from '../../../checker/process.js';
import { type About, atomic } from '../../atomic.js';
import { type Kernel, Oops, raise } from '../../state.js';
import { RegionMutex } from './state.js';

const IN_HOT_ADD: About<[]> = {
  on: [],
  in: 'hot_add_req',
  shown: { bare: true },
  reads: ['haRegionMutex'],
  writes: ['haRegionMutex'],
};

const IN_NOTIFIER: About<[]> = { ...IN_HOT_ADD, in: 'hv_memory_notifier' };

function lock(k: Kernel, owner: number): Outcome {
  if (k.haRegionMutex[0] !== RegionMutex.NOBODY) return BLOCKED;
  k.haRegionMutex[0] = owner;
  return 0;
}

function unlock(k: Kernel, owner: number): void {
  if (k.haRegionMutex[0] !== owner) raise(k, Oops.BAD_UNLOCK);
  k.haRegionMutex[0] = RegionMutex.NOBODY;
}

/** hot_add_req() has the mutex, but for when it adds memory. */
export const hotAddLock = atomic('mutex_lock(ha_region_mutex)', IN_HOT_ADD, (k: Kernel) =>
  lock(k, RegionMutex.HOT_ADD),
);

/** At the end of hot_add_req(), and before memory is added. */
export const hotAddUnlock = atomic('mutex_unlock(ha_region_mutex)', IN_HOT_ADD, (k: Kernel) =>
  unlock(k, RegionMutex.HOT_ADD),
);

/** In MEM_GOING_ONLINE and MEM_OFFLINE. */
export const notifierLock = atomic('mutex_lock(ha_region_mutex)', IN_NOTIFIER, (k: Kernel) =>
  lock(k, RegionMutex.NOTIFIER),
);

/** In MEM_ONLINE, MEM_CANCEL_ONLINE and MEM_OFFLINE. */
export const notifierUnlock = atomic('mutex_unlock(ha_region_mutex)', IN_NOTIFIER, (k: Kernel) =>
  unlock(k, RegionMutex.NOTIFIER),
);

/** MEM_CANCEL_ONLINE comes also to a callback that never saw MEM_GOING_ONLINE, and looks whether anybody has the mutex. */
export const mutexIsLocked = atomic(
  'mutex_is_locked(ha_region_mutex)',
  { on: [], in: 'hv_memory_notifier', shown: { bare: true }, reads: ['haRegionMutex'] },
  ['no', 'yes'],
  (k: Kernel) => k.haRegionMutex[0] !== RegionMutex.NOBODY,
);
