/** The free path and the per-CPU lists. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { movable, pcp, pcpToday } = SETTINGS;

export const FREE_PATH: readonly Mutant[] = [
  {
    id: 'free-keeps-lru',
    breaks: 'a freed page stays on the LRU',
    edits: [{ kind: 'lose', action: 'free_pages_prepare', field: 'lru' }],
    tried: [movable],
  },
  {
    id: 'pcp-drain-leaves-page',
    breaks: 'drain_all_pages() leaves the pages on the per-CPU lists too',
    edits: [{ kind: 'lose', action: 'drain_all_pages', field: 'onPcp' }],
    tried: [pcp],
  },
  {
    id: 'pcp-alloc-leaves-page',
    breaks: 'a page that was allocated from a per-CPU list stays on it',
    edits: [{ kind: 'lose', action: 'alloc_page', field: 'onPcp' }],
    tried: [pcp],
  },
  {
    id: 'pcp-free-twice',
    breaks: 'a page is put on a per-CPU list twice',
    edits: [{ kind: 'repeat', process: 'user', action: 'free_unref_page_commit' }],
    tried: [pcp],
  },
  {
    id: 'pcp-never-drained',
    breaks: 'offlining does not drain the per-CPU lists',
    edits: [{ kind: 'skip', action: 'drain_all_pages' }],
    tried: [pcp],
  },
  {
    id: 'pcp-not-disabled',
    breaks: 'offlining does not disable the per-CPU lists, nor drain them',
    edits: [{ kind: 'skip', action: 'zone_pcp_disable' }],
    tried: [pcpToday],
  },
  {
    id: 'pcp-stays-disabled',
    breaks: 'the per-CPU lists stay disabled after an attempt',
    edits: [{ kind: 'skip', action: 'zone_pcp_enable' }],
    tried: [pcpToday],
    survives: 'equivalent: freed pages go to the buddy at once, which is slower and no more',
  },
];
