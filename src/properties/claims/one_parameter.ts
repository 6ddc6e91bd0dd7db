/** That one parameter is enough for isolation and its test: M5 and D21. */

import { IsolateMode, isSkippable } from '../../model/mm/page_isolation.js';
import { blockOfSubBlock, Isolated, type Kernel } from '../../model/state.js';
import { isBuddy } from '../catalogue/state_terms.js';
import { argument, isCall, nameOf, pageAmong } from '../catalogue/step_terms.js';
import type { DependenceProperty } from '../kinds/dependence.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';

/** The flags of RFC v3, and how its callers pass them: mm/memory_hotplug.c both, alloc_contig_range() none. */
interface Flags {
  readonly skipHwpoison: boolean;
  readonly skipOffline: boolean;
}

const flagsOfCaller = (mode: number): Flags => {
  const offlines = mode === IsolateMode.OFFLINE;
  return { skipHwpoison: offlines, skipOffline: offlines };
};

function passesWith({ skipHwpoison, skipOffline }: Flags, k: Kernel, page: number): boolean {
  if (isBuddy(k, page)) return true;
  if (skipHwpoison && k.hwpoison[page] === 1) return true;
  return skipOffline && isSkippable(k, page);
}

const PASSED = 0;

/** The pageblocks that test_pages_isolated() looks at are online and isolated, so that its pages decide. */
function isDecidedByPages({ before }: KernelStep, first: number, end: number): boolean {
  const { isolated, sectionOnline } = before;
  const isPassed = (subBlock: number) =>
    isolated[subBlock] !== Isolated.NO && sectionOnline[blockOfSubBlock(before, subBlock)] === 1;
  return pageAmong(first, end, (subBlock) => !isPassed(subBlock)) < 0;
}

function passesWithFlags(step: KernelStep): boolean {
  const { before } = step;
  const { firstPage } = before.geometry;
  const flags = flagsOfCaller(argument(step, 2));
  const [first, end] = [firstPage[argument(step, 0)], firstPage[argument(step, 1)]];
  return pageAmong(first, end, (page) => !passesWith(flags, before, page)) < 0;
}

export const M5: StepProperty = {
  id: 'M5',
  title: 'one flag for two',
  quote: 'Do we really need to distinguish offline and hwpoison pages?',
  statement: 'With one flag for poisoned and PageOffline pages each caller gets what it got with a flag for each.',
  kind: 'step',
  concerns: (step) =>
    isCall(step, 'test_pages_isolated') && isDecidedByPages(step, argument(step, 0), argument(step, 1)),
  broken: (step) => passesWithFlags(step) !== (step.outcome === PASSED),
  wrong: () => 'test_pages_isolated() decides otherwise than with the two flags that its caller passed',
};

const DECISIONS: ReadonlySet<string> = new Set(['set_migratetype_isolate', 'test_pages_isolated']);

/** The last argument of both calls; before it, the first pageblock, and the end of the range where it can be longer. */
const modeOf = ({ branch }: KernelStep): number => branch.args[branch.args.length - 1];

function rangeOf(step: KernelStep): readonly [number, number] {
  const first = argument(step, 0);
  return isCall(step, 'test_pages_isolated') ? [first, argument(step, 1)] : [first, first + 1];
}

/** All that is in the pages and pageblocks of the range, the zone, and whether the section is online. */
function rangeText(step: KernelStep): string {
  const { before } = step;
  const { firstPage } = before.geometry;
  const [first, end] = rangeOf(step);
  const fields = [before.pageType, before.refcount, before.reserved, before.lru, before.hwpoison, before.skippable];
  const pages: string[] = [];
  for (let page = firstPage[first]; page < firstPage[end]; page++)
    pages.push(fields.map((field) => field[page]).join());
  const isolated: number[] = [];
  for (let subBlock = first; subBlock < end; subBlock++)
    isolated.push(before.isolated[subBlock] === Isolated.NO ? 0 : 1);
  const block = blockOfSubBlock(before, first);
  return [...pages, isolated.join(), before.zoneMovable[block], before.sectionOnline[block]].join(' ');
}

export const D21: DependenceProperty = {
  id: 'D21',
  title: 'one mode suffices',
  quote: 'It really boils down to offline vs. allocate',
  statement: 'What isolation and its test decide depends on the pages and on offline or allocate, and on nothing else.',
  kind: 'dependence',
  concerns: (step) => DECISIONS.has(nameOf(step)),
  on: (step) => `${nameOf(step)} ${modeOf(step)} ${rangeText(step)}`,
  result: (step) => String(step.outcome),
  wrong: 'the same pages in the same mode were decided on otherwise another time',
};
