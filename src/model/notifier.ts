/**
 * The memory notifier chain: memory_notify() in drivers/base/memory.c, all versions. It stops at the first veto, and a
 * cancel goes to the whole chain, also to callbacks that never saw what is cancelled.
 */

import { procedure } from '../checker/procedure.js';
import type { Process } from '../checker/process.js';
import type { Context } from './context.js';
import { MemoryAction } from './memory_action.js';
import type { Kernel } from './state.js';

export { MemoryAction };

/** Returns whether every callback accepted. */
export const memoryNotify = procedure(function* memoryNotify(
  context: Context,
  action: MemoryAction,
  block: number,
): Process<Kernel, boolean> {
  for (const { call } of context.notifiers) if (!(yield* call(context, action, block))) return false;
  return true;
});
