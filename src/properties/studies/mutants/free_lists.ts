/** Free lists: pages on the wrong one, and what decides which is the right one. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { freeLists, freeListsPcp } = SETTINGS;

export const FREE_LISTS: readonly Mutant[] = [
  {
    id: 'isolation-moves-nothing',
    breaks: 'isolating a pageblock leaves its free pages on the ordinary list',
    edits: [{ kind: 'lose', action: 'set_migratetype_isolate', field: 'freeList' }],
    tried: [freeLists],
  },
  {
    id: 'undo-moves-nothing',
    breaks: 'undoing isolation leaves free pages on the list of isolated pages',
    edits: [{ kind: 'lose', action: 'unset_migratetype_isolate', field: 'freeList' }],
    tried: [freeLists],
  },
  {
    id: 'isolated-not-counted',
    breaks: 'set_migratetype_isolate() does not count the pageblock in nr_isolate_pageblock',
    edits: [{ kind: 'lose', action: 'set_migratetype_isolate', field: 'nrIsolatePageblock' }],
    tried: [freeLists],
  },
  {
    id: 'free-by-stale-type',
    breaks: 'free_one_page() does not look again whether any pageblock is isolated',
    edits: [{ kind: 'misread', action: 'free_one_page', field: 'nrIsolatePageblock', as: 0 }],
    tried: [freeLists],
  },
  {
    id: 'refill-from-isolated',
    breaks: 'rmqueue_bulk() takes pages of the list of isolated pages too',
    edits: [{ kind: 'misread', action: 'rmqueue_bulk', field: 'freeList', as: 1 }],
    tried: [freeListsPcp],
  },
  {
    id: 'refill-while-disabled',
    breaks: 'the per-CPU lists are filled up although they are disabled',
    edits: [{ kind: 'misread', action: 'rmqueue_bulk', field: 'pcpDisabled', as: 0 }],
    tried: [freeListsPcp],
  },
];
