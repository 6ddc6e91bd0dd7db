/**
 * Migration of movable pages out of a range: a look at each page with a reference of its own, isolation from the LRU, then
 * the move. do_migrate_range() and __alloc_contig_migrate_range(), 5.8 to 7.3.
 * Where the page goes is outside the model: afterwards its user has no page of it.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, poisonsUse } from '../context.js';
import { getPageUnlessZero, requireMemmap } from '../page_ref.js';
import { blockOfPage, type Kernel } from '../state.js';
import { isolateMovableOpsPage, migrateBalloonPage } from './balloon_compaction.js';
import { Ballooned } from './ballooned.js';
import { pageHwpoison, Unmap, unmapPoisoned } from './hwpoison.js';
import { putPage, putSpeculativePage } from './page_alloc.js';

/** folio_isolate_lru(): takes the page off the LRU, with a reference of its own. */
export const folioIsolateLru = atomic(
  'folio_isolate_lru',
  { on: ['page'], reads: ['lru', 'memmapValid', 'refcount'], writes: ['lru', 'refcount'] },
  ['not on the LRU', 'isolated'],
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page) || k.lru[page] === 0) return false;
    k.lru[page] = 0;
    k.refcount[page]++;
    return true;
  },
);

/** Moves a page away if its user's mapping and the isolation hold the only references. */
function moveAway(k: Kernel, page: number): boolean {
  if (!requireMemmap(k, page) || k.refcount[page] !== 2) return false;
  for (let user = 0; user < k.userPage.length; user++) {
    if (k.userPage[user] !== page + 1) continue;
    k.userPage[user] = 0;
    k.refcount[page]--;
    return true;
  }
  return false;
}

/** migrate_pages() of one page. */
export const migrateFolio = atomic(
  'migrate_folio',
  { on: ['page'], reads: ['memmapValid', 'refcount', 'userPage'], writes: ['refcount', 'userPage'] },
  ['-EAGAIN', 'moved'],
  moveAway,
);

/** The same of a page that may be under writeback, MIGRATE_SYNC: it is locked, then that is waited for, whatever signal comes. */
const migrateWrittenFolio = atomic(
  'migrate_folio',
  { on: ['page'], reads: ['memmapValid', 'refcount', 'userPage', 'writeback'], writes: ['refcount', 'userPage'] },
  ['-EAGAIN', 'moved'],
  (k: Kernel, page: number) => (k.writeback[page] === 1 ? BLOCKED : moveAway(k, page)),
);

/** folio_putback_lru(), its first half. */
export const putbackLru = atomic(
  'folio_putback_lru',
  { on: ['page'], reads: ['memmapValid'], writes: ['lru'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) k.lru[page] = 1;
  },
);

/** PageLRU(), without a lock. */
export const pageLru = atomic(
  'PageLRU',
  { on: ['page'], reads: ['lru'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => k.lru[page] === 1,
);

/** The same in isolate_migratepages_range(), which passes over pageblocks whose section is offline. */
const onlinePageLru = atomic(
  'PageLRU',
  { on: ['page'], reads: ['lru', 'sectionOnline'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => k.sectionOnline[blockOfPage(k, page)] === 1 && k.lru[page] === 1,
);

/** isolate_migratepages_block() where a balloon has movable pages. */
const lookForMovable = atomic(
  'isolate_migratepages_block',
  { on: ['page'], reads: ['ballooned', 'lru', 'sectionOnline'], blind: ['not online'] },
  ['neither', 'LRU', 'movable_ops', 'not online'],
  (k: Kernel, page: number) => {
    if (k.sectionOnline[blockOfPage(k, page)] === 0) return 3;
    if (k.lru[page] === 1) return 1;
    return k.ballooned[page] === Ballooned.NO ? 0 : 2;
  },
);

const isIsolatedFromBalloon = procedure(function* isIsolatedFromBalloon(page: number): Process<Kernel, boolean> {
  return (yield step(isolateMovableOpsPage, page)) === isolateMovableOpsPage.is.isolated;
});

/**
 * Who migrates. Offlining looks at every page with a count; allocation only at those it saw on the LRU. Their retry points have
 * names of their own, as a process may do both and goes on otherwise behind each.
 */
type Migrator = 'do_migrate_range' | '__alloc_contig_migrate_range';

/** @param live what the caller must remember meanwhile */
const migrateRange = procedure(function* migrateRange(
  context: Context,
  pages: readonly number[],
  migrator: Migrator,
  live: readonly number[],
): Process<Kernel> {
  const ballooned = context.configuration.actors.movableBalloon;
  const poisoned = migrator === 'do_migrate_range' && poisonsUse(context);
  const looksFirst = poisoned && context.switches.poisonMigration !== 'with reference';
  /** Pages of a balloon stand there as what is below 0. */
  const source: number[] = [];
  for (const page of pages) {
    // Not for a loop without end, but so that what happened to one page is forgotten before the next.
    yield retryPoint(migrator, ...live, page, ...source);
    if (migrator === '__alloc_contig_migrate_range') {
      if (ballooned) {
        const found = yield step(lookForMovable, page);
        if (found === lookForMovable.is.movable_ops && (yield* isIsolatedFromBalloon(page))) source.push(~page);
        if (found !== lookForMovable.is.LRU) continue;
      } else if ((yield step(onlinePageLru, page)) === onlinePageLru.is.no) continue;
    }
    if (looksFirst && (yield step(pageHwpoison, page)) === pageHwpoison.is.yes) {
      yield* unmapInstead(context, page);
      continue;
    }
    if ((yield step(getPageUnlessZero, page)) === getPageUnlessZero.is.refused) continue;
    if (poisoned && !looksFirst && (yield step(pageHwpoison, page)) === pageHwpoison.is.yes) {
      yield* unmapInstead(context, page);
      yield retryPoint(`${migrator}: put_folio`, ...live, page, ...source);
    } else if ((yield step(folioIsolateLru, page)) === folioIsolateLru.is.isolated) source.push(page);
    else if (ballooned && (yield* isIsolatedFromBalloon(page))) source.push(~page);
    yield* putSpeculativePage(context, page);
  }
  for (const [i, page] of source.entries()) {
    yield retryPoint(`${migrator}: migrate_pages`, ...live, ...source.slice(i));
    yield* page < 0 ? migrateBalloonPage(context, ~page) : migratePage(context, page);
  }
});

/**
 * What do_migrate_range() does with a poisoned page: it is taken off the LRU, with a reference that nobody puts, and unmapped. Since 6.14
 * one that somebody else has isolated meanwhile is left alone.
 */
const unmapInstead = procedure(function* unmapInstead(context: Context, page: number): Process<Kernel> {
  const { poisonMigration } = context.switches;
  if ((yield step(pageLru, page)) === pageLru.is.yes) {
    const isolated = (yield step(folioIsolateLru, page)) === folioIsolateLru.is.isolated;
    if (!isolated && poisonMigration === 'with reference') return;
  }
  yield* unmapPoisoned(context, page, poisonMigration === 'cannot unmap' ? Unmap.WITHOUT_ENTRY : Unmap.WITH_ENTRY);
});

/** migrate_pages() of one page that was isolated. */
const migratePage = procedure(function* migratePage(context: Context, page: number): Process<Kernel> {
  const written = context.configuration.actors.writeback.length > 0;
  const moved = yield written ? waitUntil(migrateWrittenFolio, page) : step(migrateFolio, page);
  if (moved === migrateFolio.is['-EAGAIN']) yield step(putbackLru, page);
  yield* putPage(context, page);
});

/**
 * migrate_longterm_unpinnable_folios() of one page, mm/gup.c since 5.13: it is isolated, if it can be, the pin is put, and the page is
 * moved to memory outside the model.
 */
export const migrateUnpinnable = procedure(function* migrateUnpinnable(
  context: Context,
  page: number,
): Process<Kernel> {
  const isolated = (yield step(folioIsolateLru, page)) === folioIsolateLru.is.isolated;
  yield* putPage(context, page);
  if (isolated) yield* migratePage(context, page);
});

/** do_migrate_range() in mm/memory_hotplug.c. */
export function doMigrateRange(context: Context, pages: readonly number[]): Process<Kernel> {
  return migrateRange(context, pages, 'do_migrate_range', pages.slice(0, 1));
}

/** __alloc_contig_migrate_range() in mm/page_alloc.c. */
export function allocContigMigrateRange(
  context: Context,
  pages: readonly number[],
  live: readonly number[],
): Process<Kernel> {
  return migrateRange(context, pages, '__alloc_contig_migrate_range', live);
}
