/** What virtio-mem keeps of its own: fields, their meanings, and how they are at the start. drivers/virtio/virtio_mem.c. */

import type { Configuration } from '../../configuration.js';
import type { DeclaredCells, FieldDeclarations } from '../../field.js';
import { adjustManagedPageCount, FreeList } from '../../mm/page_alloc.js';
import {
  BlockState,
  bit,
  blockOfSubBlock,
  consentsAtUnplug,
  type Kernel,
  Owner,
  PG_OFFLINE,
  restingCount,
} from '../../state.js';

/** Who holds the driver's mutex. */
export const MutexOwner = { NOBODY: 0, WORKER: 1, NOTIFIER: 2 } as const;

/** How far the unloading of the driver has come. */
export const Driver = {
  LOADED: 0,
  /** Its notifier refuses whatever is about to begin. */
  REMOVING: 1,
  /** As REMOVING, and onlined pages all go to the allocator. */
  WITHOUT_CALLBACK: 2,
  /** Nobody asks or tells it anything any more. */
  GONE: 3,
} as const;

/** State of the big block, in big-block mode. */
export const BigBlock = {
  UNUSED: 0,
  ADDED: 1,
  /** The driver is about to take it away, and keeps back every page that is online. */
  FAKE_OFFLINE: 2,
} as const;

/** Whether the driver removes blocks, and so must remember which are not there. */
function tracksRemoval({ removesBlocks, actors }: Configuration): boolean {
  return removesBlocks || actors.unload;
}

/**
 * The state fields of virtio-mem.
 * @internal
 */
export const VIRTIO_MEM_FIELDS = {
  /** The driver's bitmap of plugged sub-blocks. */
  bitmap: {
    of: 'sub-block',
    max: 1,
    labels: ['unplugged', 'plugged'],
    title: 'sb_state',
    shownIn: 'races',
    mainRow: true,
  },
  /** The driver's own idea of the block: online or not. */
  driverOnline: {
    of: 'block',
    max: 1,
    labels: ['offline', 'online'],
    title: 'mb_state',
    shownIn: 'races',
    mainRow: true,
  },
  /** The driver's own idea again: the block is not added, or is about to be removed. */
  unused: {
    of: 'block',
    max: ({ configuration }) => bit(tracksRemoval(configuration)),
    labels: ['used', 'unused'],
    title: 'mb_state',
    shownIn: 'races',
  },
  /** The driver's hotplug_mutex, {@link MutexOwner}. */
  hotplugMutex: {
    of: 'one',
    max: MutexOwner.NOTIFIER,
    labels: ['free', 'worker', 'notifier'],
    gridTitle: 'hotplug_mutex',
    busy: true,
    shownIn: 'grid',
    lock: true,
  },
  hotplugActive: { of: 'one', max: 1, gridTitle: 'hotplug_active', shownIn: 'grid' },
  /** {@link Driver}. */
  driver: {
    of: 'one',
    max: ({ configuration }) => (configuration.actors.unload ? Driver.GONE : Driver.LOADED),
    labels: ['loaded', 'removing', 'without callback', 'gone'],
    shownIn: 'races',
  },
  /** {@link BigBlock}. */
  bigBlock: {
    of: 'one',
    max: ({ configuration }) => (configuration.bigBlocks ? BigBlock.FAKE_OFFLINE : 0),
    labels: ['unused', 'added', 'fake offline'],
    title: 'bb_state',
    shownIn: 'races',
  },
  /** Whether the driver's work is queued or running. */
  workActive: {
    of: 'one',
    max: ({ configuration: { actors } }) => bit(actors.unload && actors.worker),
    gridTitle: 'work active',
    shownIn: 'grid',
  },
} as const satisfies FieldDeclarations;

declare module '../../state.js' {
  interface KernelCells extends DeclaredCells<typeof VIRTIO_MEM_FIELDS> {}
}

/** The driver knows every block, and keeps the pages of the sub-blocks that are unplugged. */
export function initVirtioMem(k: Kernel): void {
  const { configuration, geometry } = k;
  for (let block = 0; block < geometry.blocks; block++) {
    k.driverOnline[block] = k.sectionOnline[block];
    k.unused[block] = bit(tracksRemoval(configuration) && k.blockState[block] === BlockState.ABSENT);
  }
  if (configuration.bigBlocks) k.bigBlock[0] = BigBlock.ADDED;
  for (let subBlock = 0; subBlock < geometry.subBlocks; subBlock++) {
    const absent = k.blockState[blockOfSubBlock(k, subBlock)] === BlockState.ABSENT;
    const plugged = !absent && !configuration.unplugged.includes(subBlock);
    k.bitmap[subBlock] = bit(plugged);
    if (!plugged) initUnplugged(k, subBlock);
  }
}

function initUnplugged(k: Kernel, subBlock: number): void {
  const { firstPage, weight } = k.geometry;
  const online = k.sectionOnline[blockOfSubBlock(k, subBlock)] === 1;
  for (let page = firstPage[subBlock]; page < firstPage[subBlock + 1]; page++) {
    k.plugged[page] = 0;
    if (!online) continue;
    k.pageType[page] = PG_OFFLINE;
    k.freeList[page] = FreeList.NONE;
    k.refcount[page] = restingCount(k.switches);
    k.owner[page] = consentsAtUnplug(k.switches) ? Owner.RELEASED : Owner.DRIVER;
    k.skippable[page] = bit(k.switches.sign === 'bit');
    k.dirty[page] = 1;
    adjustManagedPageCount(k, page, -weight[page]);
  }
}
