/** alloc_contig_range() and free_contig_range(): a range's pages out of the buddy allocator and back. mm/page_alloc.c. */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf, hasMovablePages, pagesOf } from '../context.js';
import { count, type Entries, flag, type ValuesOf } from '../entry.js';
import type { Module } from '../module.js';
import { requireMemmap } from '../page_ref.js';
import { type Kernel, Owner, PG_BUDDY } from '../state.js';
import { allocContigMigrateRange } from './migrate.js';
import { drainAllPages, freeFrozenPage, putPage, takeFromBuddy } from './page_alloc.js';
import {
  IsolateMode,
  type PageblockRange,
  startIsolatePageRange,
  testPagesIsolated,
  UNDO_FOR,
  undoIsolatePageRange,
} from './page_isolation.js';

const ACTORS = {
  contig: count('Tasks that call alloc_contig_range() on any sub-block, or on all at once, and free it again.'),
} as const satisfies Entries;

const ENTRIES = {
  gigantic: flag(
    'Callers of alloc_contig_range() other than the driver ask for all blocks at once, as for a gigantic page.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** isolate_freepages_block(): takes every page of an isolated sub-block off the free list. Under zone->lock. */
const isolateFreepagesBlock = atomic(
  'isolate_freepages_range',
  {
    on: ['sub-block'],
    shown: { outcome: 'remark' },
    reads: ['owner', 'pageType', 'refcount'],
    writes: ['freeList', 'owner', 'pageType'],
  },
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

/** How alloc_contig_range() is called. */
interface AllocContigOptions {
  readonly pages?: ContigPages;
  /** How the first step is asked for: at rest by a caller that need not begin. */
  readonly begin?: typeof step | typeof idleUntil;
  /** Of {@link IsolateMode}: whether it is CMA that asks. */
  readonly mode?: number;
  /** What the caller must remember meanwhile. */
  readonly live?: readonly number[];
}

/**
 * alloc_contig_range(). Returns whether the caller now owns the pages, each with count 1 unless it asked for frozen ones.
 * From 5.18 a start that fails still goes to the common end, which undoes isolation that another set: all over the range,
 * wherever the start failed.
 */
export const allocContigRange = procedure(function* allocContigRange(
  context: Context,
  range: PageblockRange,
  { pages = 'counted', mode = IsolateMode.ALLOC, begin = step, live = [] }: AllocContigOptions = {},
): Process<Kernel, boolean> {
  const { configuration, switches } = context;
  if (!(yield* startIsolatePageRange(context, range, mode, begin))) {
    if (switches.contigUndoesAlways) yield* undoIsolatePageRange(context, range, UNDO_FOR[mode]);
    return false;
  }
  // Up to 5.10 each pageblock was followed by a drain.
  if (configuration.pcp && switches.pcp === 'disabled') yield step(drainAllPages);
  if (hasMovablePages(context)) yield* allocContigMigrateRange(context, pagesIn(context, range), live);
  const taken =
    (yield step(testPagesIsolated, range.first, range.end, mode)) === testPagesIsolated.is['0'] &&
    (yield* isolateFreepagesRange(context, range));
  const counts = taken && pages === 'counted';
  if (counts && !switches.contigRefAfterUndo) yield* setPagesRefcounted(context, range);
  yield* undoIsolatePageRange(context, range, UNDO_FOR[mode]);
  if (counts && switches.contigRefAfterUndo) yield* setPagesRefcounted(context, range);
  return taken;
});

function pagesIn(context: Context, { first, end }: PageblockRange): readonly number[] {
  return Array.from({ length: end - first }, (_, i) => pagesOf(context, first + i)).flat();
}

/** isolate_freepages_range(): pageblock by pageblock; when one cannot be taken, those before it are freed again. */
const isolateFreepagesRange = procedure(function* isolateFreepagesRange(
  context: Context,
  { first, end }: PageblockRange,
): Process<Kernel, boolean> {
  for (let subBlock = first; subBlock < end; subBlock++) {
    if ((yield step(isolateFreepagesBlock, subBlock)) === isolateFreepagesBlock.is.taken) continue;
    for (const page of pagesIn(context, { first, end: subBlock })) yield* freeFrozenPage(context, page);
    return false;
  }
  return true;
});

const setPagesRefcounted = procedure(function* setPagesRefcounted(
  context: Context,
  range: PageblockRange,
): Process<Kernel> {
  for (const page of pagesIn(context, range)) yield step(setPageRefcounted, page);
});

/** free_contig_range(): each page by itself, so that a page with a stray reference is freed by that reference's holder. */
export const freeContigRange = procedure(function* freeContigRange(
  context: Context,
  range: PageblockRange,
): Process<Kernel> {
  for (const page of pagesIn(context, range)) yield* putPage(context, page);
});

/** alloc_contig_range() callers other than the driver, such as gigantic pages: allocate, hold for a while, free. */
export const contigUser = procedure(function* contigUser(context: Context): Process<Kernel> {
  const { geometry, configuration } = context;
  const { subBlocks } = geometry;
  for (;;) {
    yield retryPoint('alloc_contig_range user');
    const first = configuration.gigantic ? 0 : yield* chooseOf('range', subBlocks, 'sub-block');
    const range = { first, end: configuration.gigantic ? subBlocks : first + 1 };
    if (yield* allocContigRange(context, range, { begin: idleUntil })) yield* freeContigRange(context, range);
  }
});

/** The actor `contig`: callers of alloc_contig_range(). */
export const contigRange: Module = {
  entries: ENTRIES,
  demands: ({ actors }) => ({ speculative: actors.users > 0 ? actors.contig : 0 }),
  actors: [
    {
      key: 'contig',
      entry: ACTORS.contig,
      shows: 'what isolation for an allocation does to offlining and to the driver',
      cannotShow: 'ranges that begin or end inside a sub-block',
      name: 'contig',
      run: contigUser,
    },
  ],
};
