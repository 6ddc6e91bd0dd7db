/** The bit that says a section is online, by which PFN walkers know whether a page has a memmap. mm/sparse.c, all versions. */

import { atomic } from '../atomic.js';
import { blockOfPage, type Kernel } from '../state.js';

/** online_mem_sections(): pfn_to_online_page() finds the pages of the block from here on. */
export const onlineMemSections = atomic(
  'online_mem_sections',
  { on: ['block'], writes: ['sectionOnline'] },
  (k: Kernel, block: number) => {
    k.sectionOnline[block] = 1;
  },
);

/** offline_mem_sections(): it finds them no more. */
export const offlineMemSections = atomic(
  'offline_mem_sections',
  { on: ['block'], writes: ['sectionOnline'] },
  (k: Kernel, block: number) => {
    k.sectionOnline[block] = 0;
  },
);

/** pfn_to_online_page(): nothing keeps the section online after the look. */
export const pfnToOnlinePage = atomic(
  'pfn_to_online_page',
  { on: ['page'], reads: ['sectionOnline'] },
  ['NULL', 'page'],
  (k: Kernel, page: number) => {
    return k.sectionOnline[blockOfPage(k, page)] === 1;
  },
);
