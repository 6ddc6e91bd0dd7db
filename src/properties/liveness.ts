/**
 * That what begins also ends: attempts to offline, waits for locks, references held for a moment. Each property names what it
 * assumes of whom.
 */

import type { Fairness, LeadsTo } from '../checker/liveness.js';
import { Attempt, BlockState, Isolated, type Kernel, MutexOwner, Oops } from '../model/state.js';
import { EF } from './attempts.js';
import type { ReachabilityProperty } from './property.js';

/** What is assumed of the processes of each name, numbers left out. Of others nothing is: they may stop wherever they are. */
export type Needs = Readonly<Record<string, Exclude<Fairness, 'none'>>>;

/** From every reachable state of the kind `from`, every run that is as fair as `needs` says reaches one of the kind `to`. */
export interface LivenessProperty
  extends Pick<ReachabilityProperty, 'id' | 'title' | 'quote' | 'statement'>,
    LeadsTo<Kernel> {
  readonly kind: 'liveness';
  readonly needs: Needs;
  /** One sentence: what goes on for ever in a run that violates it, or how it ends. */
  readonly wrong: string;
}

/** The fairness of each process by its own name: `walker 1` is a `walker`. */
export function assuming(needs: Needs): (process: string) => Fairness {
  return (process) => needs[process.replace(/ \d+$/, '')] ?? 'none';
}

function liveness(property: Omit<LivenessProperty, 'kind' | 'fairness'>): LivenessProperty {
  return { ...property, kind: 'liveness', fairness: assuming(property.needs) };
}

/**
 * Who waits for a lock that others take again and again gets it in the end, as mutexes and rwsems are handed over to waiters:
 * strong. Who holds something goes on until it is given back: weak. The user of a page cannot keep it for ever: weak.
 */
const EVERYBODY_GOES_ON: Needs = {
  sysfs: 'strong',
  worker: 'strong',
  contig: 'weak',
  walker: 'weak',
  reader: 'weak',
  user: 'weak',
};

/** Nothing is asked of a machine behind a crash, which is a violation of other properties. */
const crashed = (k: Kernel): boolean => k.oops[0] !== Oops.NONE;

/** Attempts never overlap, as device_hotplug_lock is held all along, so that "some block" is the same one for a whole attempt. */
function someBlock(k: Kernel, is: (k: Kernel, block: number) => boolean): boolean {
  for (let block = 0; block < k.geometry.blocks; block++) if (is(k, block)) return true;
  return false;
}

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
  needs: EVERYBODY_GOES_ON,
  wrong: 'without a signal the attempt goes on for ever, and all hotplug locks are held',
});

/** An attempt runs and has isolated every pageblock of its block, whose section is online still. */
function isolatedToOffline(k: Kernel, block: number): boolean {
  if (k.attempt[block] !== Attempt.RUNNING || k.sectionOnline[block] === 0) return false;
  const { subBlocksPerBlock } = k.geometry;
  for (let i = 0; i < subBlocksPerBlock; i++) {
    if (k.isolated[block * subBlocksPerBlock + i] !== Isolated.FOR_OFFLINE) return false;
  }
  return true;
}

/** Isolation may fail by right: alloc_contig_range() may have isolated a pageblock before, so an attempt is held to it only then. */
export const L2: LivenessProperty = liveness({
  id: 'L2',
  title: 'attempts succeed',
  quote: 'allow to offline memory blocks of which some parts were unplugged',
  statement: 'Every attempt that has isolated its block, and that no one cancels, ends with the section offline.',
  from: (k) => someBlock(k, isolatedToOffline),
  to: (k) => EF.to(k) || crashed(k),
  during: EF.during,
  avoids: EF.avoids,
  needs: EVERYBODY_GOES_ON,
  wrong: 'no one cancels the attempt, and yet the section does not go offline in it',
});

/** Of the same task or another: all of them try again for ever. */
export const L3: LivenessProperty = liveness({
  id: 'L3',
  title: 'retries succeed',
  statement: 'When an attempt fails that no one cancels, a later one succeeds if attempts are made for ever.',
  from: goingOffline,
  to: (k) => EF.to(k) || crashed(k),
  avoids: EF.avoids,
  needs: EVERYBODY_GOES_ON,
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
  needs: { walker: 'weak', sysfs: 'weak', worker: 'weak', contig: 'weak' },
  wrong: 'at every moment somebody holds a reference that is not the owner of the page',
});

export const L5: LivenessProperty = liveness({
  id: 'L5',
  title: 'driver works on',
  statement: "When an attempt has taken the driver's mutex, the driver's worker gets it later.",
  from: (k) => k.configuration.actors.worker && k.hotplugMutex[0] === MutexOwner.NOTIFIER,
  to: (k) => k.hotplugMutex[0] === MutexOwner.WORKER || crashed(k),
  needs: EVERYBODY_GOES_ON,
  wrong: "the driver's worker waits for its mutex for ever: nothing can be plugged or unplugged any more",
});

export const L6: LivenessProperty = liveness({
  id: 'L6',
  title: 'lock released',
  statement: 'Who holds device_hotplug_lock, to offline or to online, releases it.',
  from: (k) => k.deviceHotplugLock[0] !== 0,
  to: (k) => k.deviceHotplugLock[0] === 0 || crashed(k),
  needs: EVERYBODY_GOES_ON,
  wrong: 'device_hotplug_lock is held for ever: every other task that needs it hangs',
});

export const LIVENESS_PROPERTIES: readonly LivenessProperty[] = [L1, L2, L3, L4, L5, L6];
