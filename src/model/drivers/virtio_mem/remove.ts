/**
 * Unloading the driver while it has memory: virtio_mem_remove() in drivers/virtio/virtio_mem.c, 5.8 to 7.3, and what RFC v3
 * did there about pages that stay unplugged in online blocks.
 */

import { procedure } from '../../../checker/procedure.js';
import { BLOCKED, idleUntil, ignoreOutcome, type Process, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, pagesOfBlock } from '../../context.js';
import { hotplugTask } from '../../demands.js';
import { pageRefInc } from '../../page_ref.js';
import { blockOfPage, type Kernel, Owner, restingCount } from '../../state.js';
import { removeMb } from './block.js';
import { isUnplugged } from './fake_offline.js';
import { Driver, MutexOwner } from './state.js';

/** `removing = true` under hotplug_mutex: an attempt that the driver accepted is over by then, and none is accepted after. */
const setRemoving = atomic(
  'removing = true',
  { on: [], in: 'virtio_mem_remove', shown: { bare: true }, reads: ['hotplugMutex'], writes: ['driver'] },
  (k: Kernel) => {
    if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
    k.driver[0] = Driver.REMOVING;
    return 0;
  },
);

/** cancel_work_sync(): a run that has begun goes on to its end. */
const cancelWorkSync = atomic('cancel_work_sync', { on: [], reads: ['workActive'] }, (k: Kernel) =>
  k.workActive[0] === 1 ? BLOCKED : 0,
);

/** virtio_mem_for_each_mb_state(OFFLINE_PARTIAL). Nobody changes the driver's record of its blocks any more. */
const isOfflinePartial = atomic(
  'virtio_mem_for_each_mb_state',
  { on: ['block'], shown: { outcome: 'hidden' }, reads: ['bitmap', 'driverOnline', 'unused'] },
  ['no', 'yes'],
  (k: Kernel, block: number) => {
    if (k.driverOnline[block] === 1 || k.unused[block] === 1) return false;
    const first = block * k.geometry.subBlocksPerBlock;
    for (let i = 0; i < k.geometry.subBlocksPerBlock; i++) if (k.bitmap[first + i] === 0) return true;
    return false;
  },
);

const staysUnplugged = (k: Kernel, page: number): boolean =>
  isUnplugged(k, page) && k.driverOnline[blockOfPage(k, page)] === 1;

/** Where unplugged pages have count 0: a reference that nobody will ever put. */
const keepReference = atomic(
  'page_ref_inc',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: ['bitmap', 'driverOnline', 'memmapValid', 'refcount'],
    writes: ['owner', 'refcount'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'raised'],
  (k: Kernel, page: number) => {
    if (!staysUnplugged(k, page)) return 0;
    pageRefInc(k, page);
    k.owner[page] = Owner.DRIVER;
    return 1;
  },
);

/** Design E: without the sign the driver's reference keeps the page from being offlined. */
const clearSkippable = atomic(
  '__ClearPageOfflineSkippable',
  {
    on: ['page'],
    in: 'patch',
    shown: { outcome: 'remark' },
    reads: ['bitmap', 'driverOnline'],
    writes: ['owner', 'skippable'],
    blind: ['plugged: left alone'],
  },
  ['plugged: left alone', 'cleared'],
  (k: Kernel, page: number) => {
    if (!staysUnplugged(k, page)) return 0;
    k.skippable[page] = 0;
    k.owner[page] = Owner.DRIVER;
    return 1;
  },
);

/** unregister_virtio_mem_device(): from here on pages of onlined blocks all go to the buddy allocator. */
const restoreOnlinePageCallback = atomic(
  'restore_online_page_callback',
  { on: [], writes: ['driver'] },
  (k: Kernel) => {
    k.driver[0] = Driver.WITHOUT_CALLBACK;
  },
);

/** unregister_memory_notifier(). No callback is running: those that would begin are refused, those that began are over. */
const unregisterMemoryNotifier = atomic('unregister_memory_notifier', { on: [], writes: ['driver'] }, (k: Kernel) => {
  k.driver[0] = Driver.GONE;
});

/** virtio_mem_remove(), which nobody need begin. */
export const virtioMemRemove = procedure(function* virtioMemRemove(context: Context): Process<Kernel> {
  const { configuration, geometry, switches } = context;
  yield idleUntil(setRemoving);
  if (configuration.actors.worker) yield waitUntil(cancelWorkSync);
  for (let block = 0; block < geometry.blocks; block++) {
    if ((yield step(isOfflinePartial, block)) === isOfflinePartial.is.yes)
      yield* removeMb(context, block, hotplugTask(context, 'unload'));
  }
  if (switches.unloadReleases) yield* holdForEver(context);
  yield step(restoreOnlinePageCallback);
  yield step(unregisterMemoryNotifier);
});

/** Pages that stay unplugged become such as can never be offlined. */
const holdForEver = procedure(function* holdForEver(context: Context): Process<Kernel> {
  const keep = restingCount(context.switches) === 0 ? keepReference : clearSkippable;
  for (let block = 0; block < context.geometry.blocks; block++) {
    for (const page of pagesOfBlock(context, block)) yield ignoreOutcome(step(keep, page));
  }
});
