/** A reader of /proc/kcore: looks whether a page may be read, then reads it. fs/proc/kcore.c, read_kcore_iter(). */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, type Process, retryPoint, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf } from '../context.js';
import { count, type Entries, type ValuesOf } from '../entry.js';
import { pageOfflineFreeze, pageOfflineThaw } from '../mm/page_offline.js';
import { pfnToOnlinePage } from '../mm/sparse.js';
import type { Module } from '../module.js';
import { type Kernel, Oops, Owner, PG_OFFLINE, raise } from '../state.js';

const ACTORS = {
  readers: count('Readers of /proc/kcore.'),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** PageOffline() or PageHWPoison(): then zeros are given instead of the content. */
const mustNotRead = atomic(
  'PageOffline',
  { on: ['page'], reads: ['hwpoison', 'pageType'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => {
    return (k.pageType[page] & PG_OFFLINE) !== 0 || k.hwpoison[page] === 1;
  },
);

/** Whether the host answers: it backs the page, or its device lets what it has unplugged be read. */
export function isReadable(k: Kernel, page: number): boolean {
  if (k.plugged[page] === 1) return true;
  return k.configuration.unpluggedReadable && k.owner[page] !== Owner.FOREIGN;
}

const readContent = atomic(
  'copy_from_kernel_nofault',
  { on: ['page'], reads: ['owner', 'plugged'] },
  (k: Kernel, page: number) => {
    if (!isReadable(k, page)) raise(k, Oops.READ_UNPLUGGED);
  },
);

/** Before 5.14 nothing keeps a page from becoming PageOffline between the look and the read. */
export const kcoreReader = procedure(function* kcoreReader(context: Context): Process<Kernel> {
  const { switches, geometry } = context;
  for (;;) {
    yield retryPoint('read_kcore');
    const page = yield* chooseOf('page', geometry.pages, 'page');
    if (switches.readerFreeze) yield idleUntil(pageOfflineFreeze);
    const look = switches.readerFreeze ? step(pfnToOnlinePage, page) : idleUntil(pfnToOnlinePage, page);
    const readable = (yield look) === pfnToOnlinePage.is.page && (yield step(mustNotRead, page)) === mustNotRead.is.no;
    if (readable) yield step(readContent, page);
    if (switches.readerFreeze) yield step(pageOfflineThaw);
  }
});

/** The actor `readers`: readers of /proc/kcore. */
export const kcore: Module = {
  demands: ({ actors }) => ({ pageOfflineReaders: actors.readers }),
  actors: [
    {
      key: 'readers',
      entry: ACTORS.readers,
      shows: 'which pages are read through /proc/kcore while they go',
      cannotShow: 'writes, and readers that map a page',
      name: 'reader',
      run: kcoreReader,
    },
  ],
};
