/**
 * Writeback of pages in use: until the device or the server answers, migration waits for it. mm/page-writeback.c,
 * folio_start_writeback() and folio_end_writeback(), all versions.
 */

import { procedure } from '../../checker/procedure.js';
import { BLOCKED, idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, someOf, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Module } from '../module.js';
import { pageRefInc } from '../page_ref.js';
import { bit, type Kernel } from '../state.js';
import { putPage } from './page_alloc.js';
import { isMapped } from './users.js';

const ACTORS = {
  writeback: someOf(
    ['ends', 'hangs'],
    "Writeback of users' pages, for ever one at a time. ends: the device answers. hangs: it need not, as a server that is gone.",
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

const FIELDS = {
  /** No page of a block that goes offline is under writeback, so that no memmap that is initialised has one. */
  writeback: {
    of: 'page',
    max: ({ configuration }) => bit(configuration.actors.writeback.length > 0),
    title: 'PageWriteback',
    shownIn: 'changelogs',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** folio_start_writeback() of a page in use; the reference of whoever wrote it is held until the end. */
const folioStartWriteback = atomic(
  'folio_start_writeback',
  { on: ['page'], reads: ['memmapValid', 'refcount', 'userPage', 'writeback'], writes: ['refcount', 'writeback'] },
  (k: Kernel, page: number) => {
    if (k.writeback[page] === 1 || !isMapped(k, page)) return BLOCKED;
    k.writeback[page] = 1;
    pageRefInc(k, page);
    return 0;
  },
);

const folioEndWriteback = atomic(
  'folio_end_writeback',
  { on: ['page'], writes: ['writeback'] },
  (k: Kernel, page: number) => {
    k.writeback[page] = 0;
  },
);

/** Writes one page after another. */
const writePages = procedure(function* writePages(context: Context, writer: number): Process<Kernel> {
  const end = context.configuration.actors.writeback[writer] === 'ends' ? step : idleUntil;
  for (;;) {
    yield retryPoint('writeback');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    yield idleUntil(folioStartWriteback, page);
    yield end(folioEndWriteback, page);
    yield* putPage(context, page);
  }
});

/** The actor `writeback`: pages that are written to a device. */
export const writeback: Module = {
  fields: FIELDS,
  demands: ({ actors }) => ({ kept: actors.writeback.length }),
  actors: [
    {
      key: 'writeback',
      entry: ACTORS.writeback,
      shows: 'what waits for I/O, and for ever where no answer comes',
      cannotShow: 'which file system or device it is, and that a page is dirtied again',
      name: 'writeback',
      run: writePages,
    },
  ],
};
