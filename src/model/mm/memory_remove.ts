/**
 * Adding and removing the memory of a block, for the driver: add_memory(), try_remove_memory() and
 * offline_and_remove_memory() in mm/memory_hotplug.c, 5.8 to 7.3. Of the range form of 7.3 only ranges of one block.
 */

import { atomic, type Process, step, waitUntil } from '../../checker/process.js';
import type { Context } from '../context.js';
import { lockDeviceHotplug, memoryBlockOffline, unlockDeviceHotplug } from '../drivers/memory.js';
import { Errno } from '../errno.js';
import { BlockState, firstPageOf, Isolated, type Kernel, Owner } from '../state.js';

/** add_memory(): the block device appears, offline. Its memmap is zeroes until it is first onlined. */
export const addMemory = atomic('add_memory', ['added', '-EEXIST'], (k: Kernel, block: number) => {
  if (k.blockState[block] !== BlockState.ABSENT) return 1;
  k.blockState[block] = BlockState.OFFLINE;
  return 0;
});

/** try_remove_memory(): only of an offline block. The memmap is freed, and with it all that was known of the pages. */
const tryRemoveMemory = atomic('try_remove_memory', ['removed', '-EBUSY: not offline'], (k: Kernel, block: number) => {
  if (k.blockState[block] !== BlockState.OFFLINE) return 1;
  k.blockState[block] = BlockState.ABSENT;
  k.memmapValid[block] = 0;
  k.nrHwpoison[block] = 0;
  for (let page = firstPageOf(k, block); page < firstPageOf(k, block + 1); page++) {
    k.pageType[page] = 0;
    k.refcount[page] = 0;
    k.reserved[page] = 0;
    k.dirty[page] = 0;
    k.lru[page] = 0;
    k.hwpoison[page] = 0;
    k.owner[page] = Owner.NONE;
  }
  const firstSubBlock = block * k.geometry.subBlocksPerBlock;
  for (let i = 0; i < k.geometry.subBlocksPerBlock; i++) k.isolated[firstSubBlock + i] = Isolated.NO;
  return 0;
});

/** offline_and_remove_memory(), called by the driver's worker: device_hotplug_lock is held throughout. */
export function* offlineAndRemoveMemory(context: Context, block: number, holder: number): Process<Kernel, Errno> {
  const found = yield waitUntil(lockDeviceHotplug, block, holder);
  const error = found === 2 ? yield* memoryBlockOffline(context, block) : Errno.OK;
  const removed = error === Errno.OK && (yield step(tryRemoveMemory, block)) === 0;
  yield step(unlockDeviceHotplug, block);
  return error === Errno.OK && !removed ? Errno.EBUSY : error;
}
