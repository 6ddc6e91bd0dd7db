/** Removing memory: S2, D9 and D10. */

import { BlockState, type Kernel } from '../../model/state.js';
import type { DependenceProperty, KernelStep, ReachabilityProperty, StepProperty } from '../property.js';
import { argument, isCall } from '../step_terms.js';

const isRemoval = (step: KernelStep): boolean => isCall(step, 'try_remove_memory');

const REMOVED = 0;

/** A block that is there, and whose sub-blocks the driver has all unplugged. */
function isFullyUnplugged({ blockState, bitmap, geometry }: Kernel, block: number): boolean {
  const { subBlocksPerBlock } = geometry;
  if (blockState[block] === BlockState.ABSENT) return false;
  for (let i = 0; i < subBlocksPerBlock; i++) if (bitmap[block * subBlocksPerBlock + i] === 1) return false;
  return true;
}

function someFullyUnplugged(k: Kernel): boolean {
  for (let block = 0; block < k.geometry.blocks; block++) if (isFullyUnplugged(k, block)) return true;
  return false;
}

export const S2: ReachabilityProperty = {
  id: 'S2',
  title: 'can be removed',
  quote: 'later offline and remove completely unplugged memory blocks',
  statement: 'A block whose sub-blocks are all unplugged can still be removed.',
  kind: 'reachability',
  from: someFullyUnplugged,
  to: ({ blockState }) => Array.from(blockState).includes(BlockState.ABSENT),
  during: () => true,
  avoids: () => false,
  wrong: 'the block is unplugged completely, and can never be removed any more',
};

export const D9: StepProperty = {
  id: 'D9',
  title: 'removed when offline',
  quote: 'try_remove_memory ... first properly offline them',
  statement: 'Only memory whose blocks and sections are offline is removed.',
  kind: 'step',
  concerns: (step) => isRemoval(step) && step.outcome === REMOVED,
  broken: (step) => {
    const { blockState, sectionOnline } = step.before;
    const block = argument(step, 0);
    return blockState[block] !== BlockState.OFFLINE || sectionOnline[block] === 1;
  },
  wrong: (step) => `block ${argument(step, 0)} is removed, and is not offline`,
};

export const D10: DependenceProperty = {
  id: 'D10',
  title: 'memmap irrelevant',
  quote: 'the memmap is irrelevant and try_remove_memory() can do its job',
  statement: 'Whether memory can be removed depends on the state of its block, whatever its struct pages hold.',
  kind: 'dependence',
  concerns: isRemoval,
  on: (step) => String(step.before.blockState[argument(step, 0)]),
  result: (step) => String(step.outcome),
  wrong: 'a block in the same state was removed another time, and is not now, or the other way round',
};
