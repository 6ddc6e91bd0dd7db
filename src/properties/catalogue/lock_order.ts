/**
 * In which order the locks of memory hotplug are taken: LO, that nobody can deadlock by it, told even where no run does; and LB,
 * that it is one order, which lockdep asks for. Only in configurations with locks of their own do they say much.
 */

import { LOCKS } from '../../model/modules.js';
import type { KernelStep } from '../kinds/kernel_step.js';
import type { LockOrderProperty, LockTaken } from '../kinds/lock_order.js';

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
