/** balloon_mutex, around all that Xen's balloon does but for when it adds memory. drivers/xen/balloon.c, 5.10 to 7.3. */

import { BLOCKED } from '../../../checker/process.js';
import { type About, atomic } from '../../atomic.js';
import type { Kernel } from '../../state.js';
import { BalloonMutex } from './state.js';

const ABOUT: About<[value: number]> = {
  on: ['value'],
  in: 'balloon_thread',
  shown: { arguments: [], bare: true },
  reads: ['balloonMutex'],
  writes: ['balloonMutex'],
};

/** Whether it can be taken. */
export const isFree = (k: Kernel): boolean => k.balloonMutex[0] === BalloonMutex.NOBODY;

/** Whether nobody had it. */
export function tryLock(k: Kernel, owner: number): boolean {
  if (!isFree(k)) return false;
  k.balloonMutex[0] = owner;
  return true;
}

/** mutex_lock(), where nothing is looked at first. */
export const balloonLock = atomic('mutex_lock(balloon_mutex)', ABOUT, (k: Kernel, owner: number) =>
  tryLock(k, owner) ? 0 : BLOCKED,
);

/** mutex_unlock(), whoever has it, and whatever it was taken for. */
export const balloonUnlock = atomic(
  'mutex_unlock(balloon_mutex)',
  { on: [], in: 'balloon_thread', shown: { bare: true }, writes: ['balloonMutex'] },
  (k: Kernel) => {
    k.balloonMutex[0] = BalloonMutex.NOBODY;
  },
);
