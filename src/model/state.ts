/** The kernel's state as far as the model keeps it: fields, their meanings, and how they hang together. */

import type { Cells, Fields, Views } from '../checker/layout.js';
import {
  type DeclaredCells,
  type FieldDeclarations,
  type FreshCells,
  freshCells,
  type RcuReaders,
  rcuReaders,
  valueOnlined,
} from './field.js';
import type { Setting } from './setting.js';
import type { Switches } from './switches.js';

/** Bits of `pageType`. Up to 6.1 page types form a bitmask, so that both can be set. include/linux/page-flags.h. */
export const PG_BUDDY = 1;
/** Bit of `pageType`: PageOffline. */
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
  /** memory_failure() took it off its free list, and keeps the reference that it took. */
  POISON: 9,
  /** It holds the memmap of its own block. */
  MEMMAP: 10,
} as const;

/** State of a memory block device. drivers/base/memory.c. */
export const BlockState = { ABSENT: 0, OFFLINE: 1, ONLINE: 2, GOING_OFFLINE: 3 } as const;

/** Ghost: how far the attempt to offline a block has come. FAILED lasts until the writer lets go of the block. */
export const Attempt = { NONE: 0, RUNNING: 1, ROLLBACK: 2, FAILED: 3, VETOED: 4 } as const;

/** Who isolated a pageblock; the kernel sees only whether it is isolated, the rest is ghost. */
export const Isolated = { NO: 0, FOR_OFFLINE: 1, FOR_ALLOC: 2 } as const;

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
  /** The device of a memory block was used after it was freed. */
  FREED_DEVICE: 10,
} as const;

/** The most that an unpinned counter can drift below zero in a kernel that miscounts; it stays there. */
export const LEAST_MANAGED = -1;

/** A condition as the highest value of a field: 1 where it is true, 0 makes the field a constant. */
export const bit = (on: boolean): number => (on ? 1 : 0);

/** The owner's reference, and all others; one more is a leak. */
const maxRefcount = ({ demands }: Setting): number => 2 + demands.speculative + demands.kept;

/**
 * The state of the core, field by field. What drivers and actors add is declared with them.
 * @internal
 */
export const CORE_FIELDS = {
  // struct page, and what else is known of a page
  pageType: {
    of: 'page',
    max: PG_BUDDY | PG_OFFLINE,
    labels: ['none', 'Buddy', 'Offline', 'Buddy|Offline'],
    onlined: ({ memmapInit }) => (memmapInit === 'offline' ? PG_OFFLINE : 0),
    removed: 0,
    title: 'type',
    shownIn: 'changelogs',
    mainRow: true,
  },
  refcount: {
    of: 'page',
    max: maxRefcount,
    onlined: ({ memmapFrozen }) => (memmapFrozen ? 0 : 1),
    removed: 0,
    shownIn: 'changelogs',
    mainRow: true,
    holders: 'page',
  },
  /** {@link Owner}. */
  owner: {
    of: 'page',
    max: ({ demands }) => Math.max(Owner.PCP, ...demands.owners),
    labels: [
      'nobody',
      'buddy',
      'in flight',
      'driver',
      'released',
      'user',
      'contig',
      'pcp',
      'another driver',
      'poison',
      'memmap',
    ],
    ghost: true,
    onlined: Owner.NONE,
    removed: Owner.NONE,
    shownIn: 'changelogs',
    mainRow: true,
  },
  /** Whether the host backs the page. */
  plugged: {
    of: 'page',
    max: 1,
    labels: ['unplugged', 'plugged'],
    ghost: true,
    title: 'host',
    shownIn: 'changelogs',
    mainRow: true,
  },
  /** References that walkers and migration hold for a moment. */
  speculative: {
    of: 'page',
    max: ({ demands }) => demands.speculative,
    ghost: true,
    gridTitle: 'held for a moment',
    shownIn: 'grid',
    holders: 'page',
  },
  reserved: {
    of: 'page',
    max: ({ switches }) => bit(switches.memmapInit === 'reserved'),
    onlined: ({ memmapInit }) => bit(memmapInit === 'reserved'),
    removed: 0,
    title: 'PageReserved',
    shownIn: 'races',
  },
  dirty: { of: 'page', max: 1, onlined: 0, removed: 0, title: 'PageDirty', shownIn: 'races' },
  /** PG_offline_skippable, the sign of design E. */
  skippable: {
    of: 'page',
    max: ({ switches }) => bit(switches.sign === 'bit'),
    onlined: 0,
    removed: 0,
    shownIn: 'races',
  },

  // by sub-block, which is a pageblock
  /** {@link Isolated}. */
  isolated: {
    of: 'sub-block',
    max: Isolated.FOR_ALLOC,
    labels: ['no', 'yes', 'yes (alloc)'],
    onlined: ({ isolateOnOnline }) => (isolateOnOnline ? Isolated.FOR_OFFLINE : Isolated.NO),
    removed: Isolated.NO,
    shownIn: 'changelogs',
    mainRow: true,
  },

  // by block
  /** {@link BlockState}. */
  blockState: {
    of: 'block',
    max: BlockState.GOING_OFFLINE,
    labels: ['absent', 'offline', 'online', 'going offline'],
    removed: BlockState.ABSENT,
    title: 'block',
    shownIn: 'races',
    mainRow: true,
  },
  /** SECTION_IS_ONLINE. */
  sectionOnline: {
    of: 'block',
    max: 1,
    labels: ['offline', 'online'],
    title: 'section',
    shownIn: 'races',
    mainRow: true,
  },
  /** Whether the memmap holds what the kernel relies on. */
  memmapValid: {
    of: 'block',
    max: 1,
    labels: ['garbage', 'valid'],
    onlined: 1,
    removed: 0,
    title: 'memmap',
    shownIn: 'races',
  },
  zoneMovable: { of: 'block', max: 1, labels: ['Normal', 'Movable'], title: 'zone', shownIn: 'races' },
  /** {@link Attempt}. */
  attempt: {
    of: 'block',
    max: Attempt.VETOED,
    labels: ['none', 'running', 'rollback', 'failed', 'vetoed'],
    ghost: true,
    shownIn: 'grid',
  },

  // one of each
  managed: { of: 'one', min: LEAST_MANAGED, max: ({ geometry }) => geometry.totalWeight, shownIn: 'changelogs' },
  present: { of: 'one', max: ({ geometry }) => geometry.totalWeight + 1, shownIn: 'changelogs' },

  /** {@link Oops}. */
  oops: {
    of: 'one',
    max: Oops.FREED_DEVICE,
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
      'device of a block used after it was freed',
    ],
    ghost: true,
    shownIn: 'grid',
  },
} as const satisfies FieldDeclarations;

/** The cells of every field. A module with fields of its own adds them to this interface. */
export interface KernelCells extends DeclaredCells<typeof CORE_FIELDS> {}

/** The name of a state field of the core or of a driver of the kernel. */
export type FieldName = keyof KernelCells & string;

/** The state that every step of the model reads and writes, and what does not change in it. */
export interface Kernel extends Setting, KernelCells {
  /** The highest count that a page can have; to reach it takes a leak. */
  readonly maxRefcount: number;
  /** Ghost: the most references to one page that can be held for a moment. */
  readonly maxSpeculative: number;
  /** What a block starts anew with when it is onlined, and when it is removed. */
  readonly onlined: FreshCells;
  readonly removed: FreshCells;
  /** Of the fields that say that somebody is about to change what is counted. */
  readonly busy: readonly Cells[];
  /** Of each actor that a grace period may wait for. */
  readonly rcu: readonly RcuReaders[];
}

/**
 * The state object that actions get, over the views of a buffer.
 * @param declared every field that there is, as in `views`
 */
export function bindKernel(setting: Setting, declared: FieldDeclarations, views: Views<Fields>): Kernel {
  const cells = views as Views<Fields> & KernelCells;
  const { switches } = setting;
  const constants = {
    ...setting,
    maxRefcount: maxRefcount(setting),
    maxSpeculative: setting.demands.speculative,
    onlined: freshCells(declared, cells, (field) => valueOnlined(field, switches)),
    removed: freshCells(declared, cells, ({ removed }) => removed),
    busy: Object.entries(declared).flatMap(([name, { busy }]) => (busy === true ? [cells[name]] : [])),
    rcu: rcuReaders(declared, cells, setting),
  };
  return { ...cells, ...constants };
}

/** The memory block in which a sub-block lies. */
export function blockOfSubBlock({ geometry }: Kernel, subBlock: number): number {
  return Math.floor(subBlock / geometry.subBlocksPerBlock);
}

/** The memory block in which a page lies. */
export function blockOfPage(k: Kernel, page: number): number {
  return blockOfSubBlock(k, k.geometry.subBlockOfPage[page]);
}

/** First page of a block; the block's pages end before `firstPageOf(k, block + 1)`. */
export function firstPageOf({ geometry }: Kernel, block: number): number {
  return geometry.firstPage[block * geometry.subBlocksPerBlock];
}

/** Whether the first sub-block of each block holds the memmap of the block. */
export function holdsOwnMemmap({ configuration, switches }: Pick<Setting, 'configuration' | 'switches'>): boolean {
  return configuration.memmapOnMemory !== 'no' && switches.memmapOnMemory !== 'no';
}

/** The first sub-block of a block that offlining and onlining are about: behind the memmap that lies in the block, if any does. */
export function firstOnlinedSubBlock(setting: Setting, block: number): number {
  return block * setting.geometry.subBlocksPerBlock + bit(holdsOwnMemmap(setting));
}

/** The first page of it; those behind it end before `firstPageOf(k, block + 1)`. */
export function firstOnlinedPageOf(k: Setting, block: number): number {
  return k.geometry.firstPage[firstOnlinedSubBlock(k, block)];
}

/** How many sub-blocks of a block offlining and onlining are about. */
export function onlinedSubBlocks(setting: Setting): number {
  return setting.geometry.subBlocksPerBlock - bit(holdsOwnMemmap(setting));
}

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

/**
 * Sets every field of a block anew that is so initialised.
 * @param first the first of its sub-blocks that is
 */
export function startAnew(
  k: Kernel,
  block: number,
  fresh: FreshCells,
  first = block * k.geometry.subBlocksPerBlock,
): void {
  fill(fresh.page, k.geometry.firstPage[first], firstPageOf(k, block + 1));
  fill(fresh['sub-block'], first, (block + 1) * k.geometry.subBlocksPerBlock);
  fill(fresh.block, block, block + 1);
}

function fill(fresh: FreshCells['page'], first: number, end: number): void {
  for (const { cells, value } of fresh) for (let i = first; i < end; i++) cells[i] = value;
}
