/** Who takes device_hotplug_lock, and so may offline, online and remove blocks: the names of processes, and their numbers. */

import type { Configuration } from './configuration.js';

/** `remover`, or `remover 0` and `remover 1` where there are several. */
export function processNames(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => (count === 1 ? name : `${name} ${i}`));
}

/** The processes that take the lock, in the order of the numbers under which they hold it. */
export function hotplugTasks({ actors }: Configuration): string[] {
  return [
    ...processNames('sysfs', actors.sysfs),
    'worker',
    ...(actors.unload ? ['unload'] : []),
    ...processNames('remover', actors.removers),
  ];
}

export const workerHolder = (configuration: Configuration): number => hotplugTasks(configuration).indexOf('worker');

export const unloadHolder = (configuration: Configuration): number => hotplugTasks(configuration).indexOf('unload');

export const removerHolder = (configuration: Configuration, remover: number): number =>
  hotplugTasks(configuration).length - configuration.actors.removers + remover;
