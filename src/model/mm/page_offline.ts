/**
 * PageOffline: how it is set and cleared, and the lock between drivers that set it and readers of page content: page_offline_begin/end and
 * page_offline_freeze/thaw. mm/util.c, since 5.14. An rwsem: readers inside, or one writer.
 */

import { BLOCKED } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Module } from '../module.js';
import { requireMemmap } from '../page_ref.js';
import { type Kernel, PG_OFFLINE } from '../state.js';

/** What the lock's field holds while the writer is inside. */
const WRITER = -1;

const FIELDS = {
  /** page_offline_rwsem: readers inside, or `WRITER`. */
  pageOfflineRwsem: {
    of: 'one',
    min: WRITER,
    max: ({ demands }) => demands.pageOfflineReaders,
    gridTitle: 'page_offline_rwsem',
    shownIn: 'grid',
    lock: true,
    holders: 'page_offline_rwsem',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** page_offline_begin(): waits for readers that have frozen PageOffline, and keeps new ones out. */
export const pageOfflineBegin = atomic(
  'page_offline_begin',
  { on: [], reads: ['pageOfflineRwsem'], writes: ['pageOfflineRwsem'] },
  (k: Kernel) => {
    if (k.pageOfflineRwsem[0] !== 0) return BLOCKED;
    k.pageOfflineRwsem[0] = WRITER;
    return 0;
  },
);

/** page_offline_end() */
export const pageOfflineEnd = atomic('page_offline_end', { on: [], writes: ['pageOfflineRwsem'] }, (k: Kernel) => {
  k.pageOfflineRwsem[0] = 0;
});

/** page_offline_freeze(): a reader keeps PageOffline from being set. */
export const pageOfflineFreeze = atomic(
  'page_offline_freeze',
  { on: [], reads: ['pageOfflineRwsem'], writes: ['pageOfflineRwsem'] },
  (k: Kernel) => {
    if (k.pageOfflineRwsem[0] === WRITER) return BLOCKED;
    k.pageOfflineRwsem[0]++;
    return 0;
  },
);

/** page_offline_thaw() */
export const pageOfflineThaw = atomic(
  'page_offline_thaw',
  { on: [], reads: ['pageOfflineRwsem'], writes: ['pageOfflineRwsem'] },
  (k: Kernel) => {
    k.pageOfflineRwsem[0]--;
  },
);

/** What __SetPageOffline() does to the type: where freeing leaves types alone a page may have several. */
export function setOfflineType(k: Kernel, page: number): void {
  k.pageType[page] = k.switches.freeType === 'keep' ? k.pageType[page] | PG_OFFLINE : PG_OFFLINE;
}

/** __ClearPageOffline() */
export const clearPageOffline = atomic(
  '__ClearPageOffline',
  { on: ['page'], reads: ['memmapValid', 'pageType'], writes: ['pageType'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) k.pageType[page] &= ~PG_OFFLINE;
  },
);

/** The state of the lock. */
export const pageOfflineLock: Module = { fields: FIELDS };
