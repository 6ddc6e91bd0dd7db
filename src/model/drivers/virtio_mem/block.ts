/**
 * virtio-mem adds memory blocks and removes those of which nothing is plugged any more.
 * drivers/virtio/virtio_mem.c, 5.8 to 7.3.
 */

import { procedure } from '../../../checker/procedure.js';
import { type Process, retryPoint, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import type { Context } from '../../context.js';
import { hotplugTask } from '../../demands.js';
import { Errno } from '../../errno.js';
import { addMemory, offlineAndRemoveMemory, removeMemory } from '../../mm/memory_remove.js';
import { type Kernel, Oops, raise } from '../../state.js';
import { workerRelock, workerUnlock } from './hotplug_mutex.js';
import { plugSb } from './sub_block.js';

/** virtio_mem_sbm_test_sb_unplugged() of a whole block. */
const testSbUnplugged = atomic(
  'virtio_mem_sbm_test_sb_unplugged',
  { on: ['block'], reads: ['bitmap'] },
  ['no', 'yes'],
  (k: Kernel, block: number) => {
    const first = block * k.geometry.subBlocksPerBlock;
    for (let i = 0; i < k.geometry.subBlocksPerBlock; i++) if (k.bitmap[first + i] === 1) return false;
    return true;
  },
);

/** virtio_mem_sbm_set_mb_state(UNUSED): from here on the driver refuses to have the block onlined. */
export const setMbUnused = atomic(
  'virtio_mem_sbm_set_mb_state',
  { on: ['block'], writes: ['unused'] },
  (k: Kernel, block: number) => {
    k.unused[block] = 1;
  },
);

/** virtio_mem_sbm_set_mb_state(OFFLINE or OFFLINE_PARTIAL) of a block that is about to be added. */
export const setMbOffline = atomic(
  'virtio_mem_sbm_set_mb_state',
  { on: ['block'], writes: ['unused'] },
  (k: Kernel, block: number) => {
    k.unused[block] = 0;
  },
);

/** BUG_ON() of a driver whose offline block could not be removed. */
const bugOn = atomic('BUG_ON', { on: [] }, (k: Kernel) => raise(k, Oops.BUG_ON_REMOVE));

/** virtio_mem_mb_remove() and the BUG_ON() behind it. The caller does not hold the driver's mutex. */
export const removeMb = procedure(function* removeMb(context: Context, block: number, holder: number): Process<Kernel> {
  if (!(yield* removeMemory(context, block, holder))) yield step(bugOn);
});

/**
 * virtio_mem_sbm_try_remove_unplugged_mb() of an online block. The mutex is dropped meanwhile, so that anybody may offline and
 * online the block; another notifier may refuse, and then the block stays for a later request.
 */
export const tryRemoveUnpluggedMb = procedure(function* tryRemoveUnpluggedMb(
  context: Context,
  block: number,
): Process<Kernel> {
  if ((yield step(testSbUnplugged, block)) === testSbUnplugged.is.no) return;
  yield step(workerUnlock);
  // Not for a loop without end, but so that how the block came to be unplugged is forgotten before it is offlined.
  yield retryPoint('virtio_mem_sbm_try_remove_unplugged_mb', block);
  const range = { first: block, end: block + 1 };
  const error = yield* offlineAndRemoveMemory(context, range, hotplugTask(context, 'worker'));
  yield waitUntil(workerRelock);
  if (error === Errno.OK) yield step(setMbUnused, block);
});

/** The end of virtio_mem_sbm_unplug_any_sb_offline(): the block is refused to whoever is about to online it, then removed. */
export const removeUnpluggedOfflineMb = procedure(function* removeUnpluggedOfflineMb(
  context: Context,
  block: number,
): Process<Kernel> {
  if ((yield step(testSbUnplugged, block)) === testSbUnplugged.is.no) return;
  yield step(setMbUnused, block);
  yield step(workerUnlock);
  yield* removeMb(context, block, hotplugTask(context, 'worker'));
  yield waitUntil(workerRelock);
});

/** virtio_mem_sbm_plug_and_add_mb(): nobody knows the block yet, so that the driver's mutex is not needed. */
export const plugAndAddMb = procedure(function* plugAndAddMb(
  context: Context,
  subBlock: number,
  block: number,
): Process<Kernel> {
  yield* plugSb(subBlock);
  yield step(setMbOffline, block);
  yield* addMemory(context, block, hotplugTask(context, 'worker'));
});
