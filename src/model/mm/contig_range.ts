/** alloc_contig_range() and free_contig_range(): a sub-block's pages out of the buddy allocator and back. mm/page_alloc.c. */

import { idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf, hasMovablePages, pagesOf } from '../context.js';
import { count, type Entries, type ValuesOf } from '../entry.js';
import type { Module } from '../module.js';
import { requireMemmap } from '../page_ref.js';
import { type Kernel, Owner, PG_BUDDY } from '../state.js';
import { allocContigMigrateRange } from './migrate.js';
import { drainAllPages, putPage, takeFromBuddy } from './page_alloc.js';
import { IsolateMode, isolatePageblock, testPagesIsolated, UndoFor, undoIsolatePageRange } from './page_isolation.js';

const ACTORS = {
  contig: count('Tasks that call alloc_contig_range() on any sub-block and free it again.'),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** isolate_freepages_range(): takes every page of an isolated sub-block off the free list. Under zone->lock. */
const isolateFreepagesRange = atomic(
  'isolate_freepages_range',
  { on: ['sub-block'], reads: ['owner', 'pageType', 'refcount'], writes: ['owner', 'pageType'] },
  ['taken', 'a page is gone'],
  (k: Kernel, subBlock: number) => {
    const first = k.geometry.firstPage[subBlock];
    const end = k.geometry.firstPage[subBlock + 1];
    for (let page = first; page < end; page++) if ((k.pageType[page] & PG_BUDDY) === 0) return 1;
    for (let page = first; page < end; page++) {
      takeFromBuddy(k, page);
      k.owner[page] = Owner.CONTIG;
    }
    return 0;
  },
);

/** post_alloc_hook() for each page, or set_pages_refcounted() since 7.3. */
const setPageRefcounted = atomic(
  'set_page_refcounted',
  { on: ['page'], reads: ['memmapValid'], writes: ['refcount'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) k.refcount[page] = 1;
  },
);

/** What the caller of alloc_contig_range() gets: pages with a reference each, or frozen ones without. */
export type ContigPages = 'counted' | 'frozen';

/**
 * alloc_contig_range() of one sub-block. Returns whether the caller now owns its pages, each with count 1.
 * @param begin how the first step is asked for: at rest by a caller that need not begin
 *
 * From 5.18 a start that fails still goes to the common end, which undoes isolation that another set.
 */
export function* allocContigRange(
  context: Context,
  subBlock: number,
  pages: ContigPages = 'counted',
  begin: typeof step | typeof idleUntil = step,
): Process<Kernel, boolean> {
  const { switches } = context;
  if ((yield begin(isolatePageblock, subBlock, IsolateMode.ALLOC)) !== 0) {
    if (switches.contigUndoesAlways) yield* undoIsolatePageRange(subBlock, subBlock + 1, UndoFor.ALLOC);
    return false;
  }
  if (context.configuration.pcp) yield step(drainAllPages);
  if (hasMovablePages(context)) yield* allocContigMigrateRange(context, pagesOf(context, subBlock));
  const taken =
    (yield step(testPagesIsolated, subBlock, subBlock + 1, IsolateMode.ALLOC)) === 0 &&
    (yield step(isolateFreepagesRange, subBlock)) === 0;
  const counts = taken && pages === 'counted';
  if (counts && !switches.contigRefAfterUndo) yield* setPagesRefcounted(context, subBlock);
  yield* undoIsolatePageRange(subBlock, subBlock + 1, UndoFor.ALLOC);
  if (counts && switches.contigRefAfterUndo) yield* setPagesRefcounted(context, subBlock);
  return taken;
}

function* setPagesRefcounted(context: Context, subBlock: number): Process<Kernel> {
  for (const page of pagesOf(context, subBlock)) yield step(setPageRefcounted, page);
}

/** free_contig_range(): each page by itself, so that a page with a stray reference is freed by that reference's holder. */
export function* freeContigRange(context: Context, subBlock: number): Process<Kernel> {
  for (const page of pagesOf(context, subBlock)) yield* putPage(context, page);
}

/** alloc_contig_range() callers other than the driver, such as gigantic pages: allocate, hold for a while, free. */
export function* contigUser(context: Context): Process<Kernel> {
  const { subBlocks } = context.geometry;
  for (;;) {
    yield retryPoint('alloc_contig_range user');
    const subBlock = yield* chooseOf('range', subBlocks, 'sub-block');
    const got = yield* allocContigRange(context, subBlock, 'counted', idleUntil);
    if (got) yield* freeContigRange(context, subBlock);
  }
}

export const contigRange: Module = {
  actors: [
    {
      key: 'contig',
      entry: ACTORS.contig,
      name: 'contig',
      run: contigUser,
    },
  ],
};
