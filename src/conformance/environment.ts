/**
 * What the rest of the kernel does to the recorded machine: it allocates pages of ZONE_NORMAL for itself and frees them. A
 * recording shows only that it did, between two observations, so these are actions that a replay puts in by name.
 */

import { atomic, type Process, step } from '../checker/process.js';
import type { Context } from '../model/context.js';
import { putPage, takeFromBuddy } from '../model/mm/page_alloc.js';
import { BlockState, blockOfSubBlock, type Kernel, Owner, PG_BUDDY } from '../model/state.js';
import { type Abstraction, stretchesOf } from './abstraction.js';
import { CLASS } from './differences.js';
import type { Machine, Mismatch } from './machine.js';
import { observedClass } from './page_class.js';
import type { Observed, ObservedBlock } from './recording.js';

/** alloc_pages() without __GFP_MOVABLE: takes a free page; it is on no LRU and cannot be migrated. */
const allocKernelPage = atomic('alloc_pages', ['not free', 'got'], (k: Kernel, page: number) => {
  if ((k.pageType[page] & PG_BUDDY) === 0) return 0;
  takeFromBuddy(k, page);
  k.refcount[page]++;
  k.owner[page] = Owner.USER;
  return 1;
});

/** Returns whether there was a free page to take. */
function* kernelTakesPage(page: number): Process<Kernel, boolean> {
  return (yield step(allocKernelPage, page)) === 1;
}

function* kernelGivesBackPage(context: Context, page: number): Process<Kernel, boolean> {
  yield* putPage(context, page);
  return true;
}

/** What the environment did between two observations, in words, and what it could not have done. */
export interface EnvironmentActions {
  readonly explanation: readonly string[];
  readonly mismatches: readonly Mismatch[];
}

/** Lets the kernel hold pages in the sub-blocks in which it was observed to, and in no others. */
export function followEnvironment(machine: Machine, abstraction: Abstraction, observed: Observed): EnvironmentActions {
  const explanation: string[] = [];
  const mismatches: Mismatch[] = [];
  observed.blocks.forEach((block, slot) => {
    if (machine.kernel.blockState[slot] !== BlockState.ONLINE || block.state !== 'online') return;
    const seen = subBlocksHeld(abstraction, block);
    for (const [subBlock, page] of abstraction.kernelPage) {
      if (blockOfSubBlock(machine.kernel, subBlock) !== slot) continue;
      const i = subBlock % machine.kernel.geometry.subBlocksPerBlock;
      const held = machine.kernel.owner[page] === Owner.USER;
      if (held === seen.has(i)) continue;
      const process = held ? kernelGivesBackPage(machine.context, page) : kernelTakesPage(page);
      const ran = machine.run(process);
      const what = `sub-block ${i} of block ${block.id}`;
      if ('mismatch' in ran) mismatches.push(ran.mismatch);
      else if (ran.value) explanation.push(`the kernel ${held ? 'gives back' : 'takes'} a page of ${what}`);
      else mismatches.push({ what, model: 'has no free page for the kernel to take', kernel: 'took one' });
    }
  });
  return { explanation, mismatches };
}

/** Sub-blocks of a block in which the kernel holds a page, by index in the block. */
function subBlocksHeld(abstraction: Abstraction, block: ObservedBlock): ReadonlySet<number> {
  const { series } = abstraction.header;
  const held = stretchesOf(block, abstraction).filter(
    ({ page, named }) => observedClass({ series, block, named, pinned: true }, page) === CLASS.KERNEL,
  );
  return new Set(held.map(({ subBlock }) => subBlock));
}
