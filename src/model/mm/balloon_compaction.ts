/**
 * A balloon whose pages are movable: virtio-balloon, PowerPC CMM since 5.6, VMware. Its pages are PageOffline with its reference, and on
 * its list, from which migration takes them, replaces them by others, and puts them back if it cannot. Their host takes nothing away for
 * good: what is touched it gives back. mm/balloon_compaction.c (mm/balloon.c in 7.3) and drivers/virtio/virtio_balloon.c, 5.10 to 7.3.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf, selectWord } from '../context.js';
import { type Entries, flag, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Module } from '../module.js';
import { pageRefInc, requireMemmap } from '../page_ref.js';
import { bit, blockOfPage, type Kernel, Owner, PG_OFFLINE } from '../state.js';
import { Ballooned } from './ballooned.js';
import { adjustManaged, adjustManagedPageCount, putPage } from './page_alloc.js';
import { setOfflineType } from './page_offline.js';
import { takeFreePage } from './users.js';

const ACTORS = {
  movableBalloon: flag(
    'A balloon whose pages are movable, as that of virtio-balloon, inflates and deflates, for ever.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

const FIELDS = {
  /** {@link Ballooned}; such a page has movable_ops. */
  ballooned: {
    of: 'page',
    max: ({ configuration }) => (configuration.actors.movableBalloon ? Ballooned.LEFT : Ballooned.NO),
    labels: ['no', 'listed', 'isolated', 'left'],
    onlined: 0,
    removed: 0,
    shownIn: 'changelogs',
  },
  /** Whether the driver holds balloon_lock, which migration only tries. */
  balloonLock: {
    of: 'one',
    max: ({ configuration }) => bit(configuration.actors.movableBalloon),
    gridTitle: 'balloon_lock',
    busy: true,
    shownIn: 'grid',
    lock: true,
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** alloc_page() in fill_balloon(). */
const balloonPageAlloc = atomic(
  'balloon_page_alloc',
  {
    on: ['page'],
    reads: ['freeList', 'hwpoison', 'isolated', 'onPcp', 'owner', 'pageType', 'refcount'],
    writes: ['balloonLock', 'freeList', 'onPcp', 'owner', 'pageType', 'refcount'],
  },
  (k: Kernel, page: number) => {
    if (!takeFreePage(k, page)) return BLOCKED;
    k.owner[page] = Owner.FOREIGN;
    k.balloonLock[0] = 1;
    return 0;
  },
);

/** balloon_page_enqueue(): under the lock of its list. */
const balloonPageEnqueue = atomic(
  'balloon_page_enqueue',
  { on: ['page'], reads: ['memmapValid', 'pageType'], writes: ['ballooned', 'pageType'] },
  (k: Kernel, page: number) => {
    if (!requireMemmap(k, page)) return;
    setOfflineType(k, page);
    k.ballooned[page] = Ballooned.LISTED;
  },
);

/** balloon_page_finalize(): before page types were cleared when pages are freed (6.17) a page lost type and movable_ops here. */
function finalize(k: Kernel, page: number): void {
  if (k.switches.freeType === 'clear') {
    k.ballooned[page] = Ballooned.LEFT;
    return;
  }
  k.ballooned[page] = Ballooned.NO;
  k.pageType[page] &= ~PG_OFFLINE;
}

/** balloon_page_list_dequeue(): only of what is on the list, not of what is isolated from it. */
const balloonPageDequeue = atomic(
  'balloon_page_dequeue',
  { on: ['page'], reads: ['ballooned', 'pageType'], writes: ['balloonLock', 'ballooned', 'pageType'] },
  (k: Kernel, page: number) => {
    if (k.ballooned[page] !== Ballooned.LISTED) return BLOCKED;
    finalize(k, page);
    k.balloonLock[0] = 1;
    return 0;
  },
);

const unlockBalloon = atomic(
  'mutex_unlock(balloon_lock)',
  { on: [], in: 'update_balloon_size_func', shown: { bare: true }, writes: ['balloonLock'] },
  (k: Kernel) => {
    k.balloonLock[0] = 0;
  },
);

/** isolate_movable_ops_page() and balloon_page_isolate(): with a reference, unless somebody was faster. */
export const isolateMovableOpsPage = atomic(
  'isolate_movable_ops_page',
  {
    on: ['page'],
    reads: ['ballooned', 'memmapValid', 'refcount', 'sectionOnline'],
    writes: ['ballooned', 'refcount'],
    blind: ['not online'],
  },
  ['no', 'isolated', 'not online'],
  (k: Kernel, page: number) => {
    if (k.sectionOnline[blockOfPage(k, page)] === 0) return 2;
    if (!requireMemmap(k, page) || k.refcount[page] === 0 || k.ballooned[page] !== Ballooned.LISTED) return 0;
    k.ballooned[page] = Ballooned.ISOLATED;
    pageRefInc(k, page);
    return 1;
  },
);

/**
 * balloon_page_migrate(): another page, of memory outside the model and so of another zone, takes the place of this one. It gives up
 * where the driver has balloon_lock.
 */
const balloonPageMigrate = atomic(
  'balloon_page_migrate',
  {
    on: ['page'],
    reads: ['balloonLock', 'managed', 'managedMovable', 'pageType', 'zoneMovable'],
    writes: ['ballooned', 'managed', 'managedMovable', 'pageType'],
    blind: ['-EAGAIN'],
  },
  ['-EAGAIN', 'moved'],
  (k: Kernel, page: number) => {
    if (k.balloonLock[0] === 1) return false;
    finalize(k, page);
    if (k.switches.balloonFixesZones) adjustManagedPageCount(k, page, k.geometry.weight[page]);
    return true;
  },
);

const balloonPagePutback = atomic(
  'balloon_page_putback',
  { on: ['page'], writes: ['ballooned'] },
  (k: Kernel, page: number) => {
    k.ballooned[page] = Ballooned.LISTED;
  },
);

/** migrate_pages() of a page of the balloon that was isolated: the balloon's reference is put, then that of isolation. */
export const migrateBalloonPage = procedure(function* migrateBalloonPage(
  context: Context,
  page: number,
): Process<Kernel> {
  if ((yield step(balloonPageMigrate, page)) === balloonPageMigrate.is.moved) yield* putPage(context, page);
  else yield step(balloonPagePutback, page);
  yield* putPage(context, page);
});

/** fill_balloon() and leak_balloon(), a page at a time. */
const balloonWorker = procedure(function* balloonWorker(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('update_balloon_size_func');
    const does = yield* selectWord('balloon', ['fill', 'leak']);
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if (does === 'fill') {
      yield idleUntil(balloonPageAlloc, page);
      yield step(balloonPageEnqueue, page);
      yield step(adjustManaged, page, -1);
    } else {
      yield idleUntil(balloonPageDequeue, page);
      yield step(adjustManaged, page, 1);
      yield* putPage(context, page);
    }
    yield step(unlockBalloon);
  }
});

/** The actor `movableBalloon`: a balloon whose pages offlining migrates. */
export const movableBalloon: Module = {
  fields: FIELDS,
  demands: ({ actors }) =>
    actors.movableBalloon
      ? {
          owners: [Owner.FOREIGN],
          kept: 1,
          // Of those who migrate; where there are users they are counted already.
          speculative: actors.users > 0 ? 0 : actors.sysfs + actors.contig + bit(actors.worker),
        }
      : {},
  actors: [
    {
      key: 'movableBalloon',
      entry: ACTORS.movableBalloon,
      shows: 'that PageOffline pages migrate, and what becomes of counters and lists meanwhile',
      cannotShow: 'what reading or writing a ballooned page does: its host gives it back',
      name: 'movable balloon',
      run: balloonWorker,
    },
  ],
};
