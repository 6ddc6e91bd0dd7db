/**
 * In which order the locks of memory hotplug are taken: LO, that nobody can deadlock by it, told even where no run does; and LB,
 * that it is one order, which lockdep asks for. Only in configurations with locks of their own do they say much.
 */

import { MutexOwner } from '../../model/drivers/virtio_mem/state.js';
import type { Kernel } from '../../model/state.js';
import type { KernelStep, LockOrderProperty, LockTaken } from '../property.js';
import { someBlock } from './state_terms.js';

/** A lock, and whether a task has it: its number as the locks know it, from 1, and its name. */
interface Lock {
  readonly name: string;
  readonly isHeld: (k: Kernel, task: number, process: string) => boolean;
}

/** Whoever offlines or onlines holds the driver's mutex from MEM_GOING_* to the closing notification. */
function holdsDriversMutex(k: Kernel, task: number, process: string): boolean {
  if (k.hotplugMutex[0] === MutexOwner.WORKER) return process === 'worker';
  return k.hotplugMutex[0] === MutexOwner.NOTIFIER && k.deviceHotplugLock[0] === task;
}

const LOCKS: readonly Lock[] = [
  { name: 'device_hotplug_lock', isHeld: (k, task) => k.deviceHotplugLock[0] === task },
  { name: 'device_lock', isHeld: (k, task) => someBlock(k, (_, block) => k.deviceLock[block] === task) },
  { name: 'mem_hotplug_lock', isHeld: (k, task) => k.memHotplugLock[0] === task },
  { name: 'hotplug_mutex', isHeld: holdsDriversMutex },
];

/** A task takes one lock in a step, and lets go of none. */
function taken({ before, after, process }: KernelStep): LockTaken | undefined {
  const task = before.demands.hotplugTasks.indexOf(process) + 1;
  if (task === 0) return undefined;
  const lock = LOCKS.find(({ isHeld }) => !isHeld(before, task, process) && isHeld(after, task, process));
  if (lock === undefined) return undefined;
  const held = LOCKS.filter(({ isHeld }) => isHeld(before, task, process)).map(({ name }) => name);
  return held.length === 0 ? undefined : { lock: lock.name, held };
}

export const LO: LockOrderProperty = {
  id: 'LO',
  title: 'lock order',
  statement: 'No two locks are taken in opposite orders, unless a third is held in both.',
  kind: 'lock order',
  taken,
  evenGuarded: false,
};

export const LB: LockOrderProperty = {
  id: 'LB',
  title: 'one lock order',
  statement: 'No two locks are taken in opposite orders, whatever else is held.',
  kind: 'lock order',
  taken,
  evenGuarded: true,
};

export const LOCK_PROPERTIES: readonly LockOrderProperty[] = [LO, LB];
