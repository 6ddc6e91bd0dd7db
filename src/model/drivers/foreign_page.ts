/** A page that a driver without sign of consent keeps from the start: PageOffline, with its reference, and not backed by its host. */

import { adjustManagedPageCount, FreeList } from '../mm/page_alloc.js';
import { type Kernel, Owner, PG_OFFLINE } from '../state.js';

/** The page, of a section that is online, was free memory before. */
export function initForeignPage(k: Kernel, page: number): void {
  k.pageType[page] = PG_OFFLINE;
  k.freeList[page] = FreeList.NONE;
  k.refcount[page] = 1;
  k.owner[page] = Owner.FOREIGN;
  k.plugged[page] = 0;
  adjustManagedPageCount(k, page, -k.geometry.weight[page]);
}
