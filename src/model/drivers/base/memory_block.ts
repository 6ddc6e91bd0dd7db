/**
 * The device of a memory block by its references: who looks it up in the xarray, gets it, puts it, and when it is freed.
 * drivers/base/memory.c, 5.10 to 7.3. find_memory_block_by_id(), memory_block_get() since 7.3, says that it is called under
 * device_hotplug_lock; memory_failure() calls it without that lock (6.2).
 */

import { procedure } from '../../../checker/procedure.js';
import { type Process, step } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Entries, flag, type ValuesOf } from '../../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../../field.js';
import { countPoisonedPage } from '../../mm/hwpoison.js';
import type { Module } from '../../module.js';
import type { Setting } from '../../setting.js';
import { BlockState, bit, blockOfPage, type Kernel, Oops, raise } from '../../state.js';

const ENTRIES = {
  blockDevices: flag(
    'The references to the devices of memory blocks are counted: one that is removed is freed with the last of them.',
  ),
} as const satisfies Entries;

declare module '../../configuration.js' {
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** What memory_failure() has of a block's device: a pointer with no reference, one to a device that was freed, a reference. */
export const DevicePointer = { NONE: 0, LOOKED_UP: 1, FREED: 2, HELD: 3, HELD_REMOVED: 4 } as const;

const counted = ({ configuration }: Setting): boolean => configuration.blockDevices;

const FIELDS = {
  /** Whether the xarray memory_blocks has the block's device. */
  deviceListed: { of: 'block', max: (setting) => bit(counted(setting)), title: 'memory_blocks', shownIn: 'races' },
  /** The count of the device: the reference that it was registered with, and those of memory_failure(), one a page if it leaks them. */
  deviceCount: {
    of: 'block',
    max: (setting) => (counted(setting) ? 1 + setting.geometry.pages : 0),
    title: 'count of the device',
    shownIn: 'changelogs',
  },
  /** {@link DevicePointer}. */
  devicePointer: {
    of: 'block',
    max: (setting) => (counted(setting) && setting.demands.poisons ? DevicePointer.HELD_REMOVED : 0),
    labels: ['none', 'looked up', 'to a freed device', 'held', 'held, of a removed device'],
    ghost: true,
    gridTitle: 'pointer to the device',
    shownIn: 'grid',
  },
} as const satisfies FieldDeclarations;

declare module '../../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** memory_block_release() once the last reference is put: whoever has looked the device up has a pointer to nothing. */
function putDevice(k: Kernel, block: number): void {
  k.deviceCount[block]--;
  if (k.deviceCount[block] === 0 && k.devicePointer[block] === DevicePointer.LOOKED_UP) {
    k.devicePointer[block] = DevicePointer.FREED;
  }
}

/** __add_memory_block(): a new device. A reference that somebody has still is to the one that was there before. */
const addMemoryBlock = atomic(
  '__add_memory_block',
  { on: ['block'], reads: ['devicePointer'], writes: ['deviceCount', 'deviceListed', 'devicePointer'] },
  (k: Kernel, block: number) => {
    k.deviceListed[block] = 1;
    k.deviceCount[block] = 1;
    if (k.devicePointer[block] === DevicePointer.HELD) k.devicePointer[block] = DevicePointer.HELD_REMOVED;
  },
);

const xaErase = atomic(
  'xa_erase',
  { on: ['block'], in: 'remove_memory_block', writes: ['deviceListed'] },
  (k: Kernel, block: number) => {
    k.deviceListed[block] = 0;
  },
);

const deviceUnregister = atomic(
  'device_unregister',
  { on: ['block'], reads: ['deviceCount', 'devicePointer'], writes: ['deviceCount', 'devicePointer'] },
  putDevice,
);

/** add_memory_block(), where devices are counted. */
export const addBlockDevice = procedure(function* addBlockDevice(block: number): Process<Kernel> {
  yield step(addMemoryBlock, block);
});

/** remove_memory_block(): the reference by which the caller looked the device up goes before, and never is the last. */
export const removeMemoryBlock = procedure(function* removeMemoryBlock(block: number): Process<Kernel> {
  yield step(xaErase, block);
  yield step(deviceUnregister, block);
});

/** The look of memory_block_get(), without any lock. */
const xaLoad = atomic(
  'xa_load',
  { on: ['page'], in: 'memory_block_get', reads: ['deviceListed'], writes: ['devicePointer'] },
  ['NULL', 'device'],
  (k: Kernel, page: number) => {
    const block = blockOfPage(k, page);
    if (k.deviceListed[block] === 0) return 0;
    k.devicePointer[block] = DevicePointer.LOOKED_UP;
    return 1;
  },
);

const getDevice = atomic(
  'get_device',
  { on: ['page'], reads: ['deviceCount', 'devicePointer'], writes: ['deviceCount', 'devicePointer'] },
  (k: Kernel, page: number) => {
    const block = blockOfPage(k, page);
    if (k.devicePointer[block] === DevicePointer.FREED) return raise(k, Oops.FREED_DEVICE);
    k.devicePointer[block] = DevicePointer.HELD;
    k.deviceCount[block]++;
  },
);

/** memblk_nr_poison_inc() of a device that was removed meanwhile counts for nobody. */
const countPoison = atomic(
  'memblk_nr_poison_inc',
  { on: ['page'], reads: ['deviceListed', 'devicePointer', 'nrHwpoison'], writes: ['nrHwpoison'] },
  (k: Kernel, page: number) => {
    const block = blockOfPage(k, page);
    if (k.devicePointer[block] === DevicePointer.HELD && k.deviceListed[block] === 1) countPoisonedPage(k, block);
  },
);

const putDeviceOfPage = atomic(
  'put_device',
  { on: ['page'], reads: ['deviceCount', 'devicePointer'], writes: ['deviceCount', 'devicePointer'] },
  (k: Kernel, page: number) => {
    const block = blockOfPage(k, page);
    const removed = k.devicePointer[block] === DevicePointer.HELD_REMOVED;
    k.devicePointer[block] = DevicePointer.NONE;
    if (!removed) putDevice(k, block);
  },
);

/** memblk_nr_poison_inc(), since 6.2. */
export const memblkNrPoisonInc = procedure(function* memblkNrPoisonInc(page: number): Process<Kernel> {
  if ((yield step(xaLoad, page)) === xaLoad.is.NULL) return;
  yield step(getDevice, page);
  yield step(countPoison, page);
  yield step(putDeviceOfPage, page);
});

function initBlockDevices(k: Kernel): void {
  if (!k.configuration.blockDevices) return;
  for (let block = 0; block < k.geometry.blocks; block++) {
    const there = bit(k.blockState[block] !== BlockState.ABSENT);
    k.deviceListed[block] = there;
    k.deviceCount[block] = there;
  }
}

/** The reference count of each memory block's device. */
export const blockDevices: Module = { entries: ENTRIES, fields: FIELDS, init: initBlockDevices };
