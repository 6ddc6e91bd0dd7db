/** The memory notifier of Hyper-V's balloon, which accepts everything. drivers/hv/hv_balloon.c, hv_memory_notifier(), 5.10 to 7.3. */

import { procedure } from '../../../checker/procedure.js';
import { BLOCKED, ignoreOutcome, type Process, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import type { Context } from '../../context.js';
import { MemoryAction } from '../../memory_action.js';
import { firstPageOf, type Kernel } from '../../state.js';
import { mutexIsLocked, notifierLock, notifierUnlock } from './region_mutex.js';

/** complete(&dm_device.ol_waitevent): who added the memory need not wait for it any longer. */
const completeOlWaitevent = atomic(
  'complete',
  { on: [], in: 'hv_memory_notifier', writes: ['olWaitevent'] },
  (k: Kernel) => {
    k.olWaitevent[0] = 1;
  },
);

/** MEM_OFFLINE, under ha_lock: `num_pages_onlined` less what hv_page_offline_check() counts, the pages of the block that are backed. */
const pageOfflineCheck = atomic(
  'hv_page_offline_check',
  {
    on: ['block'],
    shown: { outcome: 'remark' },
    reads: ['backed', 'haLock', 'pagesOnlined'],
    writes: ['pagesOnlined'],
  },
  ['counted off', 'WARN_ON_ONCE'],
  (k: Kernel, block: number) => {
    if (k.haLock[0] !== 0) return BLOCKED;
    let backed = 0;
    for (let page = firstPageOf(k, block); page < firstPageOf(k, block + 1); page++) backed += k.backed[page];
    const left = k.pagesOnlined[0] - backed;
    k.pagesOnlined[0] = Math.max(0, left);
    return left < 0;
  },
);

/** Where a mutex protects the regions, it is held from MEM_GOING_ONLINE to the closing notification. */
export const hvMemoryNotifier = procedure(function* hvMemoryNotifier(
  { configuration, switches }: Context,
  action: MemoryAction,
  block: number,
): Process<Kernel, boolean> {
  const hasMutex = switches.hvRegionLock !== 'spinlock';
  switch (action) {
    case MemoryAction.ONLINE:
    case MemoryAction.CANCEL_ONLINE:
      if (hasMutex) yield* unlockRegions(action);
      if (configuration.actors.hotAdd) yield step(completeOlWaitevent);
      return true;
    case MemoryAction.OFFLINE:
      if (hasMutex) yield waitUntil(notifierLock);
      yield ignoreOutcome(waitUntil(pageOfflineCheck, block));
      if (hasMutex) yield step(notifierUnlock);
      return true;
    case MemoryAction.GOING_ONLINE:
      if (hasMutex) yield waitUntil(notifierLock);
      return true;
    case MemoryAction.GOING_OFFLINE:
    case MemoryAction.CANCEL_OFFLINE:
      return true;
  }
});

const unlockRegions = procedure(function* unlockRegions(action: MemoryAction): Process<Kernel> {
  const unlocks = action === MemoryAction.ONLINE || (yield step(mutexIsLocked)) === mutexIsLocked.is.yes;
  if (unlocks) yield step(notifierUnlock);
});
