/**
 * What is kept through all that happens: the zone that a block was asked for, the reference to a poisoned page, that the driver's
 * worker can do its work, and that no memory is lost.
 */

import { Driver } from '../../model/drivers/virtio_mem/state.js';
import { BlockState, blockOfPage, type Kernel, Oops, Owner } from '../../model/state.js';
import { type InvariantProperty, pageInvariant } from '../kinds/invariant.js';
import type { ReachabilityProperty } from '../kinds/reachability.js';
import type { Property } from '../property.js';
import { cancels } from './attempts.js';
import { isBuddy, someBlock, somePageOf } from './state_terms.js';

const isOnline = ({ blockState }: Kernel, block: number): boolean => blockState[block] === BlockState.ONLINE;

/** Whoever onlines a block in the model asks for the zone of the configuration, unless for either. */
const isElsewhere = ({ zoneMovable, configuration }: Kernel, block: number): boolean =>
  !configuration.eitherZone && (zoneMovable[block] === 1) !== (configuration.zone === 'movable');

export const Z1: InvariantProperty = {
  id: 'Z1',
  title: 'zone as asked for',
  statement: 'A block that is online is in the zone that it was asked to be onlined to, also when it was brought back.',
  kind: 'invariant',
  applies: (k) => !k.configuration.eitherZone && someBlock(k, isOnline),
  violator: (k) => (someBlock(k, (same, block) => isOnline(same, block) && isElsewhere(same, block)) ? 0 : -1),
  wrong: () =>
    'a block is online in another zone than it was asked for: what cannot be moved may be put there, or not any more',
};

export const HW2 = pageInvariant({
  id: 'HW2',
  title: 'poison referenced',
  statement: 'A free page that memory_failure() has taken off its list keeps the reference that it took.',
  concerns: (k, page) => k.owner[page] === Owner.POISON && k.memmapValid[blockOfPage(k, page)] === 1,
  broken: (k, page) => k.refcount[page] === 0,
  wrong: (_, page) => `page ${page} was taken off its free list and has count 0: whoever finds it may take it for free`,
});

/** All blocks are online and left alone, and there is a driver with a worker in sub-block mode. */
function workerMayWork(k: Kernel): boolean {
  const { actors, bigBlocks } = k.configuration;
  if (!actors.worker || bigBlocks || k.driver[0] !== Driver.LOADED || k.oops[0] !== Oops.NONE) return false;
  return k.deviceHotplugLock[0] === 0 && !someBlock(k, (same, block) => !isOnline(same, block));
}

function isAllPlugged({ bitmap, geometry }: Kernel): boolean {
  for (let subBlock = 0; subBlock < geometry.subBlocks; subBlock++) if (bitmap[subBlock] === 0) return false;
  return true;
}

const someUsed = (k: Kernel): boolean =>
  someBlock(k, (_, block) => somePageOf(k, block, (same, page) => !isBuddy(same, page)));

export const U1: ReachabilityProperty = {
  id: 'U1',
  title: 'can be unplugged',
  statement: 'Of blocks that are online, left alone, plugged and free, the driver can still unplug some.',
  kind: 'reachability',
  from: (k) => workerMayWork(k) && isAllPlugged(k) && !someUsed(k),
  to: (k) => !isAllPlugged(k),
  during: workerMayWork,
  avoids: cancels,
  wrong: 'all of the memory is free, and yet the driver can unplug none of it',
};

export const U2: ReachabilityProperty = {
  id: 'U2',
  title: 'can be plugged again',
  statement: 'Of blocks that are online and left alone, the driver can still plug all that is unplugged.',
  kind: 'reachability',
  from: (k) => workerMayWork(k) && !isAllPlugged(k) && !k.configuration.noPlugBack && !k.configuration.removesBlocks,
  to: isAllPlugged,
  during: workerMayWork,
  avoids: cancels,
  wrong: 'some of the memory is unplugged, and the driver cannot plug it any more',
};

/** The host backs the page and its section is online, but nobody uses it, nor may allocate it. */
function isLeftUnused(k: Kernel, page: number): boolean {
  if (k.plugged[page] === 0 || k.sectionOnline[blockOfPage(k, page)] === 0) return false;
  const owner = k.owner[page];
  return owner === Owner.NONE || owner === Owner.DRIVER || owner === Owner.FOREIGN;
}

const someLeftUnused = (k: Kernel): boolean => someBlock(k, (_, block) => somePageOf(k, block, isLeftUnused));

export const U3: ReachabilityProperty = {
  id: 'U3',
  title: 'can be used',
  statement: 'Every page that the host backs, of a section that is online, can still come to the allocator.',
  kind: 'reachability',
  from: (k) => k.oops[0] === Oops.NONE && someLeftUnused(k),
  to: (k) => !someLeftUnused(k),
  during: () => true,
  avoids: cancels,
  wrong: 'the host backs a page, and nobody can ever use it: its memory is lost until the next boot',
};

export const KEPT_PROPERTIES: readonly Property[] = [Z1, HW2, U1, U2, U3];
