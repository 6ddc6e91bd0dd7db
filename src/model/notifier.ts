/**
 * The memory notifier chain: memory_notify() in drivers/base/memory.c, all versions. It stops at the first veto, and a
 * cancel goes to the whole chain, also to callbacks that never saw what is cancelled.
 */

import { choose, type Process } from '../checker/process.js';
import type { VetoPlace } from './configuration.js';
import type { Context } from './context.js';
import { virtioMemMemoryNotifierCb } from './drivers/virtio_mem/notifier.js';
import { MemoryAction } from './memory_action.js';
import type { Kernel } from './state.js';

export { MemoryAction };

/** Returns whether every callback accepted. */
export function* memoryNotify(context: Context, action: MemoryAction, block: number): Process<Kernel, boolean> {
  if (yield* anotherVetoes(context, action, 'beforeDriver')) return false;
  if (!(yield* virtioMemMemoryNotifierCb(context, action, block))) return false;
  return !(yield* anotherVetoes(context, action, 'afterDriver'));
}

/** A notifier of somebody else, which may veto what is about to begin. */
function* anotherVetoes({ configuration }: Context, action: MemoryAction, place: VetoPlace): Process<Kernel, boolean> {
  const mayVeto = action === MemoryAction.GOING_OFFLINE || action === MemoryAction.GOING_ONLINE;
  if (!mayVeto || !configuration.veto.includes(place)) return false;
  const where = place === 'beforeDriver' ? 'before the driver' : 'after the driver';
  return (yield choose(`notifier ${where}`, ['NOTIFY_OK', 'NOTIFY_BAD'])) === 1;
}
