/**
 * page_ext, the data of page_owner and others for each page: allocated in MEM_GOING_ONLINE, freed in MEM_OFFLINE and MEM_CANCEL_ONLINE,
 * and its readers, in RCU read-side critical sections since 6.1. mm/page_ext.c, 5.10 to 7.3.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, ignoreOutcome, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf } from '../context.js';
import { count, type Entries, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import { MemoryAction } from '../memory_action.js';
import type { Module } from '../module.js';
import { synchronizeRcu } from '../rcu.js';
import { bit, blockOfPage, type Kernel } from '../state.js';
import { pfnToOnlinePage } from './sparse.js';

const ACTORS = {
  pageExtReaders: count('Tasks that look the page_ext of a page up and use it, as /sys/kernel/debug/page_owner does.'),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** section->page_ext. FREED: up to 5.10 it is freed while it can still be found. */
export const PageExt = { NONE: 0, THERE: 1, INVALID: 2, FREED: 3 } as const;

/** What a reader has: nothing, a page_ext that is there, or one that was freed meanwhile. */
export const ExtHeld = { NOTHING: 0, VALID: 1, STALE: 2 } as const;

const FIELDS = {
  /** {@link PageExt}. */
  pageExt: {
    of: 'block',
    max: ({ configuration }) => (configuration.actors.pageExtReaders > 0 ? PageExt.FREED : PageExt.NONE),
    labels: ['none', 'there', 'invalid', 'freed'],
    title: 'page_ext',
    shownIn: 'changelogs',
  },
  /** {@link ExtHeld}; since 6.1 a reader that has one is in an RCU read-side critical section. */
  extHeld: {
    of: { each: 'page_ext reader', actor: 'pageExtReaders' },
    max: ExtHeld.STALE,
    labels: ['nothing', 'valid', 'stale'],
    ghost: true,
    gridTitle: 'page_ext held',
    shownIn: 'grid',
    rcu: 'reads',
  },
  /** Whether a grace period must see the reader leave its section. */
  extAwaited: {
    of: { each: 'page_ext reader', actor: 'pageExtReaders' },
    max: ({ switches }) => bit(switches.pageExtGrace),
    gridTitle: 'awaited by RCU',
    shownIn: 'grid',
    rcu: 'awaited',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

const onlinePageExt = atomic('online_page_ext', { on: ['block'], writes: ['pageExt'] }, (k: Kernel, block: number) => {
  k.pageExt[block] = PageExt.THERE;
});

const invalidatePageExt = atomic(
  '__invalidate_page_ext',
  { on: ['block'], writes: ['pageExt'] },
  (k: Kernel, block: number) => {
    k.pageExt[block] = PageExt.INVALID;
  },
);

/** free_page_ext(): whoever has it has freed memory. Up to 5.10 it can be found still. */
const freePageExt = atomic(
  'free_page_ext',
  { on: ['block'], reads: ['extHeld'], writes: ['extHeld', 'pageExt'] },
  (k: Kernel, block: number) => {
    for (let reader = 0; reader < k.extHeld.length; reader++) {
      if (k.extHeld[reader] === ExtHeld.VALID) k.extHeld[reader] = ExtHeld.STALE;
    }
    k.pageExt[block] = k.switches.pageExtGrace ? PageExt.NONE : PageExt.FREED;
  },
);

/** `ms->page_ext = NULL`, up to 5.10 behind the free. */
const forgetPageExt = atomic('__free_page_ext', { on: ['block'], writes: ['pageExt'] }, (k: Kernel, block: number) => {
  k.pageExt[block] = PageExt.NONE;
});

/** offline_page_ext() of one section. */
const offlinePageExt = procedure(function* offlinePageExt({ switches }: Context, block: number): Process<Kernel> {
  if (switches.pageExtGrace) {
    yield step(invalidatePageExt, block);
    yield* synchronizeRcu();
  }
  yield step(freePageExt, block);
  if (!switches.pageExtGrace) yield step(forgetPageExt, block);
});

/** page_ext_callback(): of default priority, and registered before any driver. */
function* pageExtCallback(context: Context, action: MemoryAction, block: number): Process<Kernel, boolean> {
  if (context.configuration.actors.pageExtReaders === 0) return true;
  if (action === MemoryAction.GOING_ONLINE) yield step(onlinePageExt, block);
  if (action === MemoryAction.OFFLINE || action === MemoryAction.CANCEL_ONLINE) yield* offlinePageExt(context, block);
  return true;
}

/** page_ext_get(), or lookup_page_ext() without a lock up to 5.10. */
const pageExtGet = atomic(
  'page_ext_get',
  { on: ['page', 'process'], reads: ['pageExt'], writes: ['extHeld'] },
  ['NULL', 'got'],
  (k: Kernel, page: number, reader: number) => {
    const found = k.pageExt[blockOfPage(k, page)];
    if (found !== PageExt.THERE && found !== PageExt.FREED) return 0;
    k.extHeld[reader] = found === PageExt.THERE ? ExtHeld.VALID : ExtHeld.STALE;
    return 1;
  },
);

/** The use of what was found: page_owner, page_idle, page_table_check. */
const pageExtData = atomic(
  'page_ext_data',
  { on: ['page', 'process'], shown: { outcome: 'remark' }, reads: ['extHeld'] },
  ['there', 'freed'],
  (k: Kernel, _page: number, reader: number) => k.extHeld[reader] === ExtHeld.STALE,
);

/** page_ext_put(); up to 5.10 the reader forgets what it had. */
const pageExtPut = atomic(
  'page_ext_put',
  { on: ['page', 'process'], writes: ['extAwaited', 'extHeld'] },
  (k: Kernel, _page: number, reader: number) => {
    k.extHeld[reader] = ExtHeld.NOTHING;
    k.extAwaited[reader] = 0;
  },
);

/** Reads the page_ext of one page after another. */
const readPageExt = procedure(function* readPageExt(context: Context, reader: number): Process<Kernel> {
  for (;;) {
    yield retryPoint('page_ext');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if ((yield idleUntil(pfnToOnlinePage, page)) === pfnToOnlinePage.is.NULL) continue;
    if ((yield step(pageExtGet, page, reader)) === pageExtGet.is.NULL) continue;
    yield ignoreOutcome(step(pageExtData, page, reader));
    yield step(pageExtPut, page, reader);
  }
});

/** Blocks that are online at the start have it. */
function initPageExt(k: Kernel): void {
  if (k.configuration.actors.pageExtReaders === 0) return;
  for (let block = 0; block < k.geometry.blocks; block++) {
    if (k.sectionOnline[block] === 1) k.pageExt[block] = PageExt.THERE;
  }
}

/** Registers page_ext, its notifier and its readers. */
export const pageExt: Module = {
  fields: FIELDS,
  init: initPageExt,
  demands: ({ actors }, { pageExtGrace }) => ({ gracePeriods: actors.pageExtReaders > 0 && pageExtGrace }),
  notifiers: [{ priority: 0, call: pageExtCallback }],
  actors: [
    {
      key: 'pageExtReaders',
      entry: ACTORS.pageExtReaders,
      shows: 'whether data of a section is used that its notifier has freed',
      cannotShow: 'what is in it',
      name: 'page_ext reader',
      run: readPageExt,
    },
  ],
};
