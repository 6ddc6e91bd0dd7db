/** That a page is looked up before its struct page is touched: pfn_to_online_page(), whose absence costs no step of a race. */

import { blockOfPage } from '../../model/state.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { StepProperty } from '../kinds/step.js';
import { argument, isCall } from './step_terms.js';

/** Whether the step takes a reference for a moment, and its process was at rest before: it looked at nothing else. */
const takesAtOnce = ({ branch }: KernelStep): boolean =>
  branch.kind === 'idle' && branch.action?.touches?.writes.includes('speculative') === true;

const isLookUp = (step: KernelStep): boolean => isCall(step, 'pfn_to_online_page');

const isOffline = ({ before, branch }: KernelStep): boolean =>
  before.sectionOnline[blockOfPage(before, branch.args[0])] === 0;

export const W1: StepProperty = {
  id: 'W1',
  title: 'looked up first',
  statement: 'Whoever comes across a page looks up whether its section is online before it takes a reference to it.',
  kind: 'step',
  concerns: (step) => isLookUp(step) || takesAtOnce(step),
  broken: (step) => isOffline(step) && step.branch.action?.outcomes[step.outcome] !== 'NULL',
  wrong: (step) => `page ${argument(step, 0)} is taken up although its section was offline when it was looked up`,
};
