/**
 * Adding and removing the memory of blocks, for drivers: add_memory(), remove_memory() and offline_and_remove_memory() in
 * mm/memory_hotplug.c, 5.8 to 7.3. A range is some blocks in a row.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, idleUntil, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import { type Context, chooseOf } from '../context.js';
import { hotplugTask } from '../demands.js';
import { memoryBlockOffline, memoryBlockOnline } from '../drivers/base/memory.js';
import { addBlockDevice, removeMemoryBlock } from '../drivers/base/memory_block.js';
import { count, type Entries, type ValuesOf } from '../entry.js';
import { Errno } from '../errno.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import {
  BlockFound,
  lockDeviceHotplug,
  lockFoundDevice,
  underDeviceLock,
  underMemHotplugLock,
  unlockDevice,
} from '../hotplug_locks.js';
import { type Fault, type Module, processNames } from '../module.js';
import { Attempt, BlockState, bit, type Kernel, startAnew } from '../state.js';
import { sectionDeactivate, sparseAddSection } from './section_usage.js';

const ACTORS = {
  removers: count('Tasks that offline and remove all blocks at once, and add them again, for ever.'),
  adders: count(
    'Tasks that hot-add the blocks that are not there, as ACPI and Hyper-V do. For configurations with locks of their own.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

const FIELDS = {
  /** online_types of the offline_and_remove_memory() that runs: whether it offlined the block, and is to bring it back. */
  onlineType: {
    of: 'block',
    max: ({ demands }) => bit(demands.removesMemory),
    removed: 0,
    gridTitle: 'online_types',
    shownIn: 'grid',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
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
const addMemoryAtOnce = atomic(
  'add_memory',
  { on: ['block'], reads: ['deviceHotplugLock'], writes: ['blockState'] },
  (k: Kernel, block: number) => {
    if (k.deviceHotplugLock[0] !== 0) return BLOCKED;
    k.blockState[block] = BlockState.OFFLINE;
    return 0;
  },
);

const unlockDeviceHotplug = atomic(
  'unlock_device_hotplug',
  { on: ['block', 'block end'], shown: { arguments: ['block'] }, writes: ['attempt', 'deviceHotplugLock'] },
  (k: Kernel, first: number, end: number) => {
    for (let block = first; block < end; block++) k.attempt[block] = Attempt.NONE;
    k.deviceHotplugLock[0] = 0;
  },
);

/** register_memory_resource() and create_memory_block_devices(): from here on sysfs has the block. */
const createMemoryBlockDevices = atomic(
  'create_memory_block_devices',
  { on: ['block'], reads: ['blockState'], writes: ['blockState'] },
  ['added', '-EEXIST'],
  (k: Kernel, block: number) => {
    if (k.blockState[block] !== BlockState.ABSENT) return 1;
    k.blockState[block] = BlockState.OFFLINE;
    return 0;
  },
);

/** add_memory_resource(): bus_probe_device() takes the device lock of the new block, under mem_hotplug_lock. */
const addMemoryResource = procedure(function* addMemoryResource(
  context: Context,
  block: number,
  holder: number,
): Process<Kernel> {
  if ((yield step(createMemoryBlockDevices, block)) !== createMemoryBlockDevices.is.added) return;
  // The kernel adds the section before: nobody without the lock could tell.
  yield* sparseAddSection(context, block);
  yield* underDeviceLock(
    context,
    block,
    holder,
    context.configuration.blockDevices ? addBlockDevice(block) : nothing(),
  );
});

/** What is taken for nothing but to wait for who holds it. */
const nothing = procedure(function* nothing(): Process<Kernel> {});

/** add_memory() */
export const addMemory = procedure(function* addMemory(
  context: Context,
  block: number,
  holder: number,
): Process<Kernel> {
  const { locks, blockDevices, actors } = context.configuration;
  if (!locks && !blockDevices && actors.sectionLookups.length === 0) {
    yield waitUntil(addMemoryAtOnce, block);
    return;
  }
  yield waitUntil(lockDeviceHotplug, block, holder);
  yield* underMemHotplugLock(context, holder, addMemoryResource(context, block, holder));
  yield step(unlockDeviceHotplug, block, block + 1);
});

/** The start of device_offline() in try_offline_memory_block(). */
const deviceOffline = atomic(
  'device_offline',
  { on: ['block'], shown: { outcome: 'remark' }, reads: ['blockState'], writes: ['attempt', 'blockState'] },
  ['offline already', 'online'],
  (k: Kernel, block: number) => {
    if (k.blockState[block] !== BlockState.ONLINE) return 0;
    k.blockState[block] = BlockState.GOING_OFFLINE;
    k.attempt[block] = Attempt.RUNNING;
    return 1;
  },
);

/** try_offline_memory_block() notes the type of a block that it offlined: only such a block is brought back. */
const noteOnlineType = atomic(
  'online_types',
  { on: ['block'], in: 'try_offline_memory_block', shown: { arguments: [], bare: true }, writes: ['onlineType'] },
  (k: Kernel, block: number) => {
    k.onlineType[block] = 1;
  },
);

/** try_reonline_memory_block(): whether this call had offlined the block. */
const wasOnline = atomic(
  'try_reonline_memory_block',
  { on: ['block'], shown: { outcome: 'remark' }, reads: ['onlineType'], writes: ['onlineType'] },
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
    writes: ({ removed }) => removed !== undefined,
  },
  ['removed', '-EBUSY: not offline'],
  (k: Kernel, first: number, end: number) => {
    for (let block = first; block < end; block++) if (k.blockState[block] !== BlockState.OFFLINE) return 1;
    for (let block = first; block < end; block++) startAnew(k, block, k.removed);
    return 0;
  },
);

/**
 * try_remove_memory(). Each block device takes its lock once more when it goes, device_del(): before mem_hotplug_lock is taken,
 * or under it.
 */
const tryRemove = procedure(function* tryRemove(
  context: Context,
  { first, end }: BlockRange,
  holder: number,
): Process<Kernel, Errno> {
  const early = context.switches.removeTakesLock === 'early';
  if (!early) yield* removeMemoryBlockDevices(context, { first, end }, holder);
  return yield* underMemHotplugLock(context, holder, removeRange(context, { first, end }, early ? holder : undefined));
});

/** @param holder of those who have yet to remove the block devices */
const removeRange = procedure(function* removeRange(
  context: Context,
  range: BlockRange,
  holder: number | undefined,
): Process<Kernel, Errno> {
  if (holder !== undefined) yield* removeMemoryBlockDevices(context, range, holder);
  if ((yield step(tryRemoveMemory, range.first, range.end)) !== tryRemoveMemory.is.removed) return Errno.EBUSY;
  for (const block of blocksOf(range)) yield* sectionDeactivate(context, block);
  return Errno.OK;
});

/** remove_memory_block_devices(), as far as its locks go, and the references to devices where they are counted. */
const removeMemoryBlockDevices = procedure(function* removeMemoryBlockDevices(
  context: Context,
  range: BlockRange,
  holder: number,
): Process<Kernel> {
  for (const block of blocksOf(range)) {
    const work = context.configuration.blockDevices ? removeMemoryBlock(block) : nothing();
    yield* underDeviceLock(context, block, holder, work);
  }
});

/** remove_memory() of one block. Whether it was removed: every caller takes it for a bug if not. */
export const removeMemory = procedure(function* removeMemory(
  context: Context,
  block: number,
  holder: number,
): Process<Kernel, boolean> {
  yield waitUntil(lockDeviceHotplug, block, holder);
  const error = yield* tryRemove(context, { first: block, end: block + 1 }, holder);
  yield step(unlockDeviceHotplug, block, block + 1);
  return error === Errno.OK;
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
  let error = yield* offlineBlocks(context, range, holder);
  if (error === Errno.OK) error = yield* tryRemove(context, range, holder);
  if (error !== Errno.OK) yield* reonlineBlocks(context, range, holder);
  yield step(unlockDeviceHotplug, range.first, range.end);
  return error;
});

/** Up to the first block that cannot be offlined. */
const offlineBlocks = procedure(function* offlineBlocks(
  context: Context,
  range: BlockRange,
  holder: number,
): Process<Kernel, Errno> {
  for (const block of blocksOf(range)) {
    // Here and below not for a loop without end, but so that what happened to one block is forgotten before the next.
    yield retryPoint('try_offline_memory_block', block);
    if (!(yield* deviceIsOnline(context, block, holder))) continue;
    const error = yield* memoryBlockOffline(context, block, holder);
    if (context.configuration.locks) yield step(unlockDevice, block);
    if (error !== Errno.OK) return error;
    yield step(noteOnlineType, block);
  }
  return Errno.OK;
});

/** The start of device_offline(): the device lock of a block that is online stays taken, where it is one of its own. */
const deviceIsOnline = procedure(function* deviceIsOnline(
  { configuration }: Context,
  block: number,
  holder: number,
): Process<Kernel, boolean> {
  if (!configuration.locks) return (yield step(deviceOffline, block)) === deviceOffline.is.online;
  const found = yield waitUntil(lockFoundDevice, block, holder);
  if (found === BlockFound.OFFLINE) yield step(unlockDevice, block);
  return found === BlockFound.ONLINE;
});

const reonlineBlocks = procedure(function* reonlineBlocks(
  context: Context,
  range: BlockRange,
  holder: number,
): Process<Kernel> {
  const movable = context.configuration.zone === 'movable';
  for (const block of blocksOf(range)) {
    yield retryPoint('try_reonline_memory_block', block);
    if ((yield step(wasOnline, block)) === wasOnline.is['left alone']) continue;
    yield* underDeviceLock(context, block, holder, memoryBlockOnline(context, block, movable, holder));
  }
});

/** A driver of its own that takes the memory of all blocks away at once and adds it again, for ever. */
export const memoryRemover = procedure(function* memoryRemover(context: Context, holder: number): Process<Kernel> {
  const range = { first: 0, end: context.geometry.blocks };
  for (;;) {
    yield retryPoint('offline_and_remove_memory user');
    if ((yield* offlineAndRemoveMemory(context, range, holder)) !== Errno.OK) continue;
    for (const block of blocksOf(range)) yield* addMemory(context, block, holder);
  }
});

const removerNames = ({ actors }: Configuration): string[] => processNames('remover', actors.removers);

const adderNames = ({ actors }: Configuration): string[] => processNames('adder', actors.adders);

/** Memory is plugged where none is: the host, or ACPI, says so. */
const hotAddRequest = atomic('hot_add_req', { on: ['block'], reads: ['blockState'] }, (k: Kernel, block: number) =>
  k.blockState[block] === BlockState.ABSENT ? 0 : BLOCKED,
);

/** A driver of its own that adds memory where none is, for ever. */
export const memoryAdder = procedure(function* memoryAdder(context: Context, holder: number): Process<Kernel> {
  for (;;) {
    yield retryPoint('add_memory user');
    const block = yield* chooseOf('block', context.geometry.blocks, 'block');
    yield idleUntil(hotAddRequest, block);
    yield* addMemory(context, block, holder);
  }
});

function adderFaults({ locks, actors }: Configuration): Fault[] {
  return actors.adders === 0 || locks ? [] : [['actors.adders', 'only where the locks are apart: locks']];
}

/** The actors `removers` and `adders`: memory that is removed, and added while others run. */
export const removers: Module = {
  fields: FIELDS,
  faults: adderFaults,
  demands: (configuration) => ({
    hotplugTasks: [...removerNames(configuration), ...adderNames(configuration)],
    removesMemory: configuration.actors.removers > 0,
  }),
  actors: [
    {
      key: 'removers',
      entry: ACTORS.removers,
      shows: 'what becomes of blocks that are removed while others walk, read or add',
      cannotShow: 'that blocks are refused one by one: all go offline, or none',
      name: 'remover',
      run: (context, i) => memoryRemover(context, hotplugTask(context, removerNames(context.configuration)[i])),
    },
    {
      key: 'adders',
      entry: ACTORS.adders,
      shows: 'in which order hot-add takes its locks',
      cannotShow: 'what memory that is added while others hold them is used for',
      name: 'adder',
      run: (context, i) => memoryAdder(context, hotplugTask(context, adderNames(context.configuration)[i])),
    },
  ],
};
