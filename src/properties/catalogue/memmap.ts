/**
 * Of a memmap that lies in the block that it describes: MM, that nobody looks at it while its memory is away; MP, that its pages
 * are nobody else's; MH, that who makes it and gives it up holds mem_hotplug_lock.
 */

import { blockOfPage, firstOnlinedPageOf, holdsOwnMemmap, type Kernel, Owner } from '../../model/state.js';
import { pageInvariant } from '../kinds/invariant.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';
import type { Property } from '../property.js';
import { isCall, nameOf, pageLookedAt } from './step_terms.js';

const inGoneMemmap = (step: KernelStep): number =>
  pageLookedAt(step, (page) => step.before.memmapGone[blockOfPage(step.before, page)] === 1);

export const MM: StepProperty = {
  id: 'MM',
  title: 'memmap there',
  statement: 'Nobody looks at a struct page while the memory that holds it cannot be accessed.',
  kind: 'step',
  // try_remove_memory() gives the memmap away, and looks at nothing in it.
  concerns: (step) =>
    holdsOwnMemmap(step.before) && !isCall(step, 'try_remove_memory') && pageLookedAt(step, () => true) >= 0,
  broken: (step) => inGoneMemmap(step) >= 0,
  wrong: (step) =>
    `${nameOf(step)}() looks at the struct page of page ${inGoneMemmap(step)}, which lies in memory that cannot be accessed`,
};

function holdsMemmap(k: Kernel, page: number): boolean {
  const block = blockOfPage(k, page);
  return page < firstOnlinedPageOf(k, block) && k.memmapValid[block] === 1;
}

export const MP = pageInvariant({
  id: 'MP',
  title: 'memmap kept',
  statement: 'A page that holds the memmap of its block is never freed while the block is online.',
  concerns: (k, page) => holdsOwnMemmap(k) && holdsMemmap(k, page),
  broken: (k, page) => k.owner[page] !== Owner.MEMMAP,
  wrong: (_, page) =>
    `page ${page} holds the memmap of its block, and is freed: what is allocated there overwrites struct pages`,
});

const isAboutMemmap = (step: KernelStep): boolean =>
  isCall(step, 'mhp_init_memmap_on_memory') || isCall(step, 'mhp_deinit_memmap_on_memory');

export const MH: StepProperty = {
  id: 'MH',
  title: 'memmap under lock',
  statement: 'Who makes a memmap in its block, or gives it up, holds mem_hotplug_lock for writing.',
  kind: 'step',
  concerns: (step) => step.before.configuration.locks && isAboutMemmap(step),
  broken: ({ before, process }) => before.memHotplugLock[0] !== before.demands.hotplugTasks.indexOf(process) + 1,
  wrong: (step) => `${nameOf(step)}() runs without mem_hotplug_lock`,
};

export const MEMMAP_PROPERTIES: readonly Property[] = [MM, MP, MH];
