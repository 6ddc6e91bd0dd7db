/** That the kernel's own bookkeeping stays sound: X6 and X7, and that it remembers damaged memory: HW. */

import { XenPage } from '../../model/drivers/xen_balloon/state.js';
import { Ballooned } from '../../model/mm/ballooned.js';
import { Damage } from '../../model/mm/hwpoison.js';
import { BlockState, blockOfPage, type Kernel, Oops, Owner } from '../../model/state.js';
import { type InvariantProperty, pageInvariant } from '../kinds/invariant.js';
import { isBuddy, isOffline } from './state_terms.js';

/**
 * A page that has left a movable balloon counts, though since 6.17 its type stays until it is freed; one of Xen's that is handed
 * out does not, though it has no type.
 */
const isWithDriver = (k: Kernel, page: number): boolean =>
  (isOffline(k, page) && k.ballooned[page] !== Ballooned.LEFT) || k.xenPage[page] === XenPage.HANDED_OUT;

/** Whether the page should count as managed when no operation is in progress. */
function isManaged(k: Kernel, page: number): boolean {
  if (k.sectionOnline[blockOfPage(k, page)] === 0 || k.owner[page] === Owner.MEMMAP) return false;
  return !isWithDriver(k, page);
}

/** Pages that count as managed, less those that should. */
function managedError(k: Kernel): number {
  let managed = 0;
  for (let page = 0; page < k.geometry.pages; page++) if (isManaged(k, page)) managed += k.geometry.weight[page];
  return k.managed[0] - managed;
}

/** The same of ZONE_MOVABLE, where zones are told apart. */
function managedMovableError(k: Kernel): number {
  if (!k.configuration.eitherZone) return 0;
  let managed = 0;
  for (let page = 0; page < k.geometry.pages; page++) {
    if (isManaged(k, page) && k.zoneMovable[blockOfPage(k, page)] === 1) managed += k.geometry.weight[page];
  }
  return k.managedMovable[0] - managed;
}

function presentError(k: Kernel): number {
  let present = 0;
  for (let page = 0; page < k.geometry.pages; page++) {
    if (k.blockState[blockOfPage(k, page)] === BlockState.ONLINE) present += k.geometry.weight[page];
  }
  return k.present[0] - present;
}

/** Nobody offlines, onlines, plugs or unplugs, nor takes pages for another driver. */
function atRest(k: Kernel): boolean {
  for (const cells of k.busy) if (cells[0] !== 0) return false;
  return true;
}

const tooMuch = (error: number): string => `${Math.abs(error)} too ${error > 0 ? 'high' : 'low'}`;

export const X6: InvariantProperty = {
  id: 'X6',
  title: 'counters right',
  statement:
    'Outside operations in progress, managed counts the pages of online blocks that are not PageOffline and hold no memmap, of each zone where zones are told apart, and present all of them.',
  kind: 'invariant',
  applies: atRest,
  violator: (k) =>
    atRest(k) && (managedError(k) !== 0 || managedMovableError(k) !== 0 || presentError(k) !== 0) ? 0 : -1,
  wrong: (k) => {
    const [error, movable] = [managedError(k), managedMovableError(k)];
    if (error !== 0) return `managed is ${k.managed[0]}, ${tooMuch(error)}`;
    if (movable !== 0) {
      return `managed of ZONE_MOVABLE is ${k.managedMovable[0]}, ${tooMuch(movable)}, and of the other zone ${tooMuch(-movable)}`;
    }
    return `present is ${k.present[0]}, off by ${presentError(k)}`;
  },
  harmless: true,
};

const UNSOUND: Readonly<Record<number, string>> = {
  [Oops.REF_UNDERFLOW]: 'a reference is dropped that nobody holds: the count would fall below 0',
  [Oops.BAD_FREE]: 'a page is freed or allocated that has another owner',
  [Oops.GARBAGE_MEMMAP]: 'a struct page is changed whose memmap is gone: it is garbage, or freed',
  [Oops.BUG_ON_OFFLINE]: 'BUG_ON in __offline_isolated_pages(): a page is neither free nor released',
  [Oops.BAD_UNLOCK]: 'a mutex is unlocked that is not held',
  [Oops.REF_LEAK]: 'a page has more references than there can be holders: they were leaked',
  [Oops.BUG_ON_REMOVE]: 'BUG_ON in the driver: a block cannot be removed that the driver keeps offline',
  [Oops.FREED_DEVICE]: 'the device of a block is used that was freed',
};

/** The count was overwritten while a walker held a reference: its put will drop somebody else's. */
function lostReference(k: Kernel, page: number): boolean {
  if (k.speculative[page] === 0) return false;
  const block = blockOfPage(k, page);
  if (k.memmapValid[block] === 0) return false;
  // A memmap that was just initialised holds a reference of its own to each page.
  const fresh = k.sectionOnline[block] === 0 && k.owner[page] === Owner.NONE && !k.switches.memmapFrozen;
  return k.refcount[page] < k.speculative[page] + (fresh ? 1 : 0);
}

function pageWithLostReference(k: Kernel): number {
  for (let page = 0; page < k.geometry.pages; page++) if (lostReference(k, page)) return page;
  return -1;
}

export const X7: InvariantProperty = {
  id: 'X7',
  title: 'counts sound',
  statement:
    'No reference is lost, no count falls below 0, no page has two owners, nobody changes a struct page whose memmap is gone, or uses a device that was freed, no BUG_ON.',
  kind: 'invariant',
  applies: () => true,
  violator: (k) => (k.oops[0] in UNSOUND ? 0 : pageWithLostReference(k)),
  faultsOfPages: [(k) => k.oops[0] in UNSOUND, lostReference],
  wrong: (k, page) =>
    UNSOUND[k.oops[0]] ??
    `page ${page} has count ${k.refcount[page]}, but walkers hold ${k.speculative[page]}: their put drops the reference of another`,
};

export const HW = pageInvariant({
  id: 'HW',
  title: 'stays poisoned',
  statement: 'Memory that was known to be damaged is not handed out again, not even after its block was offline.',
  concerns: (k, page) => k.damage[page] === Damage.KNOWN,
  // A page that keeps its mark may stay on the free list: the allocator drops it when it comes across it.
  broken: (k, page) => isBuddy(k, page) && k.hwpoison[page] === 0,
  wrong: (_, page) => `page ${page} is known to be damaged, and is free memory as any other again`,
});
