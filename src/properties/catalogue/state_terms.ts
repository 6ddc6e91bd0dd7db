/** The words in which properties of states are written: what type a page has, and whether some block or page is as described. */

import { firstPageOf, type Kernel, PG_BUDDY, PG_OFFLINE } from '../../model/state.js';

export const isOffline = (k: Kernel, page: number): boolean => (k.pageType[page] & PG_OFFLINE) !== 0;

export const isBuddy = (k: Kernel, page: number): boolean => (k.pageType[page] & PG_BUDDY) !== 0;

export function someBlock(k: Kernel, is: (k: Kernel, block: number) => boolean): boolean {
  for (let block = 0; block < k.geometry.blocks; block++) if (is(k, block)) return true;
  return false;
}

export function somePageOf(k: Kernel, block: number, is: (k: Kernel, page: number) => boolean): boolean {
  for (let page = firstPageOf(k, block); page < firstPageOf(k, block + 1); page++) if (is(k, page)) return true;
  return false;
}
