/**
 * PFN walkers: they take a reference of their own to a page they come across, look at it, and put it.
 * mm/damon/paddr.c, damon_get_folio(), does not look at the page before; mm/compaction.c and mm/page_idle.c saw it on the
 * LRU. None is kept out by mem_hotplug_lock, nor waited for when a section goes offline.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, type Process, retryPoint, step, waitUntil } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, someOf, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import { getOnlineMems, putOnlineMems } from '../hotplug_locks.js';
import type { Module } from '../module.js';
import { getPageUnlessZero, takeSpeculative } from '../page_ref.js';
import { rcuReadLock, rcuReadUnlock } from '../rcu.js';
import type { Setting } from '../setting.js';
import { bit, blockOfPage, type Kernel } from '../state.js';
import type { Switches } from '../switches.js';
import { pageLru } from './migrate.js';
import { putSpeculativePage } from './page_alloc.js';
import { pfnToOnlinePage } from './sparse.js';

const ACTORS = {
  walkers: someOf(
    ['late', 'prompt', 'lru', 'rcu', 'gup', 'locked', 'soft-offline'],
    'PFN walkers, by how they come by their page. late: any page whose section was online some time ago (DAMON). prompt: the same, but with its reference at once, as if offlining waited for it; no kernel does. lru: as late, and seen on the LRU since (compaction). gup: as lru, all of it in one RCU read-side critical section (GUP-fast and page-cache look-ups, which find a page where it is in use). rcu: as late, all of it in such a section; no kernel does. locked: as late, and holds mem_hotplug_lock from its look to its put (page-table dumps, kmemleak). soft-offline: as late, and holds that lock while it takes its reference, not while it looks before (soft_offline_page()).',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** How a PFN walker comes by its page. */
export type WalkerKind = ValuesOf<typeof ACTORS>['walkers'][number];

/** Whether any walker is ever in an RCU read-side critical section. */
const hasRcuReaders = ({ configuration: { actors }, switches }: Setting): boolean =>
  actors.walkers.some((kind) => walkOf(kind, switches).inRcu !== 'nothing');

const FIELDS = {
  /** Whether each walker is in an RCU read-side critical section. */
  inRcu: {
    of: { each: 'walker', actor: 'walkers' },
    max: (setting) => bit(hasRcuReaders(setting)),
    gridTitle: 'in RCU section',
    shownIn: 'races',
    lock: true,
    rcu: 'reads',
  },
  /** Whether a grace period must see each walker leave its section. */
  awaited: {
    of: { each: 'walker', actor: 'walkers' },
    max: (setting) => bit(setting.demands.gracePeriods && hasRcuReaders(setting)),
    gridTitle: 'awaited by RCU',
    shownIn: 'races',
    rcu: 'awaited',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** pfn_to_online_page() and the reference at once; see `WalkerKind`. */
const getOnlinePage = atomic(
  'get_page_unless_zero',
  {
    on: ['page'],
    reads: ['memmapValid', 'refcount', 'sectionOnline', 'speculative'],
    writes: ['refcount', 'speculative'],
    blind: ['NULL'],
  },
  ['NULL', 'refused', 'got'],
  (k: Kernel, page: number) => {
    if (k.sectionOnline[blockOfPage(k, page)] === 0) return 0;
    return takeSpeculative(k, page) ? 2 : 1;
  },
);

/** How a walker walks, and what patches make of it. */
interface Walk {
  /** It takes its reference as soon as it looks. */
  readonly prompt: boolean;
  /** It sees the page in use before it takes its reference. */
  readonly checks: boolean;
  /** What it does in an RCU read-side critical section. */
  readonly inRcu: 'nothing' | 'look and reference' | 'all';
  /** It holds mem_hotplug_lock. */
  readonly locks: boolean;
}

function walkOf(kind: WalkerKind, { walkerCheck, offlineGrace, walkersLock }: Switches): Walk {
  const all = kind === 'rcu' || kind === 'gup' || walkerCheck === 'identity';
  return {
    prompt: kind === 'prompt',
    checks: kind === 'lru' || kind === 'gup' || walkerCheck !== 'none',
    inRcu: all ? 'all' : offlineGrace ? 'look and reference' : 'nothing',
    locks: walkersLock || kind === 'locked',
  };
}

/** Whether a walker ever holds mem_hotplug_lock. */
const takesOnlineMems = (kind: WalkerKind, switches: Switches): boolean =>
  kind === 'soft-offline' || walkOf(kind, switches).locks;

/** The look at a page, which a walker need not begin, and the reference to it. Returns whether the walker has one. */
const getPage = procedure(function* getPage(
  { prompt, checks, inRcu, locks }: Walk,
  page: number,
): Process<Kernel, boolean> {
  const begin = locks || inRcu !== 'nothing' ? step : idleUntil;
  if (prompt) return (yield begin(getOnlinePage, page)) === getOnlinePage.is.got;
  if ((yield begin(pfnToOnlinePage, page)) === pfnToOnlinePage.is.NULL) return false;
  if (checks && (yield step(pageLru, page)) === pageLru.is.no) return false;
  return (yield step(getPageUnlessZero, page)) === getPageUnlessZero.is.got;
});

/**
 * The reference of soft_offline_page(), mm/memory-failure.c. It takes mem_hotplug_lock behind its look at the section, and does
 * not look again. Up to 5.10 it takes a reference to any page, and puts it under the lock when it cannot handle the page; since
 * 5.13 it looks before.
 */
const softOfflinePage = procedure(function* softOfflinePage(context: Context, page: number): Process<Kernel> {
  const looksBefore = context.switches.poisonRefusesUnhandlable;
  if ((yield idleUntil(pfnToOnlinePage, page)) === pfnToOnlinePage.is.NULL) return;
  yield waitUntil(getOnlineMems);
  if (looksBefore && (yield step(pageLru, page)) === pageLru.is.no) {
    yield step(putOnlineMems);
    return;
  }
  const got = (yield step(getPageUnlessZero, page)) === getPageUnlessZero.is.got;
  const handled = looksBefore || !got || (yield step(pageLru, page)) === pageLru.is.yes;
  if (!handled) yield* putSpeculativePage(context, page);
  yield step(putOnlineMems);
  if (got && handled) yield* putSpeculativePage(context, page);
});

/** Walks for ever, in the way of its kind. */
export const pfnWalker = procedure(function* pfnWalker(context: Context, walker: number): Process<Kernel> {
  if (context.configuration.actors.walkers[walker] !== 'soft-offline') return yield* anyWalker(context, walker);
  for (;;) {
    yield retryPoint('soft_offline_page');
    yield* softOfflinePage(context, yield* chooseOf('page', context.geometry.pages, 'page'));
  }
});

const anyWalker = procedure(function* anyWalker(context: Context, walker: number): Process<Kernel> {
  const walk = walkOf(context.configuration.actors.walkers[walker], context.switches);
  const { inRcu, locks } = walk;
  for (;;) {
    yield retryPoint('walk');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if (locks) yield idleUntil(getOnlineMems);
    if (inRcu !== 'nothing') yield (locks ? step : idleUntil)(rcuReadLock, walker);
    const got = yield* getPage(walk, page);
    if (inRcu === 'look and reference') yield step(rcuReadUnlock, walker);
    if (got) yield* putSpeculativePage(context, page);
    if (inRcu === 'all') yield step(rcuReadUnlock, walker);
    if (locks) yield step(putOnlineMems);
  }
});

/** The actor `walkers`: PFN walkers, each of a kind. */
export const walkers: Module = {
  fields: FIELDS,
  demands: ({ actors }, switches) => ({
    speculative: actors.walkers.length,
    onlineMems: actors.walkers.filter((kind) => takesOnlineMems(kind, switches)).length,
  }),
  actors: [
    {
      key: 'walkers',
      entry: ACTORS.walkers,
      shows: 'what a reference to a page that the walker does not own brings about, by how it came to the page',
      cannotShow: 'a walker that keeps its reference and uses the content',
      name: 'walker',
      run: pfnWalker,
    },
  ],
};
