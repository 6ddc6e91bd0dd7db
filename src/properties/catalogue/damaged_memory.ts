/**
 * Damaged memory that is in use: that an error is dealt with or said to be not (HW3), that nobody is given the page again (HW4), that
 * its references are accounted for (HW5), that nobody uses it when its block goes offline (HW6), and that free pages are found (HW7).
 */

import { Damage } from '../../model/mm/hwpoison.js';
import { Result } from '../../model/mm/memory_failure.js';
import { isMapped } from '../../model/mm/users.js';
import { BlockState, blockOfPage, type Kernel, Oops, Owner } from '../../model/state.js';
import { pageInvariant } from '../kinds/invariant.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { ReachabilityProperty } from '../kinds/reachability.js';
import type { StepProperty } from '../kinds/step.js';
import type { Property } from '../property.js';
import { beingTakenOffline } from './attempts.js';
import { isAllocation } from './free_lists.js';
import { isBuddy } from './state_terms.js';
import { argument, isCall } from './step_terms.js';

/** It is in nobody's page table, and on no list without its mark: who allocates marked pages drops them. */
function isOutOfUse(k: Kernel, page: number): boolean {
  if (isMapped(k, page) || k.onPcp[page] === 1) return false;
  return !isBuddy(k, page) || k.hwpoison[page] === 1;
}

export const HW3: StepProperty = {
  id: 'HW3',
  title: 'errors dealt with',
  statement: 'When memory_failure() says that it has dealt with an error, nobody has the page, and nobody can get it.',
  kind: 'step',
  concerns: (step) => isCall(step, 'action_result') && argument(step, 1) === Result.RECOVERED,
  broken: (step) => !isOutOfUse(step.before, argument(step, 0)),
  wrong: (step) => `memory_failure() says that page ${argument(step, 0)} is dealt with, and it can still be used`,
};

const isKnown = ({ before }: KernelStep, page: number): boolean => before.damage[page] === Damage.KNOWN;

export const HW4: StepProperty = {
  id: 'HW4',
  title: 'damage not given',
  statement: 'Nobody is given a page of which memory_failure() has told that it is damaged.',
  kind: 'step',
  concerns: isAllocation,
  broken: (step) => isKnown(step, argument(step, 0)),
  wrong: (step) => `page ${argument(step, 0)} is given to a new user although it is known to be damaged`,
};

/** memory_failure() is done with the page, its block is in use, and nobody has it mapped. */
const isDone = (k: Kernel, page: number): boolean =>
  k.damage[page] === Damage.KNOWN && k.hwpoison[page] === 1 && !isMapped(k, page);

const isAtRest = (k: Kernel, page: number): boolean =>
  k.blockState[blockOfPage(k, page)] === BlockState.ONLINE && k.oops[0] === Oops.NONE;

function somePage(k: Kernel, is: (k: Kernel, page: number) => boolean): boolean {
  for (let page = 0; page < k.geometry.pages; page++) if (is(k, page)) return true;
  return false;
}

const isOverReferenced = (k: Kernel, page: number): boolean =>
  isDone(k, page) && isAtRest(k, page) && k.refcount[page] > 1;

export const HW5: ReachabilityProperty = {
  id: 'HW5',
  title: 'damage counted',
  statement:
    'A damaged page that nobody has mapped can come to have no more than one reference, while its block is online.',
  kind: 'reachability',
  from: (k) => somePage(k, isOverReferenced),
  to: (k) => somePage(k, isAtRest) && !somePage(k, isOverReferenced),
  during: (k) => somePage(k, isAtRest),
  avoids: () => false,
  wrong: 'a damaged page has more references than anybody will ever put: it cannot be unpoisoned any more',
};

export const HW6 = pageInvariant({
  id: 'HW6',
  title: 'damage not in use',
  statement: 'When a section goes offline, no user has a page of it, a damaged one neither.',
  concerns: (k, page) => beingTakenOffline(k, page) && k.hwpoison[page] === 1,
  broken: (k, page) => k.owner[page] === Owner.USER && isMapped(k, page),
  wrong: (_, page) => `the section is offline, and damaged page ${page} is in use still`,
});

/** How memory_failure() looks what a page is, and says that it is nothing that can be handled: up to 5.10, and since. */
const isRefused = (step: KernelStep): boolean =>
  step.process === 'memory error' && (isCall(step, 'HWPoisonHandlable') || isCall(step, 'is_free_buddy_page'));

const isNo = ({ branch, outcome }: KernelStep): boolean => branch.action?.outcomes[outcome] === 'no';

export const HW7: StepProperty = {
  id: 'HW7',
  title: 'free pages found',
  statement: 'memory_failure() takes no free page of a per-CPU list for one that it cannot handle.',
  kind: 'step',
  concerns: (step) => isRefused(step) && step.before.configuration.pcp,
  broken: (step) => isNo(step) && step.before.onPcp[argument(step, 0)] === 1,
  wrong: (step) => `page ${argument(step, 0)} is free, on a per-CPU list, and its error is ignored`,
};

export const DAMAGE_PROPERTIES: readonly Property[] = [HW3, HW4, HW5, HW6, HW7];
