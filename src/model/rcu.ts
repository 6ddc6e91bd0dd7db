/**
 * RCU: read-side critical sections, and waiting for those that have begun, whosever they are, but for tasks that look sections
 * up: they look at nothing but what kfree_rcu() frees, which waits for them itself, see mm/section_usage.ts. An actor with
 * readers marks its fields, see `FieldDeclaration.rcu`; those of walkers are entered and left here. kernel/rcu, all versions.
 */

import { procedure } from '../checker/procedure.js';
import { BLOCKED, type Process, step, waitUntil } from '../checker/process.js';
import { atomic } from './atomic.js';
import type { Kernel } from './state.js';

/** rcu_read_lock() of a walker. */
export const rcuReadLock = atomic(
  'rcu_read_lock',
  { on: ['process'], writes: ['inRcu'] },
  (k: Kernel, walker: number) => {
    k.inRcu[walker] = 1;
  },
);

/** rcu_read_unlock() of a walker: who waits for this reader waits no longer. */
export const rcuReadUnlock = atomic(
  'rcu_read_unlock',
  { on: ['process'], writes: ['awaited', 'inRcu'] },
  (k: Kernel, walker: number) => {
    k.inRcu[walker] = 0;
    k.awaited[walker] = 0;
  },
);

const beginGracePeriod = atomic(
  'synchronize_rcu',
  { on: [], reads: ({ rcu }) => rcu === 'reads', writes: ({ rcu }) => rcu === 'awaited' },
  (k: Kernel) => {
    for (const { reads, awaited } of k.rcu) {
      for (let reader = 0; reader < awaited.length; reader++) awaited[reader] = reads[reader] === 0 ? 0 : 1;
    }
  },
);

const endGracePeriod = atomic('synchronize_rcu', { on: [], reads: ({ rcu }) => rcu === 'awaited' }, (k: Kernel) => {
  for (const { awaited } of k.rcu) {
    for (let reader = 0; reader < awaited.length; reader++) if (awaited[reader] === 1) return BLOCKED;
  }
  return 0;
});

/** synchronize_rcu(): waits for the sections that have begun, not for those that begin meanwhile. */
export const synchronizeRcu = procedure(function* synchronizeRcu(): Process<Kernel> {
  yield step(beginGracePeriod);
  yield waitUntil(endGracePeriod);
});
