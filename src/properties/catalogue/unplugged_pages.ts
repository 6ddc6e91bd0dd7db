/** What must never happen to a page that the host took away: S3, S4, S5 and S7 of the thread, D4 and M1. */

import { MutexOwner } from '../../model/drivers/virtio_mem/state.js';
import { isBadWhenAllocated } from '../../model/mm/page_alloc.js';
import { Attempt, BlockState, blockOfPage, Isolated, type Kernel, Oops, Owner, PG_OFFLINE } from '../../model/state.js';
import { type InvariantProperty, pageInvariant } from '../kinds/invariant.js';
import { isBuddy, isOffline } from './state_terms.js';

const isUnplugged = (k: Kernel, page: number): boolean => k.plugged[page] === 0;

function inAllocator(k: Kernel, page: number): boolean {
  const owner = k.owner[page];
  return isBuddy(k, page) || owner === Owner.INFLIGHT || owner === Owner.PCP;
}

export const S5 = pageInvariant({
  id: 'S5',
  title: 'never in buddy',
  quote: 'should not be handed back to the buddy',
  statement: 'A page that is not plugged is on no free list, no per-CPU list, nor on its way to one.',
  concerns: isUnplugged,
  broken: inAllocator,
  wrong: (k, page) =>
    isBuddy(k, page)
      ? `page ${page} is in the buddy allocator, but the host has taken it away`
      : `page ${page} is being freed to the buddy allocator, but the host has taken it away`,
});

export const S7 = pageInvariant({
  id: 'S7',
  title: 'survives cancel',
  quote: 'issues if offlining fails and the pages are suddenly in the buddy',
  statement: 'When an attempt to offline failed, no page that is not plugged can be allocated.',
  concerns: (k, page) => isUnplugged(k, page) && k.attempt[blockOfPage(k, page)] >= Attempt.ROLLBACK,
  broken: (k, page) =>
    isBuddy(k, page) && k.isolated[k.geometry.subBlockOfPage[page]] === Isolated.NO && !isBadWhenAllocated(k, page),
  wrong: (_, page) =>
    `the attempt failed, and page ${page} can be allocated although the host has taken it away: its next user kills the guest`,
});

export const S3 = pageInvariant({
  id: 'S3',
  title: 'stays Offline',
  quote: 'PageOffline() has to remain set until the section is offline',
  statement: 'A page of an online section that is not plugged is PageOffline.',
  concerns: (k, page) => isUnplugged(k, page) && k.sectionOnline[blockOfPage(k, page)] === 1,
  broken: (k, page) => !isOffline(k, page),
  wrong: (_, page) =>
    `page ${page} is unplugged and its section online, but it is not PageOffline: a dump would read it`,
});

/** Somebody who may touch content exists, and something that must not be touched. */
function contentAtRisk(k: Kernel): boolean {
  const { users, briefUsers, readers, kdump } = k.configuration.actors;
  if (users + briefUsers + readers === 0 && !kdump) return false;
  for (let page = 0; page < k.geometry.pages; page++) if (isUnplugged(k, page)) return true;
  return false;
}

export const S4: InvariantProperty = {
  id: 'S4',
  title: 'never accessed',
  quote: 'so these pages will never get accessed (e.g., when dumping)',
  statement: 'No reader, user or allocator touches the content of a page that is not plugged.',
  kind: 'invariant',
  applies: contentAtRisk,
  violator: (k) => (k.oops[0] === Oops.TOUCHED_UNPLUGGED || k.oops[0] === Oops.READ_UNPLUGGED ? 0 : -1),
  wrong: (k) =>
    k.oops[0] === Oops.READ_UNPLUGGED
      ? 'a reader reads a page that the host has taken away: the guest dies'
      : 'a user touches a page that the host has taken away: the guest dies',
};

/** Between the section bit and the end of MEM_ONLINE the driver holds its mutex, so nothing is half done. */
function justOnlined(k: Kernel, page: number): boolean {
  const block = blockOfPage(k, page);
  const onlined = k.blockState[block] === BlockState.OFFLINE && k.sectionOnline[block] === 1;
  return onlined && k.hotplugMutex[0] !== MutexOwner.WORKER;
}

export const D4 = pageInvariant({
  id: 'D4',
  title: 'kept back',
  quote: 'can mark them offline again and not give them to the buddy',
  statement: 'After the online callback a page that is not plugged is PageOffline and not in the buddy.',
  concerns: (k, page) => justOnlined(k, page) && isUnplugged(k, page),
  broken: (k, page) => !isOffline(k, page) || inAllocator(k, page),
  wrong: (_, page) =>
    `the block is online again, and page ${page} was not kept back although the host has taken it away`,
});

export const M1 = pageInvariant({
  id: 'M1',
  title: 'reclaimed',
  quote: 'What should happen when offline && online?',
  statement: 'After offline then online a page is PageOffline exactly if it is not plugged.',
  // Another driver marks a page before its host takes it away; in big-block mode pages that are plugged are kept back too.
  concerns: (k, page) => !k.configuration.bigBlocks && justOnlined(k, page) && k.owner[page] !== Owner.FOREIGN,
  // Where types are bits a page can be free beside: then it is not reclaimed, whatever PageOffline() says.
  broken: (k, page) => (k.pageType[page] === PG_OFFLINE) !== isUnplugged(k, page),
  wrong: (k, page) =>
    isUnplugged(k, page)
      ? `the block is online again, and unplugged page ${page} is not PageOffline, or free as well`
      : `the block is online again, and plugged page ${page} is PageOffline for ever`,
});
