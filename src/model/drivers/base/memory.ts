/**
 * Memory block devices: what a write to a block's state file does. drivers/base/memory.c, all versions.
 * device_hotplug_lock is held from the first look at the block to the end; the device lock and mem_hotplug_lock are taken inside it.
 * 5.10.262 takes mem_hotplug_lock in offline_pages() and online_pages(), the others around them: nothing that is modelled lies between.
 */

import { procedure } from '../../../checker/procedure.js';
import { BLOCKED, type Process, retryPoint, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import type { Configuration } from '../../configuration.js';
import { type Context, chooseOf, chooseWord } from '../../context.js';
import { count, type Entries, flag, numbersOf, oneOf, trouble, type ValuesOf } from '../../entry.js';
import { Errno } from '../../errno.js';
import {
  BlockFound,
  isHotplugLocked,
  lockDeviceHotplug as lockDeviceHotplugAlone,
  lockFoundDevice,
  underMemHotplugLock,
  unlockDevice,
} from '../../hotplug_locks.js';
import { offlineWithMemmap, onlineWithMemmap } from '../../mm/memmap_on_memory.js';
import { offlinePages, onlinePages } from '../../mm/memory_hotplug.js';
import { adjustManagedPageCount, freeListOf } from '../../mm/page_alloc.js';
import { type Fault, type Module, processNames } from '../../module.js';
import { Attempt, BlockState, bit, firstPageOf, holdsOwnMemmap, type Kernel, Owner, PG_BUDDY } from '../../state.js';

const ACTORS = {
  sysfs: count("Tasks that write to the blocks' state files: offline and online, for ever."),
} as const satisfies Entries;

const ENTRIES = {
  zone: oneOf(['movable', 'normal'], 'The zone of every block when it is first online.'),
  unplugged: numbersOf('sub-block', 'Sub-blocks that are unplugged at the start.'),
  offline: trouble(numbersOf('block', 'Blocks that are there and not online at the start.')),
  absent: trouble(numbersOf('block', 'Blocks that are not added at all at the start.')),
  noReonline: flag("Who writes to the blocks' state files offlines and never onlines."),
} as const satisfies Entries;

declare module '../../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** lock_device_hotplug_sysfs(), and the block's state as it then stands. */
export const lockDeviceHotplug = atomic(
  'lock_device_hotplug',
  {
    on: ['block', 'value'],
    shown: { outcome: 'remark' },
    reads: ['blockState', 'deviceHotplugLock', 'memHotplugReaders'],
    writes: ['attempt', 'blockState', 'deviceHotplugLock'],
  },
  ['block absent', 'block offline', 'block online'],
  (k: Kernel, block: number, writer: number) => {
    if (isHotplugLocked(k)) return BLOCKED;
    k.deviceHotplugLock[0] = writer + 1;
    if (k.blockState[block] === BlockState.ONLINE) {
      k.blockState[block] = BlockState.GOING_OFFLINE;
      k.attempt[block] = Attempt.RUNNING;
      return 2;
    }
    return k.blockState[block] === BlockState.OFFLINE ? 1 : 0;
  },
);

/** unlock_device_hotplug(). Ghost: the attempt that the lock was taken for is over. */
export const unlockDeviceHotplug = atomic(
  'unlock_device_hotplug',
  { on: ['block'], writes: ['attempt', 'deviceHotplugLock'] },
  (k: Kernel, block: number) => {
    k.attempt[block] = Attempt.NONE;
    k.deviceHotplugLock[0] = 0;
  },
);

/** The end of memory_block_change_state(): the new state, or the old one again. */
const memoryBlockChangeState = atomic(
  'memory_block_change_state',
  { on: ['block', 'value', 'value'], writes: ['attempt', 'blockState'] },
  (k: Kernel, block: number, to: number, attempt: number) => {
    k.blockState[block] = to;
    k.attempt[block] = attempt;
  },
);

/** memory_block_offline() */
export const memoryBlockOffline = procedure(function* memoryBlockOffline(
  context: Context,
  block: number,
  holder: number,
): Process<Kernel, Errno> {
  const pages = offlinePages(context, block);
  const offline = holdsOwnMemmap(context) ? offlineWithMemmap(context, block, pages) : pages;
  const error = yield* underMemHotplugLock(context, holder, offline);
  if (error === Errno.OK) yield step(memoryBlockChangeState, block, BlockState.OFFLINE, Attempt.NONE);
  else {
    const ended = error === Errno.VETO ? Attempt.VETOED : Attempt.FAILED;
    yield step(memoryBlockChangeState, block, BlockState.ONLINE, ended);
  }
  return error;
});

const testHwpoison = atomic(
  'memory_block_online',
  { on: ['block'], reads: ['nrHwpoison'] },
  ['ok', '-EHWPOISON'],
  (k: Kernel, block: number) => {
    return k.nrHwpoison[block] > 0;
  },
);

/** memory_block_online() */
export const memoryBlockOnline = procedure(function* memoryBlockOnline(
  context: Context,
  block: number,
  movable: boolean,
  holder: number,
): Process<Kernel, Errno> {
  const { switches, demands } = context;
  if (switches.refuseHwpoisonOnline && demands.poisons) {
    if ((yield step(testHwpoison, block)) === testHwpoison.is['-EHWPOISON']) return Errno.EHWPOISON;
  }
  const pages = onlinePages(context, block, movable);
  const online = holdsOwnMemmap(context) ? onlineWithMemmap(context, block, pages) : pages;
  const error = yield* underMemHotplugLock(context, holder, online);
  if (error === Errno.OK) yield step(memoryBlockChangeState, block, BlockState.ONLINE, Attempt.NONE);
  return error;
});

/** lock_device_hotplug_sysfs(), and what stands behind the device lock where that is one of its own. */
const lockBlock = procedure(function* lockBlock(
  { configuration }: Context,
  block: number,
  writer: number,
): Process<Kernel, number> {
  if (!configuration.locks) return yield waitUntil(lockDeviceHotplug, block, writer);
  yield waitUntil(lockDeviceHotplugAlone, block, writer);
  return yield waitUntil(lockFoundDevice, block, writer);
});

/** What is written to the state file: `online_movable`, or `online_kernel`. */
const isForMovable = procedure(function* isForMovable({
  configuration: { zone, eitherZone },
}: Context): Process<Kernel, boolean> {
  if (!eitherZone) return zone === 'movable';
  return (yield* chooseWord('online_type', ['online_movable', 'online_kernel'])) === 'online_movable';
});

/** A task that offlines what is online and onlines what is offline, for ever. */
export const stateStore = procedure(function* stateStore(context: Context, writer: number): Process<Kernel> {
  const { noReonline, locks } = context.configuration;
  for (;;) {
    yield retryPoint('state_store');
    const block = yield* chooseOf('block', context.geometry.blocks, 'block');
    const found = yield* lockBlock(context, block, writer);
    if (found === BlockFound.ONLINE) yield* memoryBlockOffline(context, block, writer);
    else if (found === BlockFound.OFFLINE && !noReonline) {
      yield* memoryBlockOnline(context, block, yield* isForMovable(context), writer);
    }
    if (locks && found !== BlockFound.ABSENT) yield step(unlockDevice, block);
    yield step(unlockDeviceHotplug, block);
  }
});

/** Every page is plugged, and free where its block is online. */
function initBlocks(k: Kernel): void {
  const { configuration, geometry } = k;
  const { offline, absent } = configuration;
  for (let page = 0; page < geometry.pages; page++) k.plugged[page] = 1;
  for (let block = 0; block < geometry.blocks; block++) {
    const online = !offline.includes(block) && !absent.includes(block);
    k.zoneMovable[block] = bit(configuration.zone === 'movable');
    k.sectionOnline[block] = bit(online);
    k.memmapValid[block] = bit(online);
    k.blockState[block] = online ? BlockState.ONLINE : absent.includes(block) ? BlockState.ABSENT : BlockState.OFFLINE;
    if (online) initFreePages(k, block);
  }
}

function initFreePages(k: Kernel, block: number): void {
  for (let page = firstPageOf(k, block); page < firstPageOf(k, block + 1); page++) {
    k.pageType[page] = PG_BUDDY;
    k.owner[page] = Owner.BUDDY;
    k.freeList[page] = freeListOf(k, page);
    k.present[0] += k.geometry.weight[page];
    adjustManagedPageCount(k, page, k.geometry.weight[page]);
  }
}

function blockFaults({ offline, absent, eitherZone, actors, removesBlocks, bigBlocks }: Configuration): Fault[] {
  const removes = actors.removers > 0 || removesBlocks || bigBlocks;
  return [
    ...absent
      .filter((block) => offline.includes(block))
      .map((block): Fault => ['absent', `block ${block} is offline, too`]),
    ...(eitherZone && removes
      ? [['eitherZone', 'blocks that are offlined to be removed come back to the zone of the configuration'] as const]
      : []),
  ];
}

/** Memory block devices, and the actors that set them online and offline through sysfs. */
export const memoryBlocks: Module = {
  init: initBlocks,
  faults: blockFaults,
  entries: ENTRIES,
  demands: ({ actors }) => ({
    hotplugTasks: processNames('sysfs', actors.sysfs),
    speculative: actors.users > 0 ? actors.sysfs : 0,
  }),
  actors: [
    {
      key: 'sysfs',
      entry: ACTORS.sysfs,
      shows: 'every way in which an attempt to offline or online goes and fails',
      cannotShow: 'memory that is removed: only removers and drivers do that',
      name: 'sysfs',
      run: stateStore,
    },
  ],
};
