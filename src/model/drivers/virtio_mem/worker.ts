/** The worker of virtio-mem, which plugs and unplugs sub-blocks under the driver's mutex. drivers/virtio/virtio_mem.c. */

import { atomic, BLOCKED, type Process, retryPoint, step, waitUntil } from '../../../checker/process.js';
import { type Context, chooseOf } from '../../context.js';
import { blockOfSubBlock, type Kernel, MutexOwner, Oops, raise } from '../../state.js';
import { plugSb, plugSbOnline, unplugSb, unplugSbOnline } from './sub_block.js';

/** mutex_lock(&vm->hotplug_mutex), and what the driver then knows of the sub-block. */
const workerLock = atomic(
  'mutex_lock(hotplug_mutex)',
  ['offline, unplugged', 'offline, plugged', 'online, unplugged', 'online, plugged'],
  (k: Kernel, subBlock: number) => {
    if (k.hotplugMutex[0] !== MutexOwner.NOBODY) return BLOCKED;
    k.hotplugMutex[0] = MutexOwner.WORKER;
    return 2 * k.driverOnline[blockOfSubBlock(k, subBlock)] + k.bitmap[subBlock];
  },
);

const workerUnlock = atomic('mutex_unlock(hotplug_mutex)', (k: Kernel) => {
  if (k.hotplugMutex[0] !== MutexOwner.WORKER) raise(k, Oops.BAD_UNLOCK);
  k.hotplugMutex[0] = MutexOwner.NOBODY;
});

/** virtio_mem_run_wq(): plugs what is unplugged and unplugs what is plugged, one sub-block at a time, for ever. */
export function* runWq(context: Context): Process<Kernel> {
  for (;;) {
    yield retryPoint('virtio_mem_run_wq');
    const subBlock = yield* chooseOf('sub-block', context.geometry.subBlocks, 'sub-block');
    const found = yield waitUntil(workerLock, subBlock);
    if (found === 1) yield* unplugSb(subBlock);
    else if (found === 3) yield* unplugSbOnline(context, subBlock);
    else if (context.configuration.noPlugBack !== true) {
      if (found === 0) yield* plugSb(subBlock);
      else yield* plugSbOnline(context, subBlock);
    }
    yield step(workerUnlock);
  }
}
