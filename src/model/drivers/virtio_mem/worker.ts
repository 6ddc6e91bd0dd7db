/** The worker of virtio-mem, which plugs and unplugs sub-blocks under the driver's mutex. drivers/virtio/virtio_mem.c. */

import { procedure } from '../../../checker/procedure.js';
import { type Process, retryPoint, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, chooseOf, chooseWord } from '../../context.js';
import type { Kernel } from '../../state.js';
import { plugOrUnplugBigBlock } from './big_block.js';
import { plugAndAddMb, removeUnpluggedOfflineMb, tryRemoveUnpluggedMb } from './block.js';
import { workerLock, workerLockAny, workerUnlock } from './hotplug_mutex.js';
import { Driver } from './state.js';
import { plugSb, plugSbOnline, unplugSb, unplugSbOnline } from './sub_block.js';

/** queue_work(), by the device or the retry timer. Nothing is queued any more once the driver is being removed. */
const queueWork = atomic(
  'queue_work',
  { on: [], shown: { outcome: 'remark' }, reads: ['driver'], writes: ['workActive'] },
  ['queued', 'removing'],
  (k: Kernel) => {
    if (k.driver[0] !== Driver.LOADED) return 1;
    k.workActive[0] = 1;
    return 0;
  },
);

const endWork = atomic('virtio_mem_run_wq', { on: [], writes: ['workActive'] }, (k: Kernel) => {
  k.workActive[0] = 0;
});

/** virtio_mem_run_wq(): plugs what is unplugged and unplugs what is plugged, one thing at a time, until the driver goes. */
export const runWq = procedure(function* runWq(context: Context): Process<Kernel> {
  const { actors, bigBlocks } = context.configuration;
  for (;;) {
    yield retryPoint('virtio_mem_run_wq');
    if (actors.unload && (yield step(queueWork)) === queueWork.is.removing) return;
    yield* bigBlocks ? plugOrUnplugBigBlock(context) : plugOrUnplugSubBlock(context);
    if (actors.unload) yield step(endWork);
  }
});

const plugOrUnplugSubBlock = procedure(function* plugOrUnplugSubBlock(context: Context): Process<Kernel> {
  const { subBlocks, subBlocksPerBlock } = context.geometry;
  const subBlock = yield* chooseOf('sub-block', subBlocks, 'sub-block');
  const block = Math.floor(subBlock / subBlocksPerBlock);
  const found = yield waitUntil(context.configuration.removesBlocks ? workerLockAny : workerLock, subBlock);
  const { is } = workerLockAny;
  if (found === is.unused) {
    yield step(workerUnlock);
    yield* plugAndAddMb(context, subBlock, block);
    return;
  }
  const plugged = found === is['offline, plugged'] || found === is['online, plugged'];
  const online = found === is['online, plugged'] || found === is['online, unplugged'];
  if (plugged) yield* unplug(context, subBlock, block, online);
  else if (!context.configuration.noPlugBack) yield* plugOrRemove(context, subBlock, block, online);
  yield step(workerUnlock);
});

const unplug = procedure(function* unplug(
  context: Context,
  subBlock: number,
  block: number,
  online: boolean,
): Process<Kernel> {
  const unplugged = online ? yield* unplugSbOnline(context, subBlock) : yield* unplugSb(context, subBlock);
  if (unplugged && context.configuration.removesBlocks) yield* removeUnplugged(context, block, online);
});

/** A request to unplug comes by every block too, and finds those that it could not remove before. */
const plugOrRemove = procedure(function* plugOrRemove(
  context: Context,
  subBlock: number,
  block: number,
  online: boolean,
): Process<Kernel> {
  const removes =
    context.configuration.removesBlocks && (yield* chooseWord('request', ['plug', 'unplug'])) === 'unplug';
  if (removes) yield* removeUnplugged(context, block, online);
  else if (online) yield* plugSbOnline(context, subBlock);
  else yield* plugSb(subBlock);
});

/** Of a block with nothing plugged. Under the mutex, which is dropped meanwhile. */
const removeUnplugged = procedure(function* removeUnplugged(
  context: Context,
  block: number,
  online: boolean,
): Process<Kernel> {
  if (online) yield* tryRemoveUnpluggedMb(context, block);
  else yield* removeUnpluggedOfflineMb(context, block);
});
