/**
 * Adding and removing the memory of blocks, for drivers: add_memory(), remove_memory() and offline_and_remove_memory() in
 * mm/memory_hotplug.c, 5.8 to 7.3. A range is some blocks in a row.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import type { Context } from '../context.js';
import { hotplugTask } from '../demands.js';
import { memoryBlockOffline, memoryBlockOnline } from '../drivers/base/memory.js';
import { count, type Entries, type ValuesOf } from '../entry.js';
import { Errno } from '../errno.js';
import { type Module, processNames } from '../module.js';
import { Attempt, BlockState, type Kernel, startAnew } from '../state.js';

const ACTORS = {
  removers: count('Tasks that offline and remove all blocks at once, and add them again, for ever.'),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** A range of blocks: the first, and the first behind it. */
export interface BlockRange {
  readonly first: number;
  readonly end: number;
}

const blocksOf = ({ first, end }: BlockRange): number[] => Array.from({ length: end - first }, (_, i) => first + i);

/**
 * add_memory(): the block device appears, offline. Its memmap is zeroes until it is first onlined. All of it is under
 * device_hotplug_lock, and nobody without that lock looks at what it does.
 */
export const addMemory = atomic(
  'add_memory',
  { on: ['block'], reads: ['deviceHotplugLock'], writes: ['blockState'] },
  (k: Kernel, block: number) => {
    if (k.deviceHotplugLock[0] !== 0) return BLOCKED;
    k.blockState[block] = BlockState.OFFLINE;
    return 0;
  },
);

/** lock_device_hotplug(), with no look at any block yet; the first of the range is for the reader of a trace. */
const lockDeviceHotplug = atomic(
  'lock_device_hotplug',
  { on: ['block', 'value'], reads: ['deviceHotplugLock', 'memHotplugReaders'], writes: ['deviceHotplugLock'] },
  (k: Kernel, _first: number, holder: number) => {
    if (k.deviceHotplugLock[0] !== 0 || k.memHotplugReaders[0] !== 0) return BLOCKED;
    k.deviceHotplugLock[0] = holder + 1;
    return 0;
  },
);

const unlockDeviceHotplug = atomic(
  'unlock_device_hotplug',
  { on: ['block', 'block end'], writes: ['attempt', 'deviceHotplugLock'] },
  (k: Kernel, first: number, end: number) => {
    for (let block = first; block < end; block++) k.attempt[block] = Attempt.NONE;
    k.deviceHotplugLock[0] = 0;
  },
);

/** The start of device_offline() in try_offline_memory_block(). */
const deviceOffline = atomic(
  'device_offline',
  { on: ['block'], reads: ['blockState'], writes: ['attempt', 'blockState'] },
  ['offline already', 'online'],
  (k: Kernel, block: number) => {
    if (k.blockState[block] !== BlockState.ONLINE) return 0;
    k.blockState[block] = BlockState.GOING_OFFLINE;
    k.attempt[block] = Attempt.RUNNING;
    return 1;
  },
);

/** try_offline_memory_block() notes the type of a block that it offlined: only such a block is brought back. */
const noteOnlineType = atomic('online_types', { on: ['block'], writes: ['onlineType'] }, (k: Kernel, block: number) => {
  k.onlineType[block] = 1;
});

/** try_reonline_memory_block(): whether this call had offlined the block. */
const wasOnline = atomic(
  'try_reonline_memory_block',
  { on: ['block'], reads: ['onlineType'], writes: ['onlineType'] },
  ['left alone', 'to be onlined'],
  (k: Kernel, block: number) => {
    const online = k.onlineType[block];
    k.onlineType[block] = 0;
    return online;
  },
);

/** try_remove_memory(): only of offline blocks. The memmap is freed, and with it all that was known of the pages. */
const tryRemoveMemory = atomic(
  'try_remove_memory',
  {
    on: ['block', 'block end'],
    reads: ['blockState'],
    writes: [
      'blockState',
      'dirty',
      'hwpoison',
      'isolated',
      'lru',
      'memmapValid',
      'nrHwpoison',
      'onlineType',
      'owner',
      'pageType',
      'refcount',
      'reserved',
      'skippable',
    ],
  },
  ['removed', '-EBUSY: not offline'],
  (k: Kernel, first: number, end: number) => {
    for (let block = first; block < end; block++) if (k.blockState[block] !== BlockState.OFFLINE) return 1;
    for (let block = first; block < end; block++) startAnew(k, block, k.removed);
    return 0;
  },
);

/** remove_memory() of one block. Whether it was removed: every caller takes it for a bug if not. */
export const removeMemory = procedure(function* removeMemory(block: number, holder: number): Process<Kernel, boolean> {
  yield waitUntil(lockDeviceHotplug, block, holder);
  const removed = (yield step(tryRemoveMemory, block, block + 1)) === 0;
  yield step(unlockDeviceHotplug, block, block + 1);
  return removed;
});

/**
 * offline_and_remove_memory(): device_hotplug_lock is held throughout. When a block cannot be offlined, those offlined before
 * it are onlined again, as any block is: with a fresh memmap, and the driver's callback for each page.
 */
export const offlineAndRemoveMemory = procedure(function* offlineAndRemoveMemory(
  context: Context,
  range: BlockRange,
  holder: number,
): Process<Kernel, Errno> {
  yield waitUntil(lockDeviceHotplug, range.first, holder);
  let error = yield* offlineBlocks(context, range);
  if (error === Errno.OK && (yield step(tryRemoveMemory, range.first, range.end)) !== 0) error = Errno.EBUSY;
  if (error !== Errno.OK) yield* reonlineBlocks(context, range);
  yield step(unlockDeviceHotplug, range.first, range.end);
  return error;
});

/** Up to the first block that cannot be offlined. */
const offlineBlocks = procedure(function* offlineBlocks(context: Context, range: BlockRange): Process<Kernel, Errno> {
  for (const block of blocksOf(range)) {
    // Here and below not for a loop without end, but so that what happened to one block is forgotten before the next.
    yield retryPoint('try_offline_memory_block', block);
    if ((yield step(deviceOffline, block)) === 0) continue;
    const error = yield* memoryBlockOffline(context, block);
    if (error !== Errno.OK) return error;
    yield step(noteOnlineType, block);
  }
  return Errno.OK;
});

const reonlineBlocks = procedure(function* reonlineBlocks(context: Context, range: BlockRange): Process<Kernel> {
  const movable = context.configuration.zone === 'movable';
  for (const block of blocksOf(range)) {
    yield retryPoint('try_reonline_memory_block', block);
    if ((yield step(wasOnline, block)) === 1) yield* memoryBlockOnline(context, block, movable);
  }
});

/** A driver of its own that takes the memory of all blocks away at once and adds it again, for ever. */
export const memoryRemover = procedure(function* memoryRemover(context: Context, holder: number): Process<Kernel> {
  const range = { first: 0, end: context.geometry.blocks };
  for (;;) {
    yield retryPoint('offline_and_remove_memory user');
    if ((yield* offlineAndRemoveMemory(context, range, holder)) !== Errno.OK) continue;
    for (const block of blocksOf(range)) yield waitUntil(addMemory, block);
  }
});

const namesOf = ({ actors }: Configuration): string[] => processNames('remover', actors.removers);

export const removers: Module = {
  demands: (configuration) => ({
    hotplugTasks: namesOf(configuration),
    removesMemory: configuration.actors.removers > 0,
  }),
  actors: [
    {
      key: 'removers',
      entry: ACTORS.removers,
      name: 'remover',
      run: (context, i) => memoryRemover(context, hotplugTask(context, namesOf(context.configuration)[i])),
    },
  ],
};
