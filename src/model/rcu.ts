/** RCU as far as walkers and the driver use it: read-side critical sections, and waiting for those that have begun. */

import { procedure } from '../checker/procedure.js';
import { BLOCKED, type Process, step, waitUntil } from '../checker/process.js';
import { atomic } from './atomic.js';
import type { Kernel } from './state.js';

/** rcu_read_lock() */
export const rcuReadLock = atomic(
  'rcu_read_lock',
  { on: ['process'], writes: ['inRcu'] },
  (k: Kernel, walker: number) => {
    k.inRcu[walker] = 1;
  },
);

/** rcu_read_unlock(): who waits for this reader waits no longer. */
export const rcuReadUnlock = atomic(
  'rcu_read_unlock',
  { on: ['process'], writes: ['awaited', 'inRcu'] },
  (k: Kernel, walker: number) => {
    k.inRcu[walker] = 0;
    k.awaited[walker] = 0;
  },
);

const beginGracePeriod = atomic('synchronize_rcu', { on: [], reads: ['inRcu'], writes: ['awaited'] }, (k: Kernel) => {
  for (let walker = 0; walker < k.awaited.length; walker++) k.awaited[walker] = k.inRcu[walker];
});

const endGracePeriod = atomic('synchronize_rcu', { on: [], reads: ['awaited'] }, (k: Kernel) => {
  for (let walker = 0; walker < k.awaited.length; walker++) if (k.awaited[walker] === 1) return BLOCKED;
  return 0;
});

/** synchronize_rcu(): waits for the sections that have begun, not for those that begin meanwhile. */
export const synchronizeRcu = procedure(function* synchronizeRcu(): Process<Kernel> {
  yield step(beginGracePeriod);
  yield waitUntil(endGracePeriod);
});
