/**
 * The driver's worker: the model's worker may plug and unplug any sub-block at any time; here it does what the recorded
 * requests to the device say it did. What it is recorded to have passed over must be impossible in the model too.
 */

import { type Process, step, waitUntil } from '../checker/process.js';
import type { Context } from '../model/context.js';
import { lockDeviceHotplug, memoryBlockOnline, unlockDeviceHotplug } from '../model/drivers/base/memory.js';
import { setMbOffline } from '../model/drivers/virtio_mem/block.js';
import { plugSb, plugSbOnline, unplugSb, unplugSbOnline } from '../model/drivers/virtio_mem/sub_block.js';
import type { Errno } from '../model/errno.js';
import { addMemory, offlineAndRemoveMemory } from '../model/mm/memory_remove.js';
import { BlockState, type Kernel } from '../model/state.js';
import type { Abstraction } from './abstraction.js';
import { errnoName } from './errno_names.js';
import type { Machine, Mismatch } from './machine.js';
import type { DeviceRequest, RecordedAction } from './recording.js';

/** The one task that holds device_hotplug_lock at a time. */
export const HOLDER = 0;

/** What following the requests came to. */
export interface Followed {
  readonly explanation: readonly string[];
  /** The first thing that the model cannot do. */
  readonly mismatch?: Mismatch;
}

/** Sub-blocks of one block that one request names. */
interface Chunk {
  readonly op: 'plug' | 'unplug';
  readonly block: number;
  readonly subBlocks: readonly number[];
}

export function followRequests(
  machine: Machine,
  abstraction: Abstraction,
  { action, deviceRequests, observed }: RecordedAction,
): Followed {
  const explanation: string[] = [];
  const refusing = new Set<number>();
  for (const request of deviceRequests) {
    const chunks = chunksOf(abstraction, request);
    if (!Array.isArray(chunks)) return { explanation, mismatch: chunks };
    for (const chunk of chunks) {
      const followed = chunk.op === 'plug' ? plug(machine, abstraction, chunk) : unplug(machine, abstraction, chunk);
      explanation.push(...followed.explanation);
      if (followed.mismatch !== undefined) return { explanation, mismatch: followed.mismatch };
      if (chunk.op === 'unplug') for (const each of passedOver(machine, abstraction, chunk)) refusing.add(each);
    }
  }
  const { deviceSizeBytes, requestedSizeBytes } = observed;
  if (action.type === 'resize' && deviceSizeBytes < requestedSizeBytes) {
    const kernel = `stopped at ${deviceSizeBytes} of ${requestedSizeBytes} bytes`;
    return { explanation, mismatch: { what: 'device size', model: 'plugs what was requested', kernel } };
  }
  // A driver that stopped above the requested size gave up on everything that is still plugged.
  if (action.type === 'resize' && deviceSizeBytes > requestedSizeBytes)
    for (const each of stillPlugged(machine)) refusing.add(each);
  const refused = refusals(machine, abstraction, [...refusing]);
  return { ...refused, explanation: [...explanation, ...refused.explanation] };
}

function chunksOf(abstraction: Abstraction, request: DeviceRequest): Chunk[] | Mismatch {
  const { op, first, count, chunk, order, response } = request;
  const { deviceBlocksPerSubBlock: unit, geometry } = abstraction;
  const kernel = `${op} of ${count} device blocks from ${first}, ${chunk} at a time: ${response}`;
  if (op === 'unplugAll' || response !== 'ACK')
    return { what: 'device request', model: 'has only requests to plug and unplug that are granted', kernel };
  if (first + count > geometry.subBlocks * unit)
    return { what: 'device request', model: `the device has ${geometry.subBlocks * unit} device blocks`, kernel };
  if (first % unit !== 0 || chunk % unit !== 0 || count % chunk !== 0)
    return { what: 'device request', model: `asks for whole sub-blocks of ${unit} device blocks`, kernel };
  const starts = Array.from({ length: count / chunk }, (_, i) => (first + i * chunk) / unit);
  if (order === 'descending') starts.reverse();
  const chunks = starts.map((start) => ({
    op,
    block: Math.floor(start / geometry.subBlocksPerBlock),
    subBlocks: Array.from({ length: chunk / unit }, (_, i) => start + i),
  }));
  const spread = chunks.some(({ block, subBlocks }) =>
    subBlocks.some((each) => Math.floor(each / geometry.subBlocksPerBlock) !== block),
  );
  return spread ? { what: 'device request', model: 'asks for sub-blocks of one block at a time', kernel } : chunks;
}

/** virtio_mem_sbm_plug_and_add_mb() for a block that is not there yet, virtio_mem_sbm_plug_any_sb() for one that is. */
function plug(machine: Machine, abstraction: Abstraction, { block, subBlocks }: Chunk): Followed {
  const { header, geometry } = abstraction;
  const { context, kernel } = machine;
  const online = kernel.blockState[block] === BlockState.ONLINE;
  const absent = kernel.blockState[block] === BlockState.ABSENT;
  for (const subBlock of subBlocks) {
    if (kernel.bitmap[subBlock] === 1)
      return impossible(nameOf(abstraction, subBlock), 'is plugged already', 'plugged it');
    const ran = machine.run(online ? plugSbOnline(context, subBlock) : plugSb(subBlock));
    if ('mismatch' in ran) return { explanation: [], mismatch: ran.mismatch };
  }
  if (!absent) return { explanation: [] };
  const movable = header.autoOnlineBlocks === 'offline' ? undefined : header.autoOnlineBlocks === 'online_movable';
  const ran = machine.run(addAndOnline(context, block, movable));
  if ('mismatch' in ran) return { explanation: [], mismatch: ran.mismatch };
  const ends = movable === undefined ? 'left offline' : `onlined: ${errnoName(ran.value)}`;
  return {
    explanation: [
      `block ${header.device.firstBlock + block} added with ${subBlocks.length} of ` +
        `${geometry.subBlocksPerBlock} sub-blocks, ${ends}`,
    ],
  };
}

/** add_memory() with its automatic onlining, under device_hotplug_lock. */
function* addAndOnline(context: Context, block: number, movable: boolean | undefined): Process<Kernel, Errno> {
  yield step(setMbOffline, block);
  yield* addMemory(context, block, HOLDER);
  yield waitUntil(lockDeviceHotplug, block, HOLDER);
  const error = movable === undefined ? 0 : yield* memoryBlockOnline(context, block, movable, HOLDER);
  yield step(unlockDeviceHotplug, block);
  return error;
}

/** virtio_mem_sbm_unplug_any_sb_offline() or _online(); a block with nothing left plugged is removed. */
function unplug(machine: Machine, abstraction: Abstraction, { block, subBlocks }: Chunk): Followed {
  const { header, geometry } = abstraction;
  const { context, kernel } = machine;
  if (kernel.blockState[block] === BlockState.ABSENT)
    return impossible(`block ${header.device.firstBlock + block}`, 'is absent', 'was unplugged from');
  const online = kernel.blockState[block] === BlockState.ONLINE;
  for (const subBlock of subBlocks) {
    if (kernel.bitmap[subBlock] === 0)
      return impossible(nameOf(abstraction, subBlock), 'is unplugged already', 'unplugged it');
    const ran = machine.run(online ? unplugSbOnline(context, subBlock) : unplugSb(context, subBlock));
    if ('mismatch' in ran) return { explanation: [], mismatch: ran.mismatch };
    if (!ran.value) return impossible(nameOf(abstraction, subBlock), 'alloc_contig_range() fails', 'unplugged it');
  }
  const first = block * geometry.subBlocksPerBlock;
  for (let subBlock = first; subBlock < first + geometry.subBlocksPerBlock; subBlock++)
    if (kernel.bitmap[subBlock] === 1) return { explanation: [] };
  const ran = machine.run(offlineAndRemoveMemory(context, { first: block, end: block + 1 }, HOLDER));
  if ('mismatch' in ran) return { explanation: [], mismatch: ran.mismatch };
  return {
    explanation: [
      `block ${header.device.firstBlock + block} unplugged: offline_and_remove_memory() ${errnoName(ran.value)}`,
    ],
  };
}

function impossible(what: string, model: string, kernel: string): Followed {
  return { explanation: [], mismatch: { what, model, kernel } };
}

/** Sub-blocks above the one unplugged that are still plugged: the driver goes downwards, so it tried them and could not. */
function passedOver({ kernel }: Machine, { geometry }: Abstraction, { block, subBlocks }: Chunk): number[] {
  const end = (block + 1) * geometry.subBlocksPerBlock;
  const above = Array.from({ length: end - subBlocks[0] }, (_, i) => subBlocks[0] + i);
  return above.filter((subBlock) => kernel.bitmap[subBlock] === 1);
}

function stillPlugged({ kernel }: Machine): number[] {
  return Array.from({ length: kernel.bitmap.length }, (_, i) => i).filter((subBlock) => kernel.bitmap[subBlock] === 1);
}

/** That none of these sub-blocks can be unplugged in the model either, for the driver tried. */
function refusals(machine: Machine, abstraction: Abstraction, subBlocks: readonly number[]): Followed {
  for (const subBlock of subBlocks) {
    const block = Math.floor(subBlock / abstraction.geometry.subBlocksPerBlock);
    const online = machine.kernel.blockState[block] === BlockState.ONLINE;
    const would = online ? machine.wouldReturn(unplugSbOnline(machine.context, subBlock)) : { value: true };
    if ('mismatch' in would) return { explanation: [], mismatch: would.mismatch };
    if (would.value)
      return impossible(nameOf(abstraction, subBlock), 'can be unplugged', 'gave up and left it plugged');
  }
  return {
    explanation: subBlocks.map((each) => `${nameOf(abstraction, each)} stays: alloc_contig_range() fails`),
  };
}

function nameOf({ header, geometry: { subBlocksPerBlock } }: Abstraction, subBlock: number): string {
  const block = header.device.firstBlock + Math.floor(subBlock / subBlocksPerBlock);
  return `sub-block ${subBlock % subBlocksPerBlock} of block ${block}`;
}
