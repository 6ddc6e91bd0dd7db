/** That data which goes with a section is not used when it is gone: PX of page_ext, PU of the usage bitmap, PK of the shadow of kasan. */

import { Shadow } from '../../model/mm/kasan.js';
import { blockOfPage } from '../../model/state.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';
import { argument, isCall, nameOf } from './step_terms.js';

const outcomeOf = ({ branch, outcome }: KernelStep): string | undefined => branch.action?.outcomes[outcome];

export const PX: StepProperty = {
  id: 'PX',
  title: 'page_ext unfreed',
  statement: 'Nobody uses the page_ext of a section after its notifier has freed it.',
  kind: 'step',
  concerns: (step) => isCall(step, 'page_ext_data'),
  broken: (step) => outcomeOf(step) === 'freed',
  wrong: (step) => `the page_ext of page ${argument(step, 0)} is used after it was freed`,
};

export const PU: StepProperty = {
  id: 'PU',
  title: 'bitmap unfreed',
  statement: 'Nobody looks at the usage bitmap of a section after it was freed, or where there is none.',
  kind: 'step',
  concerns: (step) => isCall(step, 'test_bit'),
  broken: (step) => outcomeOf(step) !== 'there',
  wrong: (step) =>
    outcomeOf(step) === 'freed'
      ? `the usage bitmap of page ${argument(step, 0)}'s section is looked at after it was freed`
      : `page ${argument(step, 0)}'s section has no usage bitmap any more: a NULL pointer is followed`,
};

/** Steps that write to the shadow of a page, or look at it as the compiler has every access do, by the outcome with which they do. */
const USES_SHADOW: Readonly<Record<string, string | undefined>> = {
  alloc_page: 'got',
  clear_page: undefined,
  free_pages_prepare: 'ok',
};

function usesShadow(step: KernelStep): boolean {
  const name = nameOf(step);
  if (step.before.configuration.kasan === 'no' || !Object.hasOwn(USES_SHADOW, name)) return false;
  const by = USES_SHADOW[name];
  return (by === undefined || outcomeOf(step) === by) && outcomeOf(step) !== 'not allocatable';
}

export const PK: StepProperty = {
  id: 'PK',
  title: 'shadow unfreed',
  statement: "Nobody allocates, frees or touches a page while its section has no shadow of kasan's.",
  kind: 'step',
  concerns: usesShadow,
  broken: (step) => step.before.kasanShadow[blockOfPage(step.before, argument(step, 0))] === Shadow.NONE,
  wrong: (step) => `the shadow of page ${argument(step, 0)} is used, and is not mapped: the kernel dies of it`,
};

export const SECTION_DATA_PROPERTIES: readonly StepProperty[] = [PX, PU, PK];
