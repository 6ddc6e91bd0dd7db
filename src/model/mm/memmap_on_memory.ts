/**
 * A memmap that lies in the memory that it describes: the first sub-block of each block holds it, and is neither offlined nor
 * onlined as the rest is. memory_block_online() and memory_block_offline() in drivers/base/memory.c, mhp_init_memmap_on_memory() and
 * mhp_deinit_memmap_on_memory() in mm/memory_hotplug.c, 6.1 to 7.3; MEM_PREPARE_ONLINE and MEM_FINISH_OFFLINE in 6.12, not in 6.1 and 7.3.
 */

import { procedure } from '../../checker/procedure.js';
import { type Process, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import type { Context } from '../context.js';
import { type Entries, oneOf, type ValuesOf } from '../entry.js';
import { Errno } from '../errno.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Fault, Module } from '../module.js';
import type { Setting } from '../setting.js';
import {
  BlockState,
  bit,
  firstOnlinedPageOf,
  firstPageOf,
  holdsOwnMemmap,
  Isolated,
  type Kernel,
  Owner,
} from '../state.js';
import { adjustManagedPageCount, adjustPresentPageCount, FreeList } from './page_alloc.js';

const ENTRIES = {
  memmapOnMemory: oneOf(
    ['no', 'accessible', 'inaccessible'],
    'Whether the first sub-block of each block holds the memmap of the block (MHP_MEMMAP_ON_MEMORY, since 5.14), and whether its memory can be accessed while the block is offline: not so on s390 (MHP_OFFLINE_INACCESSIBLE).',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** Whether the memory of an offline block goes away, and with it the memmap in it. */
const goesAway = (setting: Setting): boolean =>
  holdsOwnMemmap(setting) &&
  setting.switches.memmapOnMemory === 'prepared' &&
  setting.configuration.memmapOnMemory === 'inaccessible';

const FIELDS = {
  /** Whether the memory that holds the memmap cannot be accessed: who looks at a struct page in it dies. */
  memmapGone: {
    of: 'block',
    max: (setting) => bit(goesAway(setting)),
    labels: ['there', 'inaccessible'],
    title: 'memory of the memmap',
    shownIn: 'races',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** What the memmap's own pages weigh, the first of the block. */
function memmapWeight(k: Kernel, block: number): number {
  let pages = 0;
  for (let page = firstPageOf(k, block); page < firstOnlinedPageOf(k, block); page++) pages += k.geometry.weight[page];
  return pages;
}

/** MEM_PREPARE_ONLINE and MEM_FINISH_OFFLINE, as the driver of s390 takes them: the memory is there in between. */
const prepareOnline = atomic(
  'MEM_PREPARE_ONLINE',
  { on: ['block'], in: 'memory_block_online', writes: ['memmapGone'] },
  (k: Kernel, block: number) => {
    k.memmapGone[block] = 0;
  },
);

const finishOffline = atomic(
  'MEM_FINISH_OFFLINE',
  { on: ['block'], in: 'memory_block_offline', writes: ['memmapGone'] },
  (k: Kernel, block: number) => {
    k.memmapGone[block] = 1;
  },
);

/** The struct page of a page that holds the memmap: count 1, whatever it was, and reserved where any fresh page is (to 6.10). */
function initMemmapPages(k: Kernel, block: number): void {
  const end = firstOnlinedPageOf(k, block);
  for (let page = firstPageOf(k, block); page < end; page++) {
    k.pageType[page] = 0;
    k.freeList[page] = FreeList.NONE;
    k.refcount[page] = 1;
    k.reserved[page] = bit(k.switches.memmapInit === 'reserved');
    k.owner[page] = Owner.MEMMAP;
    k.isolated[k.geometry.subBlockOfPage[page]] = Isolated.NO;
  }
}

const mhpInitMemmapOnMemory = atomic(
  'mhp_init_memmap_on_memory',
  {
    on: ['block'],
    writes: ['freeList', 'isolated', 'memmapValid', 'owner', 'pageType', 'refcount', 'reserved'],
  },
  (k: Kernel, block: number) => {
    k.memmapValid[block] = 1;
    initMemmapPages(k, block);
  },
);

/** remove_pfn_range_from_zone() of the pages that hold the memmap; its struct pages are garbage, and nobody owns them. */
const mhpDeinitMemmapOnMemory = atomic(
  'mhp_deinit_memmap_on_memory',
  { on: ['block'], writes: ['memmapValid', 'owner'] },
  (k: Kernel, block: number) => {
    k.memmapValid[block] = 0;
    for (let page = firstPageOf(k, block); page < firstOnlinedPageOf(k, block); page++) k.owner[page] = Owner.NONE;
  },
);

/** adjust_present_page_count() of the pages that hold the memmap: they are never managed. */
const adjustPresent = atomic(
  'adjust_present_page_count',
  { on: ['block', 'value'], shown: { arguments: ['block'] }, reads: ['present'], writes: ['present'] },
  (k: Kernel, block: number, sign: number) => {
    adjustPresentPageCount(k, sign * memmapWeight(k, block));
  },
);

/** memory_block_offline() around offline_pages(): the pages that hold the memmap go last. */
export const offlineWithMemmap = procedure(function* offlineWithMemmap(
  context: Context,
  block: number,
  offline: Process<Kernel, Errno>,
): Process<Kernel, Errno> {
  yield step(adjustPresent, block, -1);
  const error = yield* offline;
  if (error === Errno.OK) yield* giveUpMemmap(context, block);
  else yield step(adjustPresent, block, 1);
  return error;
});

/** memory_block_online() around online_pages(): the pages that hold the memmap come first. */
export const onlineWithMemmap = procedure(function* onlineWithMemmap(
  context: Context,
  block: number,
  online: Process<Kernel, Errno>,
): Process<Kernel, Errno> {
  if (goesAway(context)) yield step(prepareOnline, block);
  yield step(mhpInitMemmapOnMemory, block);
  const error = yield* online;
  if (error === Errno.OK) yield step(adjustPresent, block, 1);
  else yield* giveUpMemmap(context, block);
  return error;
});

const giveUpMemmap = procedure(function* giveUpMemmap(context: Context, block: number): Process<Kernel> {
  yield step(mhpDeinitMemmapOnMemory, block);
  if (goesAway(context)) yield step(finishOffline, block);
});

/** Of blocks that are online: their first pages are not free, but hold the memmap. */
function initMemmapOnMemory(k: Kernel): void {
  if (!holdsOwnMemmap(k)) return;
  for (let block = 0; block < k.geometry.blocks; block++) {
    if (k.blockState[block] !== BlockState.ONLINE) {
      k.memmapGone[block] = bit(goesAway(k));
      continue;
    }
    initMemmapPages(k, block);
    adjustManagedPageCount(k, firstPageOf(k, block), -memmapWeight(k, block));
  }
}

function memmapFaults(configuration: Configuration): Fault[] {
  const { memmapOnMemory, subBlocksPerBlock, actors, unplugged } = configuration;
  if (memmapOnMemory === 'no') return [];
  const own = actors.worker || actors.unload || unplugged.length > 0 || configuration.bigBlocks;
  return [
    ...(subBlocksPerBlock < 2
      ? [['subBlocksPerBlock', 'a memmap in its block takes the first of two sub-blocks'] as const]
      : []),
    ...(own ? [['memmapOnMemory', 'virtio-mem adds no memory whose memmap lies in it'] as const] : []),
  ];
}

/** The entry `memmapOnMemory`: the memmap lies in the block that it describes. */
export const memmapOnMemory: Module = {
  faults: memmapFaults,
  entries: ENTRIES,
  fields: FIELDS,
  init: initMemmapOnMemory,
  demands: (configuration) => (configuration.memmapOnMemory === 'no' ? {} : { owners: [Owner.MEMMAP] }),
};
