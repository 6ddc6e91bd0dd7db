/** What isolation and its tests say of PageOffline pages, for offlining and for allocation: S9 to S12, D12, H1 and X1. */

import { IsolateMode } from '../../model/mm/page_isolation.js';
import { blockOfSubBlock, Isolated } from '../../model/state.js';
import { isBuddy, isOffline } from '../catalogue/state_terms.js';
import { argument, isCall, pageAmong, pageOfSubBlock } from '../catalogue/step_terms.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';

/** A page of the range that test_pages_isolated() looks at, or -1. */
function testedPage(step: KernelStep, found: (page: number) => boolean): number {
  const { firstPage } = step.before.geometry;
  return pageAmong(firstPage[argument(step, 0)], firstPage[argument(step, 1)], found);
}

const PASSED = 0;

const isTestFor = (step: KernelStep, mode: number): boolean =>
  isCall(step, 'test_pages_isolated') && argument(step, 2) === mode;

/** Passed over for a reason that S9 does not give. */
function passedOver(step: KernelStep): number {
  const { before } = step;
  return testedPage(step, (page) => {
    const skipped = isOffline(before, page) && before.refcount[page] === 0;
    return !isBuddy(before, page) && before.hwpoison[page] === 0 && !skipped;
  });
}

export const S9: StepProperty = {
  id: 'S9',
  title: 'skips these alone',
  quote: 'similar to free or HWPoison pages',
  statement: 'What passes the test for offlining is free, poisoned, or PageOffline with count 0.',
  kind: 'step',
  concerns: (step) => isTestFor(step, IsolateMode.OFFLINE) && step.outcome === PASSED,
  broken: (step) => passedOver(step) >= 0,
  wrong: (step) => `page ${passedOver(step)} passes, and is neither free, nor poisoned, nor PageOffline with count 0`,
};

const offlinePageTested = (step: KernelStep): number => testedPage(step, (page) => isOffline(step.before, page));

export const S10: StepProperty = {
  id: 'S10',
  title: 'not allocatable',
  quote: 'Pass flags to test_pages_isolated()',
  statement: 'The test for allocation fails on a range with a PageOffline page.',
  kind: 'step',
  concerns: (step) => isTestFor(step, IsolateMode.ALLOC) && offlinePageTested(step) >= 0,
  broken: (step) => step.outcome === PASSED,
  wrong: (step) => `page ${offlinePageTested(step)} is PageOffline and passes the test for allocation`,
};

export const S10_OFFLINE: StepProperty = {
  id: 'S10-offline',
  title: 'not offlinable',
  statement: 'The test for offlining fails on a range with a PageOffline page.',
  kind: 'step',
  concerns: (step) => isTestFor(step, IsolateMode.OFFLINE) && offlinePageTested(step) >= 0,
  broken: (step) => step.outcome === PASSED,
  wrong: (step) => `page ${offlinePageTested(step)} is PageOffline and passes the test for offlining`,
};

const TAKEN = 0;

const offlinePageTaken = (step: KernelStep): number =>
  pageOfSubBlock(step.before, argument(step, 0), (page) => isOffline(step.before, page));

export const S11: StepProperty = {
  id: 'S11',
  title: 'allocates none',
  quote: 'requirement of memory offlining to skip over these special pages',
  statement: 'No page that alloc_contig_range() gets was PageOffline.',
  kind: 'step',
  concerns: (step) => isCall(step, 'isolate_freepages_range') && step.outcome === TAKEN,
  broken: (step) => offlinePageTaken(step) >= 0,
  wrong: (step) => `alloc_contig_range() gets page ${offlinePageTaken(step)}, which is PageOffline`,
};

const ISOLATED = 0;
const UNMOVABLE = 2;

/** A pageblock that is online and that nobody has isolated, so that its pages decide. */
function isDecisionFor(step: KernelStep, mode: number): boolean {
  if (!isCall(step, 'set_migratetype_isolate') || argument(step, 1) !== mode) return false;
  const { before } = step;
  const subBlock = argument(step, 0);
  return before.isolated[subBlock] === Isolated.NO && before.sectionOnline[blockOfSubBlock(before, subBlock)] === 1;
}

const decidedPage = (step: KernelStep, found: (page: number) => boolean): number =>
  pageOfSubBlock(step.before, argument(step, 0), found);

/** PageOffline and not free; where types are bits, a page can be both. */
const keptPage = (step: KernelStep): number =>
  decidedPage(step, (page) => isOffline(step.before, page) && !isBuddy(step.before, page));

export const S12: StepProperty = {
  id: 'S12',
  title: 'refused early',
  quote: "make sure the pages won't be detected as movable",
  statement: 'Isolation for allocation fails at once on a block with a PageOffline page.',
  kind: 'step',
  concerns: (step) => isDecisionFor(step, IsolateMode.ALLOC) && keptPage(step) >= 0,
  broken: (step) => step.outcome === ISOLATED,
  wrong: (step) => `page ${keptPage(step)} is PageOffline, and its pageblock is isolated for allocation all the same`,
};

function referencedPage(step: KernelStep): number {
  const { before } = step;
  return decidedPage(
    step,
    (page) =>
      isOffline(before, page) && before.refcount[page] > 0 && before.lru[page] === 0 && before.hwpoison[page] === 0,
  );
}

export const D12: StepProperty = {
  id: 'D12',
  title: 'referenced is unmovable',
  quote: 'reference count of one will be detected as unmovable -> BAD, we abort right away',
  statement: 'Isolation for offlining fails on a block with a PageOffline page that has a reference.',
  kind: 'step',
  concerns: (step) => isDecisionFor(step, IsolateMode.OFFLINE) && referencedPage(step) >= 0,
  broken: (step) => step.outcome === ISOLATED,
  wrong: (step) =>
    `page ${referencedPage(step)} is PageOffline and referenced, and its pageblock is isolated to be offlined`,
};

/** Every page has count 0, so that none is unmovable but by the test of RFC v3. */
const onlyUncounted = (step: KernelStep): boolean =>
  decidedPage(step, (page) => step.before.refcount[page] !== 0 || step.before.reserved[page] === 1) < 0;

export const H1_OFFLINE: StepProperty = {
  id: 'H1-offline',
  title: 'dead when offlining',
  statement: 'Isolation for offlining refuses no block for a PageOffline page with count 0.',
  kind: 'step',
  concerns: (step) => isDecisionFor(step, IsolateMode.OFFLINE) && onlyUncounted(step) && keptPage(step) >= 0,
  broken: (step) => step.outcome === UNMOVABLE,
  wrong: (step) =>
    `page ${keptPage(step)} is PageOffline with count 0, and its block cannot be isolated to be offlined`,
};

export const H1: StepProperty = {
  id: 'H1',
  title: 'fires for these',
  quote: 'if (PageOffline(page) && !(flags & SKIP_OFFLINE)) ... goto unmovable',
  statement: 'Isolation for allocation refuses a block of pages with count 0 exactly if one is PageOffline.',
  kind: 'step',
  concerns: (step) => isDecisionFor(step, IsolateMode.ALLOC) && onlyUncounted(step),
  broken: (step) => (step.outcome === UNMOVABLE) !== keptPage(step) >= 0,
  wrong: (step) =>
    keptPage(step) >= 0
      ? `page ${keptPage(step)} is PageOffline with count 0, and its pageblock is isolated for allocation`
      : 'a pageblock without a PageOffline page is refused',
};

/** Neither free nor as it was. */
function disturbedPage(step: KernelStep): number {
  const { before, after } = step;
  return pageOfSubBlock(
    before,
    argument(step, 0),
    (page) =>
      !isBuddy(before, page) &&
      (before.pageType[page] !== after.pageType[page] || before.refcount[page] !== after.refcount[page]),
  );
}

export const X1: StepProperty = {
  id: 'X1',
  title: 'undo is harmless',
  statement: 'Undoing isolation changes neither type nor count of a page that is not free.',
  kind: 'step',
  concerns: (step) => isCall(step, 'unset_migratetype_isolate'),
  broken: (step) => disturbedPage(step) >= 0,
  wrong: (step) => `undoing the isolation changes page ${disturbedPage(step)}, which is not free`,
};
