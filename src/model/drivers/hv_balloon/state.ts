/**
 * What Hyper-V's balloon keeps of its own: its hot-add regions, as far as they are backed, and the locks around them.
 * drivers/hv/hv_balloon.c.
 */

import { type Entries, numbersOf, type ValuesOf } from '../../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../../field.js';
import type { Setting } from '../../setting.js';
import { BlockState, bit, blockOfPage, type Kernel } from '../../state.js';
import { initForeignPage } from '../foreign_page.js';

/** What it reads of a configuration. */
export const HV_BALLOON_ENTRIES = {
  bootMemory: numbersOf('block', "Blocks that lie in no hot-add region of Hyper-V's balloon: memory of the boot."),
} as const satisfies Entries;

declare module '../../configuration.js' {
  interface Configuration extends ValuesOf<typeof HV_BALLOON_ENTRIES> {}
}

/** Who holds ha_region_mutex. */
export const RegionMutex = { NOBODY: 0, HOT_ADD: 1, NOTIFIER: 2 } as const;

const hasMutex = ({ switches }: Setting): boolean => switches.hvRegionLock !== 'spinlock';

/**
 * The state fields of Hyper-V's balloon.
 * @internal
 */
export const HV_BALLOON_FIELDS = {
  /** has_pfn_is_backed(): the page lies below covered_end_pfn of its hot-add region, and in no gap of it. */
  backed: {
    of: 'page',
    max: 1,
    labels: ['not backed', 'backed'],
    title: 'region',
    shownIn: 'races',
    mainRow: true,
  },
  /** Whether the block lies below ha_end_pfn of a hot-add region: the driver has added it, or is about to. */
  haRegion: {
    of: 'block',
    max: 1,
    labels: ['no', 'yes'],
    title: 'below ha_end_pfn',
    shownIn: 'races',
  },
  /** ha_lock, held while pages of a section that is online are brought online. Elsewhere it is taken and let go of in one step. */
  haLock: { of: 'one', max: 1, gridTitle: 'ha_lock', busy: true, shownIn: 'grid', lock: true },
  /** ha_region_mutex, which ha_lock took the place of: {@link RegionMutex}. */
  haRegionMutex: {
    of: 'one',
    max: (setting) => (hasMutex(setting) ? RegionMutex.NOTIFIER : RegionMutex.NOBODY),
    labels: ['free', 'hot add', 'notifier'],
    gridTitle: 'ha_region_mutex',
    busy: true,
    shownIn: 'grid',
    lock: true,
  },
  /** The completion ol_waitevent. It is made anew before each wait, so that whether it was completed is all there is to it. */
  olWaitevent: {
    of: 'one',
    max: ({ configuration }) => bit(configuration.actors.hotAdd),
    gridTitle: 'ol_waitevent',
    shownIn: 'grid',
  },
  /** num_pages_onlined, in pages of the model. It stays at the end of its range. */
  pagesOnlined: { of: 'one', max: ({ geometry }) => geometry.pages, title: 'num_pages_onlined', shownIn: 'races' },
} as const satisfies FieldDeclarations;

declare module '../../state.js' {
  interface KernelCells extends DeclaredCells<typeof HV_BALLOON_FIELDS> {}
}

/** What is there at the start was hot-added before, but for memory of the boot. The host backs what is not `unplugged`. */
export function initHvBalloon(k: Kernel): void {
  const { bootMemory, unplugged } = k.configuration;
  for (let block = 0; block < k.geometry.blocks; block++) {
    k.haRegion[block] = bit(k.blockState[block] !== BlockState.ABSENT && !bootMemory.includes(block));
  }
  for (let page = 0; page < k.geometry.pages; page++) {
    const block = blockOfPage(k, page);
    if (bootMemory.includes(block)) continue;
    const isBacked = k.haRegion[block] === 1 && !unplugged.includes(k.geometry.subBlockOfPage[page]);
    k.backed[page] = bit(isBacked);
    if (!isBacked) initNotBacked(k, page, k.sectionOnline[block] === 1);
    else if (k.sectionOnline[block] === 1) k.pagesOnlined[0]++;
  }
}

function initNotBacked(k: Kernel, page: number, online: boolean): void {
  k.plugged[page] = 0;
  if (!online) return;
  initForeignPage(k, page);
  k.reserved[page] = bit(k.switches.memmapInit === 'reserved');
}
