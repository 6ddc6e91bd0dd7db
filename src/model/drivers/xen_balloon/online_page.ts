/** The online callback of Xen's balloon, which keeps every page back. drivers/xen/balloon.c, xen_online_page(), 5.10 to 7.3. */

import { BLOCKED } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Kernel, Owner } from '../../state.js';
import { isFree } from './mutex.js';
import { balloonAppend } from './state.js';

/**
 * xen_online_page() for one page, under balloon_mutex: it goes to the balloon, whoever's memory it is and whether or not the host
 * has given it already. `current_pages` stays what it is.
 */
export const xenOnlinePage = atomic(
  'xen_online_page',
  {
    on: ['page'],
    reads: ['balloonMutex', 'balloonSize', 'pageType'],
    writes: ['balloonSize', 'owner', 'pageType', 'xenPage'],
  },
  (k: Kernel, page: number) => {
    if (!isFree(k)) return BLOCKED;
    balloonAppend(k, page);
    k.owner[page] = Owner.FOREIGN;
    return 0;
  },
);
