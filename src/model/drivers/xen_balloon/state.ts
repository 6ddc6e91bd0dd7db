/**
 * What Xen's balloon keeps of its own: the list of its pages, balloon_mutex, and struct balloon_stats. drivers/xen/balloon.c,
 * 5.10 to 7.3.
 */

import type { DeclaredCells, FieldDeclarations } from '../../field.js';
import { setOfflineType } from '../../mm/page_offline.js';
import type { Setting } from '../../setting.js';
import { BlockState, bit, blockOfPage, type Kernel, Owner } from '../../state.js';
import { initForeignPage } from '../foreign_page.js';

/** Whether a page is on the list `ballooned_pages`, or was taken from it so that a foreign page is mapped in its place. */
export const XenPage = { NO: 0, LISTED: 1, HANDED_OUT: 2 } as const;

/** Who has balloon_mutex. Who onlines takes it for one page at a time, and lets go of it in the same step. */
export const BalloonMutex = { NOBODY: 0, THREAD: 1, MAPPER: 2 } as const;

const maps = ({ configuration }: Setting): boolean => configuration.actors.xenMapper;

const pages = ({ geometry }: Setting): number => geometry.pages;

/**
 * The state fields of Xen's balloon. Its counters are in pages of the model.
 * @internal
 */
export const XEN_BALLOON_FIELDS = {
  /** {@link XenPage}. */
  xenPage: {
    of: 'page',
    max: (setting) => (maps(setting) ? XenPage.HANDED_OUT : XenPage.LISTED),
    labels: ['no', 'listed', 'handed out'],
    title: 'ballooned',
    shownIn: 'races',
    mainRow: true,
  },
  /** balloon_low and balloon_high: how many pages are on the list. */
  balloonSize: { of: 'one', max: pages, gridTitle: 'balloon_low + balloon_high', shownIn: 'grid' },
  /** {@link BalloonMutex}. */
  balloonMutex: {
    of: 'one',
    max: (setting) => (maps(setting) ? BalloonMutex.MAPPER : BalloonMutex.THREAD),
    labels: ['free', 'thread', 'mapper'],
    gridTitle: 'balloon_mutex',
    busy: true,
    shownIn: 'grid',
    lock: true,
  },
  /** current_pages: what the host has given, as the driver counts. */
  currentPages: { of: 'one', max: pages, title: 'current_pages', shownIn: 'races' },
  /** target_pages: what the host wants the guest to have. */
  targetPages: { of: 'one', max: pages, title: 'target_pages', shownIn: 'races' },
  /** total_pages: what there is room for. It stays at the end of its range. */
  totalPages: { of: 'one', max: pages, title: 'total_pages', shownIn: 'races' },
  /** target_unpopulated: pages that are handed out, and lack in the balloon. */
  targetUnpopulated: {
    of: 'one',
    max: (setting) => bit(maps(setting)),
    title: 'target_unpopulated',
    shownIn: 'races',
  },
} as const satisfies FieldDeclarations;

declare module '../../state.js' {
  interface KernelCells extends DeclaredCells<typeof XEN_BALLOON_FIELDS> {}
}

/** current_credit(): how many pages more the host wants the guest to have. */
export const currentCredit = (k: Kernel): number => k.targetPages[0] - k.currentPages[0];

/** balloon_is_inflated() */
export const balloonIsInflated = (k: Kernel): boolean => k.balloonSize[0] > 0;

/** Memory that GFP_BALLOON and GFP_USER may get: free, and not in ZONE_MOVABLE. Whether they do, the allocator says. */
export function isFreeMemory(k: Kernel, page: number): boolean {
  const owner = k.owner[page];
  return (owner === Owner.BUDDY || owner === Owner.PCP) && k.zoneMovable[blockOfPage(k, page)] === 0;
}

/** balloon_append(): the page is PageOffline, and on the list. The caller has balloon_mutex. */
export function balloonAppend(k: Kernel, page: number): void {
  setOfflineType(k, page);
  k.xenPage[page] = XenPage.LISTED;
  // A page that another has taken since may be on the list already.
  k.balloonSize[0] = Math.min(k.balloonSize[0] + 1, k.geometry.pages);
}

/**
 * The host wants the guest to have all that there is, and has given it what is online and not `unplugged`. Blocks that are there
 * and not online were added for it.
 */
export function initXenBalloon(k: Kernel): void {
  const { configuration, geometry } = k;
  for (let page = 0; page < geometry.pages; page++) {
    const block = blockOfPage(k, page);
    const online = k.sectionOnline[block] === 1;
    if (k.blockState[block] !== BlockState.ABSENT) k.totalPages[0]++;
    if (online && !configuration.unplugged.includes(geometry.subBlockOfPage[page])) k.currentPages[0]++;
    else k.plugged[page] = 0;
    if (online && k.plugged[page] === 0) initBallooned(k, page);
  }
  k.targetPages[0] = geometry.pages;
}

function initBallooned(k: Kernel, page: number): void {
  initForeignPage(k, page);
  k.reserved[page] = bit(k.switches.memmapInit === 'reserved');
  k.xenPage[page] = XenPage.LISTED;
  k.balloonSize[0]++;
}
