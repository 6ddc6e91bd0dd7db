/** That a driver can be rid of memory, and of nothing that is in use: S2 and D9 of the thread. */

import { Driver } from '../../model/drivers/virtio_mem/state.js';
import { BlockState, blockOfPage, type Kernel } from '../../model/state.js';
import { pageInvariant } from '../kinds/invariant.js';
import type { ReachabilityProperty } from '../kinds/reachability.js';
import { cancels } from './attempts.js';
import { someBlock, somePageOf } from './state_terms.js';

export const D9 = pageInvariant({
  id: 'D9',
  title: 'offline first',
  quote: 'first properly offline them',
  statement: 'A memory block that was removed went offline before.',
  concerns: (k, page) => k.blockState[blockOfPage(k, page)] === BlockState.ABSENT,
  broken: (k, page) => k.sectionOnline[blockOfPage(k, page)] === 1,
  wrong: (k, page) =>
    `block ${blockOfPage(k, page)} is removed, but its section is online: its memmap is gone under users`,
});

/** A block is there that has nothing plugged, and its driver removes such blocks. */
function someBlockToBeRemoved(k: Kernel): boolean {
  if (!k.configuration.removesBlocks || k.driver[0] !== Driver.LOADED) return false;
  return someBlock(k, (same, block) => !isAbsent(same, block) && nothingPlugged(same, block));
}

const isAbsent = ({ blockState }: Kernel, block: number): boolean => blockState[block] === BlockState.ABSENT;

const nothingPlugged = (k: Kernel, block: number): boolean =>
  !somePageOf(k, block, ({ plugged }, page) => plugged[page] === 1);

const someBlockRemoved = (k: Kernel): boolean => someBlock(k, isAbsent);

export const S2: ReachabilityProperty = {
  id: 'S2',
  title: 'can be removed',
  quote: 'later offline and remove completely unplugged memory blocks',
  statement: 'A block of which nothing is plugged can still be removed, without anything being plugged again.',
  kind: 'reachability',
  from: someBlockToBeRemoved,
  to: someBlockRemoved,
  during: someBlockToBeRemoved,
  avoids: cancels,
  wrong: 'nothing of the block is plugged, and yet it can never be removed',
};
