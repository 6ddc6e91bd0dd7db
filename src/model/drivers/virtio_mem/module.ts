/** The driver virtio-mem, as it registers itself: virtio_mem_probe(). drivers/virtio/virtio_mem.c, 5.8 to 7.3. */

import type { Configuration } from '../../configuration.js';
import type { Demands } from '../../demands.js';
import { type Entries, flag, trouble, type ValuesOf } from '../../entry.js';
import type { Fault, LockDeclaration, Module } from '../../module.js';
import type { Switches } from '../../switches.js';
import { virtioMemMemoryNotifierCb } from './notifier.js';
import { virtioMemOnlinePage } from './online_page.js';
import { virtioMemRemove } from './remove.js';
import { initVirtioMem, MutexOwner, VIRTIO_MEM_FIELDS } from './state.js';
import { runWq } from './worker.js';

const ACTORS = {
  worker: flag("The driver's worker plugs and unplugs sub-blocks, for ever."),
  unload: flag('The driver is unloaded, once, whatever its memory is doing.'),
} as const satisfies Entries;

const ENTRIES = {
  noPlugBack: flag("The driver's worker unplugs and never plugs."),
  removesBlocks: flag(
    'The driver removes a block of which nothing is plugged, and adds it again later; otherwise it leaves it there.',
  ),
  unpluggedReadable: flag(
    'The device lets unplugged memory be read: it has not the feature VIRTIO_MEM_F_UNPLUGGED_INACCESSIBLE.',
  ),
  hostRefuses: trouble(flag('The host may refuse to take a sub-block away.')),
  bigBlocks: flag(
    'The driver is in big-block mode: it takes away all memory blocks or none, each of which is one sub-block.',
  ),
} as const satisfies Entries;

declare module '../../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

function modeFaults({ bigBlocks, subBlocksPerBlock }: Configuration): Fault[] {
  if (!bigBlocks || subBlocksPerBlock === 1) return [];
  return [['subBlocksPerBlock', 'in big-block mode a block is one sub-block']];
}

/** Even where it only follows requests of a recording, the worker is one of those who offline blocks. */
function virtioMemDemands(
  { actors, removesBlocks, bigBlocks }: Configuration,
  { rcuSync }: Switches,
): Partial<Demands> {
  return {
    hotplugTasks: actors.unload ? ['worker', 'unload'] : ['worker'],
    speculative: actors.users > 0 && actors.worker ? 1 : 0,
    removesMemory: removesBlocks || bigBlocks || actors.unload,
    gracePeriods: rcuSync,
  };
}

/** Whoever offlines or onlines holds it from MEM_GOING_* to the closing notification. */
const hotplugMutex: LockDeclaration = {
  name: 'hotplug_mutex',
  isHeld: (k, task, process) =>
    k.hotplugMutex[0] === MutexOwner.WORKER
      ? process === 'worker'
      : k.hotplugMutex[0] === MutexOwner.NOTIFIER && k.deviceHotplugLock[0] === task,
};

/** The driver virtio-mem: its state, notifier, callback and worker. */
export const virtioMem: Module = {
  driver: 'virtio_mem',
  faults: modeFaults,
  entries: ENTRIES,
  fields: VIRTIO_MEM_FIELDS,
  init: initVirtioMem,
  notifiers: [{ priority: 0, call: virtioMemMemoryNotifierCb }],
  onlinePage: virtioMemOnlinePage,
  locks: [hotplugMutex],
  demands: virtioMemDemands,
  actors: [
    {
      key: 'worker',
      entry: ACTORS.worker,
      shows: 'what becomes of sub-blocks that are unplugged and plugged while their block is offlined and onlined',
      cannotShow: 'two devices, or a device that changes its region',
      name: 'worker',
      run: runWq,
    },
    {
      key: 'unload',
      entry: ACTORS.unload,
      shows: 'what is left of unplugged pages when nobody answers for them',
      cannotShow: 'a driver that is loaded again',
      name: 'unload',
      run: virtioMemRemove,
    },
  ],
};
