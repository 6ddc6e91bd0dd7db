/**
 * A driver that is not virtio-mem and takes single pages from the system for its host: Hyper-V's balloon, and so that of PowerPC
 * CMM; Xen's is a driver of its own. Its pages are PageOffline with its reference. It has nothing to do in MEM_GOING_OFFLINE and
 * MEM_CANCEL_OFFLINE, and sets no sign of consent. drivers/hv/hv_balloon.c, alloc_balloon_pages() and free_balloon_pages(),
 * 5.10 to 7.3.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Configuration } from '../configuration.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, flag, numbersOf, trouble, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import { geometryOf } from '../geometry.js';
import { adjustManagedPageCount, putPage } from '../mm/page_alloc.js';
import { clearPageOffline, setOfflineType } from '../mm/page_offline.js';
import { takeFreePage } from '../mm/users.js';
import type { Fault, Module } from '../module.js';
import { requireMemmap } from '../page_ref.js';
import { bit, type Kernel, Owner } from '../state.js';
import { initForeignPage } from './foreign_page.js';

const ACTORS = {
  balloon: flag('Another driver, which takes single pages from the system for its host and gives them back, for ever.'),
} as const satisfies Entries;

const ENTRIES = {
  foreign: trouble(
    numbersOf(
      'page',
      'Pages of plugged sub-blocks that another driver keeps at the start: PageOffline, with its reference.',
    ),
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

const FIELDS = {
  /** Whether the other driver is about to take a page or to give one back. */
  balloonBusy: {
    of: 'one',
    max: ({ configuration }) => bit(configuration.actors.balloon),
    ghost: true,
    gridTitle: 'balloon busy',
    busy: true,
    shownIn: 'grid',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

const allocPage = atomic(
  'alloc_page',
  {
    on: ['page'],
    reads: ['freeList', 'hwpoison', 'isolated', 'onPcp', 'owner', 'pageType', 'refcount'],
    writes: ['balloonBusy', 'freeList', 'onPcp', 'owner', 'pageType', 'refcount'],
    blind: ['no'],
  },
  ['no', 'got'],
  (k: Kernel, page: number) => {
    if (!takeFreePage(k, page)) return false;
    k.owner[page] = Owner.FOREIGN;
    k.balloonBusy[0] = 1;
    return true;
  },
);

const setPageOffline = atomic(
  '__SetPageOffline',
  { on: ['page'], reads: ['memmapValid', 'pageType'], writes: ['pageType'] },
  (k: Kernel, page: number) => {
    if (requireMemmap(k, page)) setOfflineType(k, page);
  },
);

/** The last step of either way; from here on the counters are right again. */
const adjustManaged = atomic(
  'adjust_managed_page_count',
  {
    on: ['page', 'value'],
    shown: { arguments: [] },
    reads: ['managed', 'managedMovable', 'zoneMovable'],
    writes: ['balloonBusy', 'managed', 'managedMovable'],
  },
  (k: Kernel, page: number, sign: number) => {
    adjustManagedPageCount(k, page, sign * k.geometry.weight[page]);
    k.balloonBusy[0] = 0;
  },
);

/** The page is reported to the host, which takes it away. */
const balloonResponse = atomic(
  'DM_BALLOON_RESPONSE',
  { on: ['page'], in: 'balloon_up', writes: ['plugged'] },
  (k: Kernel, page: number) => {
    k.plugged[page] = 0;
  },
);

/** The host backs the page again before it asks to have it used. */
const unballoonRequest = atomic(
  'DM_UNBALLOON_REQUEST',
  { on: ['page'], in: 'balloon_down', writes: ['balloonBusy', 'plugged'] },
  (k: Kernel, page: number) => {
    k.plugged[page] = 1;
    k.balloonBusy[0] = 1;
  },
);

/** balloon_up() with one page. Whether the driver has it now. */
export const balloonUp = procedure(function* balloonUp(page: number): Process<Kernel, boolean> {
  if ((yield idleUntil(allocPage, page)) === allocPage.is.no) return false;
  yield step(setPageOffline, page);
  yield step(adjustManaged, page, -1);
  yield step(balloonResponse, page);
  return true;
});

/** balloon_down() with one page. */
const balloonDown = procedure(function* balloonDown(context: Context, page: number): Process<Kernel> {
  yield idleUntil(unballoonRequest, page);
  yield step(clearPageOffline, page);
  yield* putPage(context, page);
  yield step(adjustManaged, page, 1);
});

/** Gives back a page that it has, and takes one that it has not. */
export const balloonDriver = procedure(function* balloonDriver(context: Context): Process<Kernel> {
  const { geometry, configuration } = context;
  let kept: readonly number[] = configuration.foreign;
  for (;;) {
    yield retryPoint('balloon', ...kept);
    const page = yield* chooseOf('page', geometry.pages, 'page');
    if (kept.includes(page)) {
      yield* balloonDown(context, page);
      kept = kept.filter((each) => each !== page);
    } else if (yield* balloonUp(page)) kept = [...kept, page].sort((a, b) => a - b);
  }
});

/** At the start it has the foreign pages: its host has taken them. */
function initForeignPages(k: Kernel): void {
  for (const page of k.configuration.foreign) initForeignPage(k, page);
}

function foreignFaults(configuration: Configuration): Fault[] {
  const { foreign, unplugged } = configuration;
  const { subBlockOfPage } = geometryOf(configuration);
  return foreign
    .filter((page) => unplugged.includes(subBlockOfPage[page]))
    .map((page) => ['foreign', `page ${page} is unplugged`]);
}

/** A second driver's PageOffline pages, and the actor `balloon` that takes and gives them back. */
export const balloon: Module = {
  faults: foreignFaults,
  entries: ENTRIES,
  demands: ({ actors, foreign }) => ({ owners: actors.balloon || foreign.length > 0 ? [Owner.FOREIGN] : [] }),
  fields: FIELDS,
  init: initForeignPages,
  actors: [
    {
      key: 'balloon',
      entry: ACTORS.balloon,
      shows: 'what pages of another driver do to attempts, to readers and to counters',
      cannotShow: 'memory that its host adds: only a driver of its own does that',
      name: 'balloon',
      run: balloonDriver,
    },
  ],
};
