/** The kernel's state as far as the model keeps it: fields with ranges, their meanings, and the initial state. */

import type { Cells, Fields, Views } from '../checker/layout.js';
import { type Configuration, hasForeignPages, mayPoison } from './configuration.js';
import { type Geometry, geometryOf } from './geometry.js';
import type { Switches } from './switches.js';

/** Bits of `pageType`. Up to 6.1 page types form a bitmask, so that both can be set. include/linux/page-flags.h. */
export const PG_BUDDY = 1;
export const PG_OFFLINE = 2;

/** Ghost: who may use or hand on a page. */
export const Owner = {
  /** Nobody: the page's section is not online. */
  NONE: 0,
  /** On a free list. */
  BUDDY: 1,
  /** Between the put that reached 0 and the free list. */
  INFLIGHT: 2,
  /** The driver keeps the page from the system and holds its reference, if the design has one. */
  DRIVER: 3,
  /** As DRIVER, and the driver consented to the page being offlined: it gave its reference up. */
  RELEASED: 4,
  /** A user of memory allocated it. */
  USER: 5,
  /** alloc_contig_range() took it. */
  CONTIG: 6,
  /** On a per-CPU list. */
  PCP: 7,
  /** Another driver keeps the page from the system, and consents to nothing. */
  FOREIGN: 8,
} as const;

/**
 * Ghost: what became of a page whose memory breaks. MARKED: memory_failure() poisoned it, and its section was online. KNOWN:
 * memory_failure() is done with it, and found its mark still there.
 */
export const Damage = { NONE: 0, BROKEN: 1, MARKED: 2, KNOWN: 3 } as const;

/** State of a memory block device. drivers/base/memory.c. */
export const BlockState = { ABSENT: 0, OFFLINE: 1, ONLINE: 2, GOING_OFFLINE: 3 } as const;

/** Ghost: how far the attempt to offline a block has come. FAILED lasts until the writer lets go of the block. */
export const Attempt = { NONE: 0, RUNNING: 1, ROLLBACK: 2, FAILED: 3, VETOED: 4 } as const;

/** Who isolated a pageblock; the kernel sees only whether it is isolated, the rest is ghost. */
export const Isolated = { NO: 0, FOR_OFFLINE: 1, FOR_ALLOC: 2 } as const;

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

/** Why the model stops: behind these the kernel's state means nothing any more. */
export const Oops = {
  NONE: 0,
  /** A user or the allocator touched the content of a page that the host took away. */
  TOUCHED_UNPLUGGED: 1,
  /** A reader of /proc/kcore or of a dump read such a page. */
  READ_UNPLUGGED: 2,
  /** A reference was dropped that nobody held. */
  REF_UNDERFLOW: 3,
  /** A page was freed that is free already, or that is still referenced. */
  BAD_FREE: 4,
  /** A step changed the struct page of a page that is not online: its memmap is garbage. */
  GARBAGE_MEMMAP: 5,
  /** __offline_isolated_pages() met a page that is neither free nor released: BUG_ON. */
  BUG_ON_OFFLINE: 6,
  /** A mutex was released by somebody who did not hold it. */
  BAD_UNLOCK: 7,
  /** A page has more references than there can be holders: some were leaked. */
  REF_LEAK: 8,
  /** The driver could not remove a block that it knew to be offline: BUG_ON. */
  BUG_ON_REMOVE: 9,
} as const;

/** The state that every step of the model reads and writes. Fields marked ghost are not in the kernel. */
export interface Kernel {
  readonly switches: Switches;
  readonly geometry: Geometry;
  readonly configuration: Configuration;
  /** The highest count that a page can have; to reach it takes a leak. */
  readonly maxRefcount: number;
  /** Ghost: the most references to one page that can be held for a moment. */
  readonly maxSpeculative: number;

  // struct page, by page
  readonly pageType: Cells;
  readonly refcount: Cells;
  readonly reserved: Cells;
  readonly dirty: Cells;
  /** PG_offline_skippable, the sign of design E. */
  readonly skippable: Cells;
  readonly lru: Cells;
  readonly hwpoison: Cells;
  /** Whether the page is on a per-CPU list. */
  readonly onPcp: Cells;
  /** Ghost, {@link Owner}. */
  readonly owner: Cells;
  /** Ghost, {@link Damage}. No initialisation of the memmap repairs memory. */
  readonly damage: Cells;
  /** Ghost: references that walkers and migration hold for a moment. */
  readonly speculative: Cells;
  /** Ghost: whether the host backs the page. */
  readonly plugged: Cells;

  // by sub-block, which is a pageblock
  /** {@link Isolated}. */
  readonly isolated: Cells;
  /** The driver's bitmap of plugged sub-blocks. */
  readonly bitmap: Cells;

  // by block
  /** {@link BlockState}. */
  readonly blockState: Cells;
  /** SECTION_IS_ONLINE. */
  readonly sectionOnline: Cells;
  /** Whether the memmap holds what the kernel relies on. */
  readonly memmapValid: Cells;
  readonly zoneMovable: Cells;
  /** The driver's own idea of the block: online or not. */
  readonly driverOnline: Cells;
  /** Poisoned pages that memory_failure() has counted, since 6.2. */
  readonly nrHwpoison: Cells;
  /** The driver's own idea again: the block is not added, or is about to be removed. */
  readonly unused: Cells;
  /** online_types of the offline_and_remove_memory() that runs: whether it offlined the block, and is to bring it back. */
  readonly onlineType: Cells;
  /** Ghost, {@link Attempt}. */
  readonly attempt: Cells;

  // one of each
  readonly managed: Cells;
  readonly present: Cells;
  /** Whether an offline attempt has disabled the per-CPU lists. */
  readonly pcpDisabled: Cells;
  /** device_hotplug_lock: who holds it, counted from 1. mem_hotplug_lock is taken inside it by the same task alone. */
  readonly deviceHotplugLock: Cells;
  /** The driver's hotplug_mutex, {@link MutexOwner}. */
  readonly hotplugMutex: Cells;
  readonly hotplugActive: Cells;
  /** {@link Driver}. */
  readonly driver: Cells;
  /** {@link BigBlock}. */
  readonly bigBlock: Cells;
  /** Whether the driver's work is queued or running. */
  readonly workActive: Cells;
  /** page_offline_rwsem: readers inside, or one more than there can be for the writer. */
  readonly pageOfflineRwsem: Cells;
  /** Ghost: whether the other driver is about to take a page or to give one back. */
  readonly balloonBusy: Cells;
  /** The page that each user of memory has, counted from 1; 0 for none. */
  readonly userPage: Cells;
  /** Whether each walker is in an RCU read-side critical section. */
  readonly inRcu: Cells;
  /** Whether the grace period that the driver waits for must see each walker leave its section. */
  readonly awaited: Cells;
  /** Ghost, {@link Oops}. */
  readonly oops: Cells;
}

/** The most that an unpinned counter can drift below zero in a kernel that miscounts; it stays there. */
export const LEAST_MANAGED = -1;

const bit = (on: boolean): number => (on ? 1 : 0);

/** How many may hold a reference to one page for a moment: each walker, and each task that may migrate it. */
function speculativeHolders({ actors }: Configuration): number {
  const migrations = actors.users > 0 ? actors.sysfs + actors.contig + bit(actors.worker) : 0;
  return actors.walkers.length + migrations;
}

/** The owner's reference, those for a moment, that of isolation from the LRU and that of poison; one more is a leak. */
function maxRefcount(configuration: Configuration): number {
  return 2 + speculativeHolders(configuration) + bit(configuration.actors.users > 0) + bit(mayPoison(configuration));
}

/** Whether the driver removes blocks, and so must remember which are not there. */
function tracksRemoval({ removesBlocks, actors }: Configuration): boolean {
  return removesBlocks === true || actors.unload;
}

export function kernelFields(configuration: Configuration, switches: Switches): Fields {
  const { actors } = configuration;
  const { pages, subBlocks, blocks, totalWeight } = geometryOf(configuration);
  const countsPoison = mayPoison(configuration) && switches.refuseHwpoisonOnline;
  const movable = actors.users > 0;
  const page = { length: pages, index: 'page' };
  const subBlock = { length: subBlocks, index: 'sub-block' };
  const block = { length: blocks, index: 'block' };
  const one = { length: 1 };
  const walker = { length: actors.walkers.length, index: 'walker' };
  const { unload } = actors;
  return {
    pageType: { ...page, max: PG_BUDDY | PG_OFFLINE, labels: ['none', 'Buddy', 'Offline', 'Buddy|Offline'] },
    refcount: { ...page, max: maxRefcount(configuration) },
    owner: {
      ...page,
      max: hasForeignPages(configuration) ? Owner.FOREIGN : Owner.PCP,
      labels: ['nobody', 'buddy', 'in flight', 'driver', 'released', 'user', 'contig', 'pcp', 'another driver'],
      ghost: true,
    },
    plugged: { ...page, max: 1, labels: ['unplugged', 'plugged'], ghost: true },
    speculative: { ...page, max: speculativeHolders(configuration), ghost: true },
    reserved: { ...page, max: bit(switches.memmapInit === 'reserved') },
    dirty: { ...page, max: 1 },
    skippable: { ...page, max: bit(switches.sign === 'bit') },
    lru: { ...page, max: bit(movable) },
    hwpoison: { ...page, max: bit(mayPoison(configuration)) },
    damage: {
      ...page,
      max: actors.poison ? Damage.KNOWN : 0,
      labels: ['none', 'broken', 'marked', 'known'],
      ghost: true,
    },
    onPcp: { ...page, max: bit(configuration.pcp === true) },
    isolated: { ...subBlock, max: Isolated.FOR_ALLOC, labels: ['no', 'yes', 'yes (alloc)'] },
    bitmap: { ...subBlock, max: 1, labels: ['unplugged', 'plugged'] },
    blockState: {
      ...block,
      max: BlockState.GOING_OFFLINE,
      labels: ['absent', 'offline', 'online', 'going offline'],
    },
    sectionOnline: { ...block, max: 1, labels: ['offline', 'online'] },
    memmapValid: { ...block, max: 1, labels: ['garbage', 'valid'] },
    zoneMovable: { ...block, max: 1, labels: ['Normal', 'Movable'] },
    driverOnline: { ...block, max: 1, labels: ['offline', 'online'] },
    nrHwpoison: { ...block, max: countsPoison ? pages : 0 },
    unused: { ...block, max: bit(tracksRemoval(configuration)), labels: ['used', 'unused'] },
    onlineType: {
      ...block,
      max: bit(tracksRemoval(configuration) || configuration.bigBlocks === true || actors.removers > 0),
    },
    attempt: {
      ...block,
      max: Attempt.VETOED,
      labels: ['none', 'running', 'rollback', 'failed', 'vetoed'],
      ghost: true,
    },
    managed: { ...one, min: LEAST_MANAGED, max: totalWeight },
    present: { ...one, max: totalWeight },
    pcpDisabled: { ...one, max: bit(configuration.pcp === true || actors.poison) },
    deviceHotplugLock: { ...one, max: actors.sysfs + 1 + bit(unload) + actors.removers },
    hotplugMutex: { ...one, max: MutexOwner.NOTIFIER, labels: ['free', 'worker', 'notifier'] },
    hotplugActive: { ...one, max: 1 },
    driver: {
      ...one,
      max: unload ? Driver.GONE : Driver.LOADED,
      labels: ['loaded', 'removing', 'without callback', 'gone'],
    },
    bigBlock: {
      ...one,
      max: configuration.bigBlocks === true ? BigBlock.FAKE_OFFLINE : 0,
      labels: ['unused', 'added', 'fake offline'],
    },
    workActive: { ...one, max: bit(unload && actors.worker) },
    pageOfflineRwsem: { ...one, max: actors.readers + 1 },
    balloonBusy: { ...one, max: bit(actors.balloon), ghost: true },
    userPage: { length: actors.users, max: pages, index: 'user' },
    inRcu: { ...walker, max: bit(actors.walkers.includes('rcu')) },
    awaited: { ...walker, max: bit(switches.rcuSync && actors.walkers.includes('rcu')) },
    oops: {
      ...one,
      max: Oops.BUG_ON_REMOVE,
      labels: [
        'none',
        'content of an unplugged page touched',
        'content of an unplugged page read',
        'reference count below 0',
        'bad free',
        'garbage memmap changed',
        'BUG_ON in __offline_isolated_pages()',
        'unlock of a mutex not held',
        'references leaked',
        'BUG_ON: a block was not removed',
      ],
      ghost: true,
    },
  };
}

export function bindKernel(configuration: Configuration, switches: Switches, views: Views<Fields>): Kernel {
  return {
    switches,
    configuration,
    geometry: geometryOf(configuration),
    maxRefcount: maxRefcount(configuration),
    maxSpeculative: speculativeHolders(configuration),
    pageType: views.pageType,
    refcount: views.refcount,
    reserved: views.reserved,
    dirty: views.dirty,
    skippable: views.skippable,
    lru: views.lru,
    hwpoison: views.hwpoison,
    damage: views.damage,
    onPcp: views.onPcp,
    owner: views.owner,
    speculative: views.speculative,
    plugged: views.plugged,
    isolated: views.isolated,
    bitmap: views.bitmap,
    blockState: views.blockState,
    sectionOnline: views.sectionOnline,
    memmapValid: views.memmapValid,
    zoneMovable: views.zoneMovable,
    driverOnline: views.driverOnline,
    nrHwpoison: views.nrHwpoison,
    unused: views.unused,
    onlineType: views.onlineType,
    attempt: views.attempt,
    managed: views.managed,
    present: views.present,
    pcpDisabled: views.pcpDisabled,
    deviceHotplugLock: views.deviceHotplugLock,
    hotplugMutex: views.hotplugMutex,
    hotplugActive: views.hotplugActive,
    driver: views.driver,
    bigBlock: views.bigBlock,
    workActive: views.workActive,
    pageOfflineRwsem: views.pageOfflineRwsem,
    balloonBusy: views.balloonBusy,
    userPage: views.userPage,
    inRcu: views.inRcu,
    awaited: views.awaited,
    oops: views.oops,
  };
}

export function blockOfSubBlock({ geometry }: Kernel, subBlock: number): number {
  return Math.floor(subBlock / geometry.subBlocksPerBlock);
}

export function blockOfPage(k: Kernel, page: number): number {
  return blockOfSubBlock(k, k.geometry.subBlockOfPage[page]);
}

/** First page of a block; the block's pages end before `firstPageOf(k, block + 1)`. */
export function firstPageOf({ geometry }: Kernel, block: number): number {
  return geometry.firstPage[block * geometry.subBlocksPerBlock];
}

/** Who holds device_hotplug_lock, beside the tasks that write to state files, which come first. */
export const workerHolder = ({ actors }: Configuration): number => actors.sysfs;
export const unloadHolder = ({ actors }: Configuration): number => actors.sysfs + 1;
export const removerHolder = ({ actors }: Configuration, remover: number): number =>
  actors.sysfs + 1 + bit(actors.unload) + remover;

/** The count of an unplugged page at rest in an online block: the driver's reference, if the design has one. */
export function restingCount({ dropAt, frozen }: Switches): number {
  return dropAt === 'unplug' || frozen ? 0 : 1;
}

/** The count that is due to an unplugged page at rest: another driver always keeps its reference. */
export function countAtRest(k: Kernel, page: number): number {
  return k.owner[page] === Owner.FOREIGN ? 1 : restingCount(k.switches);
}

/** Whether the driver consents once and for all, when it unplugs a page, rather than in each attempt. */
export function consentsAtUnplug({ dropAt, sign, frozen }: Switches): boolean {
  return dropAt === 'unplug' || sign === 'bit' || frozen;
}

/** The first of several faults counts; behind it nothing is judged. */
export function raise(k: Kernel, oops: number): void {
  if (k.oops[0] === Oops.NONE) k.oops[0] = oops;
}

/** Every page plugged, free and online, but for what the configuration says otherwise; unplugged ones were never onlined. */
export function initKernel(k: Kernel): void {
  const { configuration, geometry } = k;
  const notOnline = new Set([...(configuration.offline ?? []), ...(configuration.absent ?? [])]);
  for (let block = 0; block < geometry.blocks; block++) {
    const online = !notOnline.has(block);
    k.zoneMovable[block] = bit(configuration.zone === 'movable');
    k.sectionOnline[block] = bit(online);
    k.memmapValid[block] = bit(online);
    k.driverOnline[block] = bit(online);
    k.blockState[block] = online ? BlockState.ONLINE : BlockState.OFFLINE;
  }
  for (const block of configuration.absent ?? []) {
    k.blockState[block] = BlockState.ABSENT;
    k.unused[block] = bit(tracksRemoval(configuration));
  }
  if (configuration.bigBlocks === true) k.bigBlock[0] = BigBlock.ADDED;
  for (let subBlock = 0; subBlock < geometry.subBlocks; subBlock++) initSubBlock(k, subBlock);
  for (const page of configuration.foreign ?? []) initForeignPage(k, page);
}

/** Another driver has taken this page from the system, and its host from it. */
function initForeignPage(k: Kernel, page: number): void {
  k.pageType[page] = PG_OFFLINE;
  k.refcount[page] = 1;
  k.owner[page] = Owner.FOREIGN;
  k.plugged[page] = 0;
  k.managed[0] -= k.geometry.weight[page];
}

function initSubBlock(k: Kernel, subBlock: number): void {
  const { configuration, geometry } = k;
  const block = blockOfSubBlock(k, subBlock);
  const online = k.sectionOnline[block] === 1;
  const plugged = !configuration.unplugged.includes(subBlock) && k.blockState[block] !== BlockState.ABSENT;
  k.bitmap[subBlock] = bit(plugged);
  for (let page = geometry.firstPage[subBlock]; page < geometry.firstPage[subBlock + 1]; page++) {
    k.plugged[page] = bit(plugged);
    if (!online) continue;
    const weight = geometry.weight[page];
    k.present[0] += weight;
    if (plugged) {
      k.pageType[page] = PG_BUDDY;
      k.owner[page] = Owner.BUDDY;
      k.managed[0] += weight;
    } else {
      k.pageType[page] = PG_OFFLINE;
      k.refcount[page] = restingCount(k.switches);
      k.owner[page] = consentsAtUnplug(k.switches) ? Owner.RELEASED : Owner.DRIVER;
      k.skippable[page] = bit(k.switches.sign === 'bit');
      k.dirty[page] = 1;
    }
  }
}
