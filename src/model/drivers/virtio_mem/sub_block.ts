/**
 * virtio-mem plugs and unplugs a sub-block: requests to the host, and the driver's own record of what it granted.
 * drivers/virtio/virtio_mem.c, 5.8 to 7.3, and the patches of RFC v3.
 */

import { procedure } from '../../../checker/procedure.js';
import { type Process, step } from '../../../checker/process.js';
import { atomic } from '../../atomic.js';
import { type Context, chooseWord } from '../../context.js';
import type { Kernel } from '../../state.js';
import { fakeOffline, fakeOnline } from './fake_offline.js';

const setPlugged = (to: number) => (k: Kernel, subBlock: number) => {
  const { firstPage } = k.geometry;
  for (let page = firstPage[subBlock]; page < firstPage[subBlock + 1]; page++) k.plugged[page] = to;
};

/** From here on the host backs the sub-block. */
const sendPlugRequest = atomic(
  'virtio_mem_send_plug_request',
  { on: ['sub-block'], writes: ['plugged'] },
  setPlugged(1),
);

/** From here on whoever touches the sub-block's content kills the guest. */
const sendUnplugRequest = atomic(
  'virtio_mem_send_unplug_request',
  { on: ['sub-block'], writes: ['plugged'] },
  setPlugged(0),
);

const setSbPlugged = atomic(
  'virtio_mem_sbm_set_sb_plugged',
  { on: ['sub-block'], writes: ['bitmap'] },
  (k: Kernel, subBlock: number) => {
    k.bitmap[subBlock] = 1;
  },
);

const setSbUnplugged = atomic(
  'virtio_mem_sbm_set_sb_unplugged',
  { on: ['sub-block'], writes: ['bitmap'] },
  (k: Kernel, subBlock: number) => {
    k.bitmap[subBlock] = 0;
  },
);

/** virtio_mem_sbm_plug_sb() */
export const plugSb = procedure(function* plugSb(subBlock: number): Process<Kernel> {
  yield step(sendPlugRequest, subBlock);
  yield step(setSbPlugged, subBlock);
});

/** virtio_mem_sbm_unplug_sb(). Returns whether the host took the sub-block away; it may be too busy to. */
export const unplugSb = procedure(function* unplugSb(
  { configuration }: Context,
  subBlock: number,
): Process<Kernel, boolean> {
  if (configuration.hostRefuses && (yield* chooseWord('host', ['ACK', 'BUSY'])) === 'BUSY') return false;
  yield step(sendUnplugRequest, subBlock);
  yield step(setSbUnplugged, subBlock);
  return true;
});

/** virtio_mem_sbm_unplug_sb_online(). Returns whether the sub-block is unplugged now. */
export const unplugSbOnline = procedure(function* unplugSbOnline(
  context: Context,
  subBlock: number,
): Process<Kernel, boolean> {
  if (!(yield* fakeOffline(context, subBlock))) return false;
  if (yield* unplugSb(context, subBlock)) return true;
  yield* fakeOnline(context, subBlock);
  return false;
});

/** virtio_mem_sbm_plug_any_sb() for a sub-block of an online block. */
export const plugSbOnline = procedure(function* plugSbOnline(context: Context, subBlock: number): Process<Kernel> {
  yield* plugSb(subBlock);
  yield* fakeOnline(context, subBlock);
});
