/** That free pages are where they belong: FL, and that nobody is given one whose pageblock is isolated: FI. */

import { FreeList } from '../../model/mm/page_alloc.js';
import { Isolated, type Kernel } from '../../model/state.js';
import { pageInvariant } from '../kinds/invariant.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';
import type { Property } from '../property.js';
import { argument, nameOf } from './step_terms.js';

const isIsolated = (k: Kernel, page: number): boolean => k.isolated[k.geometry.subBlockOfPage[page]] !== Isolated.NO;

export const FL = pageInvariant({
  id: 'FL',
  title: 'right free list',
  statement: 'A page is on the free list of what its pageblock is: ordinary, or isolated.',
  concerns: (k, page) => k.freeList[page] !== FreeList.NONE,
  broken: (k, page) => (k.freeList[page] === FreeList.ISOLATE) !== isIsolated(k, page),
  wrong: (k, page) =>
    isIsolated(k, page)
      ? `page ${page} is on an ordinary free list although its pageblock is isolated: it can be allocated`
      : `page ${page} is on the list of isolated pages although its pageblock is not: nobody will ever look for it there`,
});

/** By which outcome a step gives a page away, of those that allocate. */
const GIVEN: Readonly<Record<string, string>> = { alloc_page: 'got', clear_page: 'touched' };

/** Whether the step gives a page to somebody who allocates. */
export function isAllocation({ branch, outcome }: KernelStep): boolean {
  const { action } = branch;
  return action !== undefined && action.outcomes[outcome] === GIVEN[action.name];
}

export const FI: StepProperty = {
  id: 'FI',
  title: 'isolation keeps',
  statement: 'Nobody is given a page whose pageblock is isolated.',
  kind: 'step',
  concerns: isAllocation,
  broken: (step) => isIsolated(step.before, argument(step, 0)),
  wrong: (step) => `${nameOf(step)}() gives page ${argument(step, 0)} away, whose pageblock is isolated`,
};

export const FREE_LIST_PROPERTIES: readonly Property[] = [FL, FI];
