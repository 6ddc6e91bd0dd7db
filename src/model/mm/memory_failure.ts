/**
 * memory_failure() of a free page and of an unplugged one. mm/memory-failure.c, 5.8 to 7.3. Poison of a page in use, which
 * ends with its users killed or the page migrated, is outside the model.
 */

import { atomic, type Process, step } from '../../checker/process.js';
import type { Context } from '../context.js';
import { Errno } from '../errno.js';
import { requireMemmap } from '../page_ref.js';
import { type Kernel, Owner, PG_BUDDY } from '../state.js';
import { takeFromBuddy } from './page_alloc.js';

/** TestSetPageHWPoison(): the flag comes first, and stays whatever follows. */
const setPageHwpoison = atomic('TestSetPageHWPoison', ['set', 'poisoned already'], (k: Kernel, page: number) => {
  if (k.hwpoison[page] === 1) return 1;
  k.hwpoison[page] = 1;
  return 0;
});

/** is_free_buddy_page() */
const isFreeBuddyPage = atomic('is_free_buddy_page', ['no', 'yes'], (k: Kernel, page: number) => {
  return (k.pageType[page] & PG_BUDDY) !== 0;
});

/** get_page_unless_zero() of 5.10, before anything is known of the page. Of one it cannot handle it is never put again. */
const getUnhandledPage = atomic('get_hwpoison_page', ['count 0', 'got'], (k: Kernel, page: number) => {
  if (!requireMemmap(k, page) || k.refcount[page] === 0) return 0;
  k.refcount[page]++;
  return 1;
});

/** take_page_off_buddy() and page_ref_inc(): the page is on no list from here on. Under zone->lock. */
const takePageOffBuddy = atomic('take_page_off_buddy', (k: Kernel, page: number) => {
  takeFromBuddy(k, page);
  k.refcount[page]++;
  k.owner[page] = Owner.NONE;
});

/** memory_failure() */
export function* memoryFailure({ switches }: Context, page: number): Process<Kernel, Errno> {
  if ((yield step(setPageHwpoison, page)) === 1) return switches.poisonRefusesUnhandlable ? Errno.EHWPOISON : Errno.OK;
  if (!switches.poisonRefusesUnhandlable && (yield step(getUnhandledPage, page)) === 1) return Errno.EBUSY;
  if ((yield step(isFreeBuddyPage, page)) === 0) return Errno.EBUSY;
  if (switches.poisonTakesOffBuddy) yield step(takePageOffBuddy, page);
  return Errno.OK;
}
