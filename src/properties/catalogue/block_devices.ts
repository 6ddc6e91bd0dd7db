/** That the device of a memory block lives as long as somebody has it, and no longer: BU and BL. */

import { DevicePointer } from '../../model/drivers/base/memory_block.js';
import { BlockState, type Kernel, Oops } from '../../model/state.js';
import type { InvariantProperty } from '../kinds/invariant.js';
import type { Property } from '../property.js';
import { someBlock } from './state_terms.js';

export const BU: InvariantProperty = {
  id: 'BU',
  title: 'device not freed',
  statement: 'Nobody uses the device of a memory block after it was freed.',
  kind: 'invariant',
  applies: ({ configuration }) => configuration.blockDevices,
  violator: (k) => (k.oops[0] === Oops.FREED_DEVICE ? 0 : -1),
  wrong: () => 'a device is used that was freed: it was looked up, and removed before a reference was taken',
};

/** The block is removed, and its device is still referenced, by nobody. */
function isLeaked({ blockState, deviceCount, devicePointer }: Kernel, block: number): boolean {
  const held = devicePointer[block] === DevicePointer.HELD ? 1 : 0;
  return blockState[block] === BlockState.ABSENT && deviceCount[block] > held;
}

export const BL: InvariantProperty = {
  id: 'BL',
  title: 'device freed',
  statement: 'The device of a memory block that was removed is freed when nobody has a reference any more.',
  kind: 'invariant',
  applies: ({ configuration }) => configuration.blockDevices,
  violator: (k) => (someBlock(k, isLeaked) ? 0 : -1),
  wrong: () => 'a block was removed, and its device is never freed: a reference was leaked',
};

export const BLOCK_DEVICE_PROPERTIES: readonly Property[] = [BU, BL];
