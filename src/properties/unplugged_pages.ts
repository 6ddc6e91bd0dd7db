/** What must never happen to a page that the host took away: S3, S4, S5 and S7 of the thread. */

import {
  Attempt,
  BlockState,
  blockOfPage,
  Isolated,
  type Kernel,
  Oops,
  Owner,
  PG_BUDDY,
  PG_OFFLINE,
} from '../model/state.js';
import { firstPage, type InvariantProperty } from './property.js';

function inAllocator(k: Kernel, page: number): boolean {
  const owner = k.owner[page];
  return (k.pageType[page] & PG_BUDDY) !== 0 || owner === Owner.INFLIGHT || owner === Owner.PCP;
}

export const S5: InvariantProperty = {
  id: 'S5',
  title: 'never in buddy',
  quote: 'should not be handed back to the buddy',
  statement: 'A page that is not plugged is on no free list, no per-CPU list, nor on its way to one.',
  kind: 'invariant',
  violator: (k) => firstPage(k, (_, page) => k.plugged[page] === 0 && inAllocator(k, page)),
  wrong: (k, page) =>
    (k.pageType[page] & PG_BUDDY) !== 0
      ? `page ${page} is in the buddy allocator, but the host has taken it away`
      : `page ${page} is being freed to the buddy allocator, but the host has taken it away`,
};

function allocatableInRollback(k: Kernel, page: number): boolean {
  if (k.plugged[page] !== 0 || (k.pageType[page] & PG_BUDDY) === 0) return false;
  if (k.attempt[blockOfPage(k, page)] < Attempt.ROLLBACK) return false;
  return k.isolated[k.geometry.subBlockOfPage[page]] === Isolated.NO;
}

export const S7: InvariantProperty = {
  id: 'S7',
  title: 'survives cancel',
  quote: 'issues if offlining fails and the pages are suddenly in the buddy',
  statement: 'When an attempt to offline failed, no page that is not plugged can be allocated.',
  kind: 'invariant',
  violator: (k) => firstPage(k, allocatableInRollback),
  wrong: (_, page) =>
    `the attempt failed, and page ${page} can be allocated although the host has taken it away: its next user kills the guest`,
};

export const S3: InvariantProperty = {
  id: 'S3',
  title: 'stays Offline',
  quote: 'PageOffline() has to remain set until the section is offline',
  statement: 'A page of an online section that is not plugged is PageOffline.',
  kind: 'invariant',
  violator: (k) =>
    firstPage(
      k,
      (_, page) =>
        k.plugged[page] === 0 && k.sectionOnline[blockOfPage(k, page)] === 1 && (k.pageType[page] & PG_OFFLINE) === 0,
    ),
  wrong: (_, page) =>
    `page ${page} is unplugged and its section online, but it is not PageOffline: a dump would read it`,
};

export const S4: InvariantProperty = {
  id: 'S4',
  title: 'never accessed',
  quote: 'so these pages will never get accessed (e.g., when dumping)',
  statement: 'No reader, user or allocator touches the content of a page that is not plugged.',
  kind: 'invariant',
  violator: (k) => (k.oops[0] === Oops.TOUCHED_UNPLUGGED || k.oops[0] === Oops.READ_UNPLUGGED ? 0 : -1),
  wrong: (k) =>
    k.oops[0] === Oops.READ_UNPLUGGED
      ? 'a reader reads a page that the host has taken away: the guest dies'
      : 'a user touches a page that the host has taken away: the guest dies',
};

/** Between the section bit and the end of MEM_ONLINE the driver holds its mutex, so nothing is half done. */
function justOnlined(k: Kernel, page: number): boolean {
  const block = blockOfPage(k, page);
  return k.blockState[block] === BlockState.OFFLINE && k.sectionOnline[block] === 1 && k.hotplugMutex[0] !== 1;
}

const isOffline = (k: Kernel, page: number): boolean => (k.pageType[page] & PG_OFFLINE) !== 0;

export const D4: InvariantProperty = {
  id: 'D4',
  title: 'kept back',
  quote: 'can mark them offline again and not give them to the buddy',
  statement: 'After the online callback a page that is not plugged is PageOffline and not in the buddy.',
  kind: 'invariant',
  violator: (k) =>
    firstPage(
      k,
      (_, page) => justOnlined(k, page) && k.plugged[page] === 0 && (!isOffline(k, page) || inAllocator(k, page)),
    ),
  wrong: (_, page) =>
    `the block is online again, and page ${page} was not kept back although the host has taken it away`,
};

export const M1: InvariantProperty = {
  id: 'M1',
  title: 'reclaimed',
  quote: 'What should happen when offline && online?',
  statement: 'After offline then online a page is PageOffline exactly if it is not plugged.',
  kind: 'invariant',
  violator: (k) => firstPage(k, (_, page) => justOnlined(k, page) && isOffline(k, page) !== (k.plugged[page] === 0)),
  wrong: (k, page) =>
    k.plugged[page] === 0
      ? `the block is online again, and unplugged page ${page} is not PageOffline`
      : `the block is online again, and plugged page ${page} is PageOffline for ever`,
};
