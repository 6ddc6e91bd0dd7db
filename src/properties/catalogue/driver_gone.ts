/**
 * What is asked only where a driver removes blocks or goes away: that it removes nothing that is in use, brings back what it
 * took offline in vain, and leaves free memory that can be offlined.
 */

import { Driver, MutexOwner } from '../../model/drivers/virtio_mem/state.js';
import { BlockState, type Kernel, Oops } from '../../model/state.js';
import type { InvariantProperty } from '../kinds/invariant.js';
import type { ReachabilityProperty } from '../kinds/reachability.js';
import type { Property } from '../property.js';
import { cancels } from './attempts.js';
import { isBuddy, someBlock, somePageOf } from './state_terms.js';

/** The driver's worker holds its mutex, and has recorded the block as removed: no request to plug it again is under way. */
const isRemoved = (k: Kernel, block: number): boolean =>
  k.hotplugMutex[0] === MutexOwner.WORKER && k.blockState[block] === BlockState.ABSENT && k.unused[block] === 1;

const hasPlugged = (k: Kernel, block: number): boolean =>
  somePageOf(k, block, ({ plugged }, page) => plugged[page] === 1);

export const R1: InvariantProperty = {
  id: 'R1',
  title: 'removes the unplugged',
  statement: 'Nothing is plugged of a block that the driver has removed.',
  kind: 'invariant',
  applies: (k) => someBlock(k, isRemoved),
  violator: (k) => (someBlock(k, (same, block) => isRemoved(same, block) && hasPlugged(same, block)) ? 0 : -1),
  wrong: () => 'the driver has removed a block that the host still backs: the guest has lost memory that it was given',
};

const isNoted = ({ onlineType }: Kernel, block: number): boolean => onlineType[block] === 1;

export const R2: InvariantProperty = {
  id: 'R2',
  title: 'brings back',
  statement: 'When offline_and_remove_memory() is over, no block is left that it took offline and did not remove.',
  kind: 'invariant',
  applies: (k) => k.deviceHotplugLock[0] !== 0 && someBlock(k, isNoted),
  violator: (k) => (k.deviceHotplugLock[0] === 0 && someBlock(k, isNoted) ? 0 : -1),
  wrong: () => 'offline_and_remove_memory() has failed, and a block that it took offline stays so',
};

/** The driver unplugs nothing any more, and a block is online whose pages are all free. */
function freeWithoutDriver(k: Kernel): boolean {
  if (k.driver[0] < Driver.WITHOUT_CALLBACK || k.oops[0] !== Oops.NONE) return false;
  return someBlock(k, (same, block) => same.blockState[block] === BlockState.ONLINE && allFree(same, block));
}

const allFree = (k: Kernel, block: number): boolean => !somePageOf(k, block, (same, page) => !isBuddy(same, page));

export const R3: ReachabilityProperty = {
  id: 'R3',
  title: 'offlinable without driver',
  statement: 'When the driver goes away, a block of free pages can still go offline.',
  kind: 'reachability',
  from: freeWithoutDriver,
  to: (k) => someBlock(k, (same, block) => same.sectionOnline[block] === 0),
  during: () => true,
  avoids: cancels,
  wrong: 'the driver is gone, and yet no block can go offline any more',
};

export const DRIVER_PROPERTIES: readonly Property[] = [R1, R2, R3];
