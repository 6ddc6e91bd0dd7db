/** That removing memory does not depend on what its struct pages hold: D10. */

import { argument, isCall } from '../catalogue/step_terms.js';
import type { DependenceProperty } from '../kinds/dependence.js';
import type { KernelStep } from '../kinds/kernel_step.js';

const isRemoval = (step: KernelStep): boolean => isCall(step, 'try_remove_memory');

/** The states of the blocks of the range. */
function blocksText(step: KernelStep): string {
  const { blockState } = step.before;
  const states: number[] = [];
  for (let block = argument(step, 0); block < argument(step, 1); block++) states.push(blockState[block]);
  return states.join();
}

export const D10: DependenceProperty = {
  id: 'D10',
  title: 'memmap irrelevant',
  quote: 'the memmap is irrelevant and try_remove_memory() can do its job',
  statement: 'Whether memory can be removed depends on the states of its blocks, whatever its struct pages hold.',
  kind: 'dependence',
  concerns: isRemoval,
  on: blocksText,
  result: (step) => String(step.outcome),
  wrong: 'blocks in the same states were removed another time, and are not now, or the other way round',
};
