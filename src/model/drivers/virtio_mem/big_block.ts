/**
 * virtio-mem in big-block mode, where the device's block is no smaller than a memory block: the driver takes all pages of a big
 * block, offlines and removes its memory blocks, and only then tells the host. drivers/virtio/virtio_mem.c, 5.11 to 7.3.
 * The device is one big block here, and a section is one sub-block.
 */

import { procedure } from '../../../checker/procedure.js';
import { type Process, retryPoint, step, waitUntil } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, pagesOfBlock } from '../../context.js';
import { hotplugTask } from '../../demands.js';
import { Errno } from '../../errno.js';
import { addMemory, offlineAndRemoveMemory } from '../../mm/memory_remove.js';
import { pfnToOnlinePage } from '../../mm/sparse.js';
import type { Kernel } from '../../state.js';
import { fakeOffline, fakeOnline } from './fake_offline.js';
import { workerRelock, workerUnlock } from './hotplug_mutex.js';
import { BigBlock } from './state.js';

/** virtio_mem_bbm_get_bb_state(), by the worker, which alone sets it. */
const getBbState = atomic(
  'virtio_mem_bbm_get_bb_state',
  { on: [], reads: ['bigBlock'] },
  ['UNUSED', 'ADDED'],
  (k: Kernel) => {
    return k.bigBlock[0] === BigBlock.UNUSED ? 0 : 1;
  },
);

const setBbState = atomic(
  'virtio_mem_bbm_set_bb_state',
  { on: ['value'], writes: ['bigBlock'] },
  (k: Kernel, to: number) => {
    k.bigBlock[0] = to;
  },
);

/** The host backs the whole big block, or takes it away. */
const setPlugged = (to: number) => (k: Kernel) => {
  for (let page = 0; page < k.geometry.pages; page++) k.plugged[page] = to;
};

const plugBb = atomic('virtio_mem_bbm_plug_bb', { on: [], writes: ['plugged'] }, setPlugged(1));
const unplugBb = atomic('virtio_mem_bbm_unplug_bb', { on: [], writes: ['plugged'] }, setPlugged(0));

/**
 * One run of the worker: adds the big block when it is unused and takes it away when it is there.
 * @throws when a section is more than one sub-block
 */
export const plugOrUnplugBigBlock = procedure(function* plugOrUnplugBigBlock(context: Context): Process<Kernel> {
  if (context.geometry.subBlocksPerBlock !== 1) throw new Error('big blocks: a memory block must be one sub-block');
  if ((yield step(getBbState)) === getBbState.is.UNUSED) yield* plugAndAddBb(context);
  else yield* offlineRemoveAndUnplugBb(context);
});

/** virtio_mem_bbm_plug_and_add_bb() */
const plugAndAddBb = procedure(function* plugAndAddBb(context: Context): Process<Kernel> {
  const { geometry } = context;
  yield step(plugBb);
  yield step(setBbState, BigBlock.ADDED);
  for (let block = 0; block < geometry.blocks; block++) {
    yield* addMemory(context, block, hotplugTask(context, 'worker'));
  }
});

/**
 * virtio_mem_bbm_offline_remove_and_unplug_bb(). From FAKE_OFFLINE on the online callback keeps every page back, so that all
 * online pages are the driver's when it lets go of the mutex.
 */
const offlineRemoveAndUnplugBb = procedure(function* offlineRemoveAndUnplugBb(context: Context): Process<Kernel> {
  const { blocks } = context.geometry;
  yield waitUntil(workerRelock);
  yield step(setBbState, BigBlock.FAKE_OFFLINE);
  for (let section = 0; section < blocks; section++) {
    // Here and below not for a loop without end, but so that what happened to one section is forgotten before the next.
    yield retryPoint('virtio_mem_fake_offline', section);
    if (yield* fakeOfflineSection(context, section)) continue;
    yield* rollback(context, section);
    return;
  }
  yield step(workerUnlock);
  const error = yield* offlineAndRemoveMemory(context, { first: 0, end: blocks }, hotplugTask(context, 'worker'));
  if (error === Errno.OK) {
    yield step(unplugBb);
    yield step(setBbState, BigBlock.UNUSED);
    return;
  }
  yield waitUntil(workerRelock);
  yield* rollback(context, blocks);
});

/** Whether a section is offline, or all of its pages are the driver's now. */
const fakeOfflineSection = procedure(function* fakeOfflineSection(
  context: Context,
  section: number,
): Process<Kernel, boolean> {
  const [first] = pagesOfBlock(context, section);
  if ((yield step(pfnToOnlinePage, first)) === pfnToOnlinePage.is.NULL) return true;
  return yield* fakeOffline(context, section);
});

/**
 * The label `rollback` (in 6.1 `rollback_safe_unplug`) of virtio_mem_bbm_offline_remove_and_unplug_bb(): gives back the pages of the first
 * sections, those that are online, and lets go of the mutex.
 */
const rollback = procedure(function* rollback(context: Context, end: number): Process<Kernel> {
  for (let section = 0; section < end; section++) {
    yield retryPoint('virtio_mem_fake_online', section, end);
    const [first] = pagesOfBlock(context, section);
    if ((yield step(pfnToOnlinePage, first)) === pfnToOnlinePage.is.page) yield* fakeOnline(context, section);
  }
  yield step(setBbState, BigBlock.ADDED);
  yield step(workerUnlock);
});
