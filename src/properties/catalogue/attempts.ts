/** What an attempt to offline leaves behind, and that it can succeed: X2, X3, X5, S17 and EF. */

import type { Branch } from '../../checker/automaton.js';
import { Driver } from '../../model/drivers/virtio_mem/state.js';
import {
  Attempt,
  BlockState,
  blockOfPage,
  countAtRest,
  Isolated,
  type Kernel,
  Owner,
  PG_OFFLINE,
} from '../../model/state.js';
import { pageInvariant } from '../kinds/invariant.js';
import type { ReachabilityProperty } from '../kinds/reachability.js';
import { isBuddy, isOffline, someBlock, somePageOf } from './state_terms.js';

/**
 * The count of an unplugged page as the design has it at rest, with what walkers hold now. A driver that did not consent, or
 * that withdrew its consent when it was unloaded, holds a reference in every design.
 */
const countDue = (k: Kernel, page: number): number =>
  (k.owner[page] === Owner.DRIVER ? 1 : countAtRest(k, page)) + k.speculative[page];

/** Before 5.13 memory_failure() kept a reference to a page that it could not handle, for ever. */
const mayBeHeldByPoison = (k: Kernel, page: number): boolean =>
  k.hwpoison[page] === 1 && !k.switches.poisonRefusesUnhandlable;

const isCountRight = (k: Kernel, page: number): boolean =>
  k.refcount[page] === countDue(k, page) || mayBeHeldByPoison(k, page);

/**
 * Unplugged; or, in big-block mode, the driver's: there pages are unplugged only when they are gone, and until then the
 * protocol holds for those that the driver has marked.
 */
function isKeptBack(k: Kernel, page: number): boolean {
  if (k.plugged[page] === 0) return true;
  if (!k.configuration.bigBlocks || !isOffline(k, page)) return false;
  return k.owner[page] === Owner.DRIVER || k.owner[page] === Owner.RELEASED;
}

export const X2 = pageInvariant({
  id: 'X2',
  title: 'count restored',
  statement: 'After a failed attempt the count of an unplugged page is what it was before, plus what walkers hold now.',
  concerns: (k, page) => isKeptBack(k, page) && k.attempt[blockOfPage(k, page)] >= Attempt.FAILED,
  broken: (k, page) => !isCountRight(k, page),
  wrong: (k, page) =>
    `the attempt is over, and unplugged page ${page} has count ${k.refcount[page]} instead of ${countDue(k, page)}`,
});

function changedByVeto(k: Kernel, page: number): boolean {
  if (k.sectionOnline[blockOfPage(k, page)] === 0) return true;
  if (k.isolated[k.geometry.subBlockOfPage[page]] === Isolated.FOR_OFFLINE) return true;
  return isKeptBack(k, page) && (k.pageType[page] !== PG_OFFLINE || !isCountRight(k, page));
}

export const X3 = pageInvariant({
  id: 'X3',
  title: 'veto harmless',
  statement: 'After a vetoed attempt the block is online, not isolated, and its unplugged pages are as they were.',
  concerns: (k, page) => k.attempt[blockOfPage(k, page)] === Attempt.VETOED,
  broken: changedByVeto,
  wrong: (k, page) =>
    k.isolated[k.geometry.subBlockOfPage[page]] === Isolated.FOR_OFFLINE
      ? `the attempt was vetoed, and the pageblock of page ${page} stays isolated`
      : `the attempt was vetoed, and unplugged page ${page} is not as it was before`,
});

/** The section is marked offline, and the attempt that did it is not over yet. */
export function beingTakenOffline(k: Kernel, page: number): boolean {
  const block = blockOfPage(k, page);
  return k.sectionOnline[block] === 0 && k.blockState[block] === BlockState.GOING_OFFLINE;
}

/** Owners whose page may be offlined under them. */
const CONSENTING: ReadonlySet<number> = new Set([Owner.NONE, Owner.BUDDY, Owner.RELEASED, Owner.MEMMAP]);

export const X5 = pageInvariant({
  id: 'X5',
  title: 'by consent',
  statement: 'When a section goes offline, each of its pages was free, poisoned, or released by its owner.',
  concerns: beingTakenOffline,
  broken: (k, page) => !CONSENTING.has(k.owner[page]) && k.hwpoison[page] === 0,
  wrong: (_, page) => `the section is offline, but page ${page} is in use and its owner did not release it`,
});

export const S17 = pageInvariant({
  id: 'S17',
  title: 'unreferenced',
  quote: 'Alternative: Allow to offline with a reference count of 1 and use some other sign',
  statement: 'When a section goes offline, no walker holds a reference to a page of it.',
  concerns: (k, page) => k.configuration.actors.walkers.length > 0 && beingTakenOffline(k, page),
  broken: (k, page) => k.speculative[page] > 0,
  wrong: (_, page) =>
    `the section is offline, and a walker holds a reference to page ${page}, whose memmap may go away`,
});

/** From when a driver is being removed until it is gone, it refuses every attempt. */
const driverRefuses = (k: Kernel): boolean => k.driver[0] !== Driver.LOADED && k.driver[0] !== Driver.GONE;

/** An attempt has just begun on a block of free and unplugged pages, and the driver of the latter is there to consent. */
function promisingAttempt(k: Kernel): boolean {
  if (driverRefuses(k)) return false;
  return someBlock(
    k,
    (same, block) =>
      isRunning(same, block) && same.sectionOnline[block] === 1 && !somePageOf(same, block, isNeitherFreeNorUnplugged),
  );
}

function isNeitherFreeNorUnplugged(k: Kernel, page: number): boolean {
  // Nobody but CMA isolates what is of its type.
  if (k.migrateCma[k.geometry.subBlockOfPage[page]] === 1) return true;
  const unplugged = isKeptBack(k, page) && isOffline(k, page) && k.driver[0] === Driver.LOADED;
  const holdsMemmap = k.owner[page] === Owner.MEMMAP;
  return !isBuddy(k, page) && !holdsMemmap && (!unplugged || k.owner[page] === Owner.FOREIGN);
}

const isRunning = ({ attempt }: Kernel, block: number): boolean => attempt[block] === Attempt.RUNNING;

const attemptRunning = (k: Kernel): boolean => someBlock(k, isRunning);

const isSectionOffline = ({ blockState, sectionOnline }: Kernel, block: number): boolean =>
  blockState[block] === BlockState.GOING_OFFLINE && sectionOnline[block] === 0;

const sectionOffline = (k: Kernel): boolean => someBlock(k, isSectionOffline);

/** Somebody cancels the attempt: a signal, or another notifier's veto. */
export function cancels(branch: Branch<Kernel>): boolean {
  return branch.choices.some(({ option }) => option === 'NOTIFY_BAD' || option === 'yes');
}

export const EF: ReachabilityProperty = {
  id: 'EF',
  title: 'can succeed',
  quote: 'allow to offline memory blocks of which some parts were unplugged',
  statement:
    'Every running attempt that no one cancels, on a block of free pages and such as its driver unplugged, can still end with the section offline.',
  kind: 'reachability',
  from: promisingAttempt,
  to: sectionOffline,
  during: attemptRunning,
  avoids: cancels,
  wrong: 'without a signal this goes on for ever: the section cannot go offline any more',
};
