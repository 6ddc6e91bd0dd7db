/** What is kept through all that happens: the zone that a block was asked for, and the reference to a poisoned page. */

import { BlockState, blockOfPage, type Kernel, Owner } from '../model/state.js';
import { type InvariantProperty, type Property, pageInvariant } from './property.js';
import { someBlock } from './state_terms.js';

const isOnline = ({ blockState }: Kernel, block: number): boolean => blockState[block] === BlockState.ONLINE;

/** Whoever onlines a block in the model asks for the zone of the configuration. */
const isElsewhere = ({ zoneMovable, configuration }: Kernel, block: number): boolean =>
  (zoneMovable[block] === 1) !== (configuration.zone === 'movable');

export const Z1: InvariantProperty = {
  id: 'Z1',
  title: 'zone as asked for',
  statement: 'A block that is online is in the zone that it was asked to be onlined to, also when it was brought back.',
  kind: 'invariant',
  applies: (k) => someBlock(k, isOnline),
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

export const KEPT_PROPERTIES: readonly Property[] = [Z1, HW2];
