/**
 * The kernel that runs after a crash, and dumps what the crashed one left. makedumpfile, with free pages left out as by its usual
 * dump level 31, reads the memmap of every block that has one, online or not. fs/proc/vmcore.c, all versions.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, ignoreOutcome, type Process, retryPoint } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, flag, type ValuesOf } from '../entry.js';
import type { Module } from '../module.js';
import { BlockState, blockOfPage, type Kernel, Oops, Owner, PG_BUDDY, PG_OFFLINE, raise } from '../state.js';
import { isReadable } from './kcore.js';

const ACTORS = {
  kdump: flag('The kernel crashes, at any moment, and another dumps what it left.'),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** makedumpfile compares the whole type: a page that is Buddy and Offline at once is neither to it. */
function isLeftOut(k: Kernel, page: number): boolean {
  return k.pageType[page] === PG_BUDDY || k.pageType[page] === PG_OFFLINE || k.hwpoison[page] === 1;
}

/** A crash now, and the dump of one page. Nothing changes but for a page that must not be read: the dump kernel dies, too. */
const readVmcore = atomic(
  'read_vmcore',
  { on: ['page'], reads: ['blockState', 'hwpoison', 'owner', 'pageType', 'plugged'], blind: ['no memmap'] },
  ['no memmap', 'left out', 'not RAM', 'read'],
  (k: Kernel, page: number) => {
    if (k.blockState[blockOfPage(k, page)] === BlockState.ABSENT) return 0;
    if (isLeftOut(k, page)) return 1;
    if (isReadable(k, page)) return 3;
    // Only virtio-mem registers a vmcore callback, and its device answers for what the driver unplugged, no more.
    if (k.switches.kdumpAsksDevice && k.owner[page] !== Owner.FOREIGN) return 2;
    raise(k, Oops.READ_UNPLUGGED);
    return 3;
  },
);

/** The kdump kernel, which reads any page at any moment at which the machine may have crashed. */
export const kdumpKernel = procedure(function* kdumpKernel({ geometry }: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('crash');
    const page = yield* chooseOf('page', geometry.pages, 'page');
    yield ignoreOutcome(idleUntil(readVmcore, page));
  }
});

/** The actor `kdump`: a dump after a crash. */
export const vmcore: Module = {
  actors: [
    {
      key: 'kdump',
      entry: ACTORS.kdump,
      shows: 'which pages a dump reads whose content the host has taken away',
      cannotShow: 'what the dump is about: the state of the crash is all that it sees',
      name: 'kdump',
      run: kdumpKernel,
    },
  ],
};
