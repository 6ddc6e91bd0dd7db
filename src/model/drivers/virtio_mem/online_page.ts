/**
 * virtio-mem's online callback, which keeps unplugged pages back.
 * drivers/virtio/virtio_mem.c, 5.8 to 7.3, and the patches of RFC v3.
 */

import { BLOCKED } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { freeOnePage, freePagesCore } from '../../mm/page_alloc.js';
import { pageRefDecAndTest } from '../../page_ref.js';
import { type Kernel, Owner, restingCount } from '../../state.js';
import { isUnplugged, markOffline } from './fake_offline.js';
import { Driver } from './state.js';

/**
 * virtio_mem_online_page_cb() for one page: a plugged page goes to the buddy allocator, an unplugged one is kept back. Without a
 * callback generic_online_page() gives every page to the buddy. It runs before the section is online, so that nothing but readers
 * of page content can be in its way.
 */
export const virtioMemOnlinePage = atomic(
  'virtio_mem_online_page_cb',
  {
    on: ['page'],
    shown: { outcome: 'remark' },
    reads: [
      'bigBlock',
      'bitmap',
      'driver',
      'isolated',
      'managed',
      'managedMovable',
      'memmapValid',
      'pageOfflineRwsem',
      'pageType',
      'refcount',
      'zoneMovable',
    ],
    writes: [
      'dirty',
      'freeList',
      'managed',
      'managedMovable',
      'owner',
      'pageType',
      'refcount',
      'reserved',
      'skippable',
    ],
  },
  ['onlined', 'kept back'],
  (k: Kernel, page: number) => {
    const { switches } = k;
    if (!isUnplugged(k, page) || !switches.callbackUsesBitmap || k.driver[0] >= Driver.WITHOUT_CALLBACK) {
      freePagesCore(k, page);
      freeOnePage(k, page);
      return 0;
    }
    if (switches.readerFreeze && k.pageOfflineRwsem[0] !== 0) return BLOCKED;
    k.reserved[page] = 0;
    k.dirty[page] = 1;
    markOffline(k, page);
    // The reference of the fresh memmap becomes the driver's, unless the design has none.
    if (restingCount(switches) === 0) {
      if (!switches.memmapFrozen) pageRefDecAndTest(k, page);
      k.owner[page] = Owner.RELEASED;
    } else if (switches.memmapFrozen) k.refcount[page] = 1;
    return 1;
  },
);
