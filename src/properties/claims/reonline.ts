/** What onlining a block makes of its pages, for the first time and again: D7 and D8. */

import { type Process, step, waitUntil } from '../../checker/process.js';
import type { System } from '../../checker/system.js';
import type { Configuration } from '../../model/configuration.js';
import { lockDeviceHotplug, memoryBlockOnline, unlockDeviceHotplug } from '../../model/drivers/base/memory.js';
import { firstPageOf, type Kernel } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { contextOf, kernelSystem } from '../../model/system.js';
import { argument, isCall } from '../catalogue/step_terms.js';
import type { ComparisonProperty } from '../kinds/comparison.js';
import type { DependenceProperty } from '../kinds/dependence.js';
import type { KernelStep } from '../kinds/kernel_step.js';

const isOnlined = (at: KernelStep): boolean => isCall(at, 'virtio_mem_sbm_notify_online');

/** What the driver's bitmap says of the block's sub-blocks. */
function bitmapText({ after: k }: KernelStep, block: number): string {
  const { subBlocksPerBlock } = k.geometry;
  return Array.from({ length: subBlocksPerBlock }, (_, i) => k.bitmap[block * subBlocksPerBlock + i]).join('');
}

/** Every page of the block, as the memmap and the ghosts have it. */
function pagesText({ after: k }: KernelStep, block: number): string {
  const first = firstPageOf(k, block);
  return Array.from({ length: firstPageOf(k, block + 1) - first }, (_, i) => pageText(k, first + i)).join(' ');
}

function pageText(k: Kernel, page: number): string {
  const fields = [k.pageType, k.refcount, k.reserved, k.dirty, k.skippable, k.lru, k.hwpoison, k.owner];
  return [...fields.map((field) => field[page]), k.isolated[k.geometry.subBlockOfPage[page]]].join(',');
}

const BLOCK = 0;

/** A block that was never online, and a task that onlines it once. */
function onlinedOnce(configuration: Configuration, switches: Switches): System<Kernel> {
  const added = { ...configuration, offline: [BLOCK], veto: [] };
  const context = contextOf(added, switches);
  const system = kernelSystem(added, switches);
  function* onlineOnce(): Process<Kernel> {
    yield waitUntil(lockDeviceHotplug, BLOCK, 0);
    yield* memoryBlockOnline(context, BLOCK, added.zone === 'movable', 0);
    yield step(unlockDeviceHotplug, BLOCK);
  }
  const others = system.processes.filter(({ name }) => !name.startsWith('sysfs'));
  return { ...system, processes: [{ name: 'sysfs', run: onlineOnce }, ...others] };
}

export const D7: ComparisonProperty = {
  id: 'D7',
  title: 'online as the first time',
  quote: 'exactly the same as when onling a memory block that is partially populated',
  statement: 'What a block comes to when it is onlined again is what it can come to the first time.',
  kind: 'comparison',
  systems: (configuration, switches) => [kernelSystem(configuration, switches), onlinedOnce(configuration, switches)],
  seen: (at) => (isOnlined(at) ? pagesText(at, argument(at, 0)) : undefined),
  wrong: 'the block is online, as it never is when it is onlined the other way',
};

export const D8: DependenceProperty = {
  id: 'D8',
  title: 'bitmap decides',
  quote: 're-initializing the memmap using the driver knowledge',
  statement: "What a block comes to when it is onlined depends on the driver's bitmap alone.",
  kind: 'dependence',
  concerns: isOnlined,
  on: (at) => bitmapText(at, argument(at, 0)),
  result: (at) => pagesText(at, argument(at, 0)),
  wrong: 'the block is online, and its pages are not as they were another time with the same bitmap',
};
