/** The model as a system for the checker: one process for each actor that the configuration names. */

import type { ProcessSpec, System } from '../checker/system.js';
import type { Configuration } from './configuration.js';
import type { Context } from './context.js';
import { balloonDriver } from './drivers/balloon.js';
import { stateStore } from './drivers/memory.js';
import { virtioMemRemove } from './drivers/virtio_mem/remove.js';
import { runWq } from './drivers/virtio_mem/worker.js';
import { kcoreReader } from './fs/kcore.js';
import { kdumpKernel } from './fs/vmcore.js';
import { geometryOf } from './geometry.js';
import { initKernel } from './initial_state.js';
import { contigUser } from './mm/contig_range.js';
import { memoryErrors } from './mm/memory_failure.js';
import { memoryRemover } from './mm/memory_remove.js';
import { briefUser, memoryUser } from './mm/users.js';
import { pfnWalker } from './mm/walkers.js';
import { bindKernel, type Kernel, kernelFields, Oops, removerHolder } from './state.js';
import type { Switches } from './switches.js';

export function kernelSystem(configuration: Configuration, switches: Switches): System<Kernel> {
  const context = { configuration, switches, geometry: geometryOf(configuration) };
  return {
    fields: kernelFields(context),
    bind: (views) => bindKernel(context, views),
    init: initKernel,
    processes: processesOf(context),
    halted: (k) => k.oops[0] !== Oops.NONE,
  };
}

function processesOf(context: Context): ProcessSpec<Kernel>[] {
  const { actors } = context.configuration;
  const numbered = (name: string, count: number, run: (i: number) => ReturnType<ProcessSpec<Kernel>['run']>) =>
    Array.from({ length: count }, (_, i) => ({ name: count === 1 ? name : `${name} ${i}`, run: () => run(i) }));
  return [
    ...numbered('sysfs', actors.sysfs, (i) => stateStore(context, i)),
    ...numbered('worker', actors.worker ? 1 : 0, () => runWq(context)),
    ...numbered('unload', actors.unload ? 1 : 0, () => virtioMemRemove(context)),
    ...numbered('remover', actors.removers, (i) => memoryRemover(context, removerHolder(context.configuration, i))),
    ...numbered('contig', actors.contig, () => contigUser(context)),
    ...numbered('walker', actors.walkers.length, (i) => pfnWalker(context, i)),
    ...numbered('reader', actors.readers, () => kcoreReader(context)),
    ...numbered('user', actors.users, (i) => memoryUser(context, i)),
    ...numbered('brief user', actors.briefUsers, () => briefUser(context)),
    ...numbered('balloon', actors.balloon ? 1 : 0, () => balloonDriver(context)),
    ...numbered('memory error', actors.poison ? 1 : 0, () => memoryErrors(context)),
    ...numbered('kdump', actors.kdump ? 1 : 0, () => kdumpKernel(context)),
  ];
}
