/** What happens to a PageOffline page on the way to the buddy allocator: S6, S8 and S15. */

import { isOnlinePageCallback } from '../../model/modules.js';
import { blockOfPage, type Kernel, Owner, PG_OFFLINE } from '../../model/state.js';
import { isBuddy, isOffline } from '../catalogue/state_terms.js';
import { anyPage, argument, isCall, nameOf } from '../catalogue/step_terms.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';

/** The page that the step puts on a free list, or -1. */
function entersBuddy({ before, after }: KernelStep): number {
  return anyPage(before, (page) => isBuddy(after, page) && !isBuddy(before, page));
}

/** A driver's callback is one step of the model, and two of the kernel: __free_pages_core() clears the type before the page is free. */
const clearsBefore = (step: KernelStep): boolean => isOnlinePageCallback(nameOf(step));

export const S6: StepProperty = {
  id: 'S6',
  title: 'cleared before buddy',
  quote: 'which would require clearing PageOffline()',
  statement: 'A page that enters the buddy allocator is not PageOffline.',
  kind: 'step',
  concerns: (step) => entersBuddy(step) >= 0,
  broken: (step) => !clearsBefore(step) && isOffline(step.before, entersBuddy(step)),
  wrong: (step) => `page ${entersBuddy(step)} enters the buddy allocator, and is PageOffline still`,
};

/** What the driver does to its own pages, in its worker or in the task that notifies it. */
const DRIVERS_CALLS: ReadonlySet<string> = new Set([
  'page_ref_inc',
  'page_ref_dec',
  'page_ref_dec_and_test',
  'virtio_mem_clear_fake_offline',
  '__SetPageOffline',
  '__ClearPageOffline',
  'virtio_mem_online_page_cb',
]);

const isSkippedPage = (k: Kernel, page: number): boolean => k.pageType[page] === PG_OFFLINE && k.refcount[page] === 0;

const isOnline = (k: Kernel, page: number): boolean => k.sectionOnline[blockOfPage(k, page)] === 1;

/** A page that was one to skip, in a section that is online before and after, and is not any more; -1 if there is none. */
function lostSign({ before, after }: KernelStep): number {
  return anyPage(
    before,
    (page) =>
      isSkippedPage(before, page) && isOnline(before, page) && isOnline(after, page) && !isSkippedPage(after, page),
  );
}

export const S8: StepProperty = {
  id: 'S8',
  title: 'sign is stable',
  quote: 'PageOffline() + reference count = 0 as a sign ... can simply be skipped',
  statement: 'A page seen PageOffline with count 0 stays so until the driver acts on it.',
  kind: 'step',
  concerns: ({ before }) => anyPage(before, (page) => isSkippedPage(before, page) && isOnline(before, page)) >= 0,
  broken: (step) => step.process !== 'worker' && !DRIVERS_CALLS.has(nameOf(step)) && lostSign(step) >= 0,
  wrong: (step) =>
    `page ${lostSign(step)} was PageOffline with count 0, and is not any more, though the driver did nothing`,
};

const REACHED_0 = 1;
const HOOK_SAYS_NO = 0;

function lastPut(step: KernelStep): boolean {
  const { before, outcome } = step;
  return isCall(step, 'put_page_testzero') && outcome === REACHED_0 && isOffline(before, argument(step, 0));
}

/** The hook looks at a page that is unplugged, and does not see that it is PageOffline. */
function hookMisses(step: KernelStep): boolean {
  const { before, outcome } = step;
  return isCall(step, '__put_page: PageOffline') && outcome === HOOK_SAYS_NO && before.plugged[argument(step, 0)] === 0;
}

export const S15: StepProperty = {
  id: 'S15',
  title: 'last put is harmless',
  quote: 'when a reference to a PageOffline() page is dropped ... will not be returned to the buddy',
  statement: 'When the count of a PageOffline page reaches 0, the page is not freed.',
  kind: 'step',
  concerns: (step) => lastPut(step) || hookMisses(step),
  broken: (step) => hookMisses(step) || step.after.owner[argument(step, 0)] === Owner.INFLIGHT,
  wrong: (step) => `the last reference to unplugged page ${argument(step, 0)} is put, and the page is freed`,
};
