/**
 * That what begins also ends: attempts to offline, waits for locks, references held for a moment. All of them assume the same,
 * which follows from how each process is written: see {@link liveness}.
 */

import type { Branch } from '../../checker/automaton.js';
import { Driver, MutexOwner } from '../../model/drivers/virtio_mem/state.js';
import { Ballooned } from '../../model/mm/ballooned.js';
import { Attempt, BlockState, Isolated, type Kernel, Oops, Owner } from '../../model/state.js';
import type { LivenessProperty } from '../kinds/liveness.js';
import { EF } from './attempts.js';
import { isOffline, someBlock, somePageOf } from './state_terms.js';

/**
 * Whoever is not at rest goes on: who has begun something ends it, and who waits for a lock that others take again and again
 * gets it in the end, as mutexes and rwsems are handed over to waiters. Both are strong fairness; of a process that asks by a
 * plain step it is no more than weak, as a step is always possible. At rest are those who need not begin: walkers, readers,
 * users, other callers of alloc_contig_range(), the other driver, memory that may break, whoever may unload the driver. Tasks
 * that write to state files, the driver's worker and a remover of blocks are never at rest: they act for ever.
 */
export function liveness(property: Omit<LivenessProperty, 'kind' | 'fairness'>): LivenessProperty {
  return { ...property, kind: 'liveness', fairness: () => 'strong' };
}

/** Nothing is asked of a machine behind a crash, which is a violation of other properties. */
export const crashed = (k: Kernel): boolean => k.oops[0] !== Oops.NONE;

/** Attempts never overlap, as device_hotplug_lock is held all along, so that "some block" is the same one for a whole attempt. */
function goingOffline(k: Kernel): boolean {
  return someBlock(k, (_, block) => k.blockState[block] === BlockState.GOING_OFFLINE);
}

export const L1: LivenessProperty = liveness({
  id: 'L1',
  title: 'attempts end',
  statement: 'Every attempt to offline a block ends, whether it succeeds or fails, with nobody to cancel it.',
  from: goingOffline,
  to: (k) => !goingOffline(k) || crashed(k),
  avoids: EF.avoids,
  wrong: 'without a signal the attempt goes on for ever, and all hotplug locks are held',
});

/** Another driver owns a page of the block, whether it is PageOffline yet or not. */
export function holdsForeignPage(k: Kernel, block: number): boolean {
  return somePageOf(k, block, isForeign);
}

/** One that migrates, or is about to be freed by its balloon, is in nobody's way. */
const isForeign = (k: Kernel, page: number): boolean =>
  k.owner[page] === Owner.FOREIGN && k.ballooned[page] === Ballooned.NO;

/** The section is offline; or nobody can say any more that it should be: without its driver nobody consents for its pages. */
export const hasSucceeded = (k: Kernel): boolean => EF.to(k) || crashed(k) || k.driver[0] !== Driver.LOADED;

/** An attempt runs and has isolated every pageblock of its block, whose section is online still. */
function isolatedToOffline(k: Kernel, block: number): boolean {
  if (k.attempt[block] !== Attempt.RUNNING || k.sectionOnline[block] === 0) return false;
  const { subBlocksPerBlock } = k.geometry;
  for (let i = 0; i < subBlocksPerBlock; i++) {
    if (k.isolated[block * subBlocksPerBlock + i] !== Isolated.FOR_OFFLINE) return false;
  }
  return true;
}

/**
 * Isolation may fail by right: alloc_contig_range() may have isolated a pageblock before, so an attempt is held to it only
 * then. With a page of another driver an attempt fails by right, too.
 */
export const L2: LivenessProperty = liveness({
  id: 'L2',
  title: 'attempts succeed',
  quote: 'allow to offline memory blocks of which some parts were unplugged',
  statement:
    'Every attempt that has isolated its block, and that no one cancels, ends with the section offline while the driver is there.',
  from: (k) => someBlock(k, (_, block) => isolatedToOffline(k, block) && !holdsForeignPage(k, block)),
  to: hasSucceeded,
  during: EF.during,
  avoids: EF.avoids,
  wrong: 'no one cancels the attempt, and yet the section does not go offline in it',
});

/**
 * Of the same task or another: all of them try again for ever. Where others isolate pageblocks too it is violated, however fair
 * all are.
 */
export const L3: LivenessProperty = liveness({
  id: 'L3',
  title: 'retries succeed',
  statement:
    'When an attempt fails that no one cancels, a later one succeeds if attempts are made for ever, while the driver is there.',
  from: (k) => goingOffline(k) && !someBlock(k, holdsForeignPage),
  to: hasSucceeded,
  avoids: EF.avoids,
  wrong: 'attempts are made for ever, no one cancels them, and the section never goes offline',
});

function isReferencedForAMoment(k: Kernel): boolean {
  for (let page = 0; page < k.geometry.pages; page++) if (k.speculative[page] > 0) return true;
  return false;
}

export const L4: LivenessProperty = liveness({
  id: 'L4',
  title: 'references put',
  statement: 'When walkers or migration hold references, there comes a time when none of them holds one.',
  from: isReferencedForAMoment,
  to: (k) => !isReferencedForAMoment(k) || crashed(k),
  wrong: 'at every moment somebody holds a reference that is not the owner of the page',
});

/** The driver's worker runs, or will: of a driver that is being removed it ends, and nobody waits for it then. */
const workerMayCome = (k: Kernel): boolean =>
  k.configuration.actors.worker && (k.driver[0] === Driver.LOADED || k.workActive[0] === 1);

export const L5: LivenessProperty = liveness({
  id: 'L5',
  title: 'driver works on',
  statement:
    "When an attempt has taken the driver's mutex, the driver's worker gets it later, unless the driver is unloaded.",
  from: (k) => workerMayCome(k) && k.hotplugMutex[0] === MutexOwner.NOTIFIER,
  to: (k) => k.hotplugMutex[0] === MutexOwner.WORKER || !workerMayCome(k) || crashed(k),
  wrong: "the driver's worker waits for its mutex for ever: nothing can be plugged or unplugged any more",
});

export const L6: LivenessProperty = liveness({
  id: 'L6',
  title: 'lock released',
  statement: 'Who holds device_hotplug_lock, to offline or to online, releases it.',
  from: (k) => k.deviceHotplugLock[0] !== 0,
  to: (k) => k.deviceHotplugLock[0] === 0 || crashed(k),
  wrong: 'device_hotplug_lock is held for ever: every other task that needs it hangs',
});

const allOffline = (k: Kernel): boolean => !someBlock(k, (_, block) => k.blockState[block] !== BlockState.OFFLINE);

/** Of all blocks, since a task that may offline another one for ever need not online any. */
export const L7: LivenessProperty = liveness({
  id: 'L7',
  title: 'onlining succeeds',
  statement: 'When every block is offline, attempts to online that no other notifier vetoes bring one back.',
  from: allOffline,
  to: (k) => !allOffline(k) || crashed(k),
  avoids: EF.avoids,
  wrong: 'attempts to online are made for ever, no other notifier vetoes them, and every block stays offline',
});

/** A user gives its page up, or somebody (a walker, a user, a reader) picks another page. */
function helpsOrHindersMigration({ action, choices }: Branch<Kernel>): boolean {
  return action?.name === 'zap_pte' || choices.some(({ name }) => name === 'page');
}

export const L8: LivenessProperty = liveness({
  id: 'L8',
  title: 'users may stay',
  statement:
    'Every attempt as in L2 ends with the section offline although users keep their pages, if nobody else comes by.',
  from: L2.from,
  to: L2.to,
  during: EF.during,
  avoids: (branch) => EF.avoids(branch) || helpsOrHindersMigration(branch),
  wrong: 'nobody else comes by, users keep their pages, and the section does not go offline',
});

/** A page of the block is PageOffline, and another driver's. */
function holdsForeignOfflinePage(k: Kernel, block: number): boolean {
  return somePageOf(k, block, (same, page) => isForeign(same, page) && isOffline(same, page));
}

/** An attempt runs on a block that cannot go offline. */
function runsInVain(k: Kernel, block: number): boolean {
  return k.attempt[block] === Attempt.RUNNING && holdsForeignOfflinePage(k, block);
}

/** That it does not end in success is X5. Nobody is asked to take the page away: the other driver may be at rest. */
export const X4: LivenessProperty = liveness({
  id: 'X4',
  title: 'foreign page refused',
  statement: "An attempt on a block with another driver's PageOffline page ends in failure, not in an endless loop.",
  from: (k) => someBlock(k, runsInVain),
  to: (k) => !someBlock(k, runsInVain) || crashed(k),
  avoids: EF.avoids,
  wrong: "no one cancels the attempt, and it does not fail, although another driver's page can never be offlined",
});

/** What happens at last, under fairness. */
export const LIVENESS_PROPERTIES: readonly LivenessProperty[] = [L1, L2, L3, L4, L5, L6, L7, L8, X4];
