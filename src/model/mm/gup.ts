/**
 * A user's page with a reference that the user gave away: migration cannot move it until that reference is put. mm/gup.c, as
 * vmsplice() and FOLL_GET users call it, all versions.
 */

import { procedure } from '../../checker/procedure.js';
import { type Process, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Context } from '../context.js';
import { pageRefInc } from '../page_ref.js';
import type { Kernel } from '../state.js';
import { putPage } from './page_alloc.js';
import { allocPage, folioAddLru, touchPage, unmapPage } from './users.js';

/** try_get_page() under the page table lock: the mapping's reference keeps the count above 0. */
const gupGetPage = atomic(
  'try_get_page',
  { on: ['page'], reads: ['memmapValid', 'refcount'], writes: ['refcount'] },
  (k: Kernel, page: number) => {
    pageRefInc(k, page);
  },
);

/** A user allocates this page and pins it. Returns whether it got the page. */
export const pinUserPage = procedure(function* pinUserPage(page: number, user: number): Process<Kernel, boolean> {
  if ((yield step(allocPage, page, user)) === allocPage.is.no) return false;
  yield step(touchPage, page);
  yield step(folioAddLru, page);
  yield step(gupGetPage, page);
  return true;
});

/** The pin is put, then the user frees the page, unless migration took it between the two. */
export const unpinUserPage = procedure(function* unpinUserPage(
  context: Context,
  page: number,
  user: number,
): Process<Kernel> {
  yield* putPage(context, page);
  if ((yield step(unmapPage, page, user)) === unmapPage.is['still there']) yield* putPage(context, page);
});
