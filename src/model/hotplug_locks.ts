/**
 * The locks of memory hotplug, where a configuration has each by itself: device_hotplug_lock outside, in it the device lock of a
 * block and mem_hotplug_lock. drivers/base/core.c and mm/memory_hotplug.c, 5.4 to 7.3. Elsewhere device_hotplug_lock stands for
 * all of them. cpu_hotplug_lock, which mem_hotplug_begin() takes for reading, is left out.
 */

import { procedure } from '../checker/procedure.js';
import { BLOCKED, type Process, step, waitUntil } from '../checker/process.js';
import { atomic } from './atomic.js';
import type { Context } from './context.js';
import { type Entries, flag, type ValuesOf } from './entry.js';
import type { DeclaredCells, FieldDeclarations } from './field.js';
import type { LockDeclaration, Module } from './module.js';
import type { Setting } from './setting.js';
import { Attempt, BlockState, type Kernel } from './state.js';

const ENTRIES = {
  locks: flag(
    'The locks of memory hotplug apart: device_hotplug_lock, the device lock of each block, mem_hotplug_lock; otherwise the first stands for all.',
  ),
} as const satisfies Entries;

declare module './configuration.js' {
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** Of a field that says which of {@link Demands.hotplugTasks} holds a lock, counted from 1. */
const holders = ({ configuration, demands }: Setting): number =>
  configuration.locks ? demands.hotplugTasks.length : 0;

const FIELDS = {
  /**
   * device_hotplug_lock: who of {@link Demands.hotplugTasks} holds it, counted from 1. It stands for the locks inside it, unless
   * they are apart.
   */
  deviceHotplugLock: {
    of: 'one',
    max: ({ demands }) => demands.hotplugTasks.length,
    gridTitle: 'device_hotplug_lock',
    busy: true,
    shownIn: 'grid',
    lock: true,
  },
  /** device_lock() of the block's device. */
  deviceLock: { of: 'block', max: holders, gridTitle: 'device_lock', shownIn: 'grid', lock: true },
  /** mem_hotplug_lock, of a writer; its readers are counted in `memHotplugReaders`. */
  memHotplugLock: { of: 'one', max: holders, gridTitle: 'mem_hotplug_lock', shownIn: 'grid', lock: true },
  /** mem_hotplug_lock: tasks that hold it as readers. */
  memHotplugReaders: {
    of: 'one',
    max: ({ demands }) => demands.onlineMems,
    gridTitle: 'readers of mem_hotplug_lock',
    shownIn: 'races',
    lock: true,
    holders: 'mem_hotplug_lock',
  },
} as const satisfies FieldDeclarations;

declare module './state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** Whether lock_device_hotplug() must wait. Where it stands for mem_hotplug_lock too, it waits for the readers of that. */
export function isHotplugLocked(k: Kernel): boolean {
  if (k.deviceHotplugLock[0] !== 0) return true;
  return !k.configuration.locks && k.memHotplugReaders[0] !== 0;
}

/** lock_device_hotplug(), with no look at any block yet; the first of the range is for the reader of a trace. */
export const lockDeviceHotplug = atomic(
  'lock_device_hotplug',
  { on: ['block', 'value'], reads: ['deviceHotplugLock', 'memHotplugReaders'], writes: ['deviceHotplugLock'] },
  (k: Kernel, _first: number, holder: number) => {
    if (isHotplugLocked(k)) return BLOCKED;
    k.deviceHotplugLock[0] = holder + 1;
    return 0;
  },
);

/** What a task finds behind the device lock of a block. */
export const BlockFound = { ABSENT: 0, OFFLINE: 1, ONLINE: 2 } as const;

/**
 * device_lock() of a block's device, and the block's state as it then stands; of one that is online the attempt to offline it
 * begins. There is no lock to take of a block that is not there.
 */
export const lockFoundDevice = atomic(
  'device_lock',
  {
    on: ['block', 'value'],
    shown: { outcome: 'remark' },
    reads: ['blockState', 'deviceLock'],
    writes: ['attempt', 'blockState', 'deviceLock'],
  },
  ['block absent', 'block offline', 'block online'],
  (k: Kernel, block: number, holder: number) => {
    if (k.blockState[block] === BlockState.ABSENT) return BlockFound.ABSENT;
    if (k.deviceLock[block] !== 0) return BLOCKED;
    k.deviceLock[block] = holder + 1;
    if (k.blockState[block] === BlockState.OFFLINE) return BlockFound.OFFLINE;
    k.blockState[block] = BlockState.GOING_OFFLINE;
    k.attempt[block] = Attempt.RUNNING;
    return BlockFound.ONLINE;
  },
);

const lockDevice = atomic(
  'device_lock',
  { on: ['block', 'value'], reads: ['deviceLock'], writes: ['deviceLock'] },
  (k: Kernel, block: number, holder: number) => {
    if (k.deviceLock[block] !== 0) return BLOCKED;
    k.deviceLock[block] = holder + 1;
    return 0;
  },
);

/** device_unlock() of a memory block device. */
export const unlockDevice = atomic(
  'device_unlock',
  { on: ['block'], writes: ['deviceLock'] },
  (k: Kernel, block: number) => {
    k.deviceLock[block] = 0;
  },
);

const memHotplugBegin = atomic(
  'mem_hotplug_begin',
  { on: ['value'], reads: ['memHotplugLock', 'memHotplugReaders'], writes: ['memHotplugLock'] },
  (k: Kernel, holder: number) => {
    if (k.memHotplugLock[0] !== 0 || k.memHotplugReaders[0] !== 0) return BLOCKED;
    k.memHotplugLock[0] = holder + 1;
    return 0;
  },
);

const memHotplugDone = atomic('mem_hotplug_done', { on: [], writes: ['memHotplugLock'] }, (k: Kernel) => {
  k.memHotplugLock[0] = 0;
});

/** get_online_mems(): waits while a block is offlined or onlined. */
export const getOnlineMems = atomic(
  'get_online_mems',
  { on: [], reads: ['deviceHotplugLock', 'memHotplugLock', 'memHotplugReaders'], writes: ['memHotplugReaders'] },
  (k: Kernel) => {
    const writers = k.configuration.locks ? k.memHotplugLock : k.deviceHotplugLock;
    if (writers[0] !== 0) return BLOCKED;
    k.memHotplugReaders[0]++;
    return 0;
  },
);

/** put_online_mems() */
export const putOnlineMems = atomic(
  'put_online_mems',
  { on: [], reads: ['memHotplugReaders'], writes: ['memHotplugReaders'] },
  (k: Kernel) => {
    k.memHotplugReaders[0]--;
  },
);

/** What is done under the device lock of a block, with that lock where it is one of its own. */
export const underDeviceLock = procedure(function* underDeviceLock<R>(
  { configuration }: Context,
  block: number,
  holder: number,
  work: Process<Kernel, R>,
): Process<Kernel, R> {
  if (!configuration.locks) return yield* work;
  yield waitUntil(lockDevice, block, holder);
  const result = yield* work;
  yield step(unlockDevice, block);
  return result;
});

/** What is done under mem_hotplug_lock, held for writing, with that lock where it is one of its own. */
export const underMemHotplugLock = procedure(function* underMemHotplugLock<R>(
  { configuration }: Context,
  holder: number,
  work: Process<Kernel, R>,
): Process<Kernel, R> {
  if (!configuration.locks) return yield* work;
  yield waitUntil(memHotplugBegin, holder);
  const result = yield* work;
  yield step(memHotplugDone);
  return result;
});

function hasDeviceLock({ deviceLock }: Kernel, task: number): boolean {
  for (let block = 0; block < deviceLock.length; block++) if (deviceLock[block] === task) return true;
  return false;
}

const LOCKS: readonly LockDeclaration[] = [
  { name: 'device_hotplug_lock', isHeld: (k, task) => k.deviceHotplugLock[0] === task },
  { name: 'device_lock', isHeld: hasDeviceLock },
  { name: 'mem_hotplug_lock', isHeld: (k, task) => k.memHotplugLock[0] === task },
];

/** The entry `locks`, which sets the locks of memory hotplug apart, and their state. */
export const hotplugLocks: Module = { entries: ENTRIES, fields: FIELDS, locks: LOCKS };
