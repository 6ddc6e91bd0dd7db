/** Users of memory, migration, walkers and readers around it. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { movable, walker, borrower, reader } = SETTINGS;

export const AROUND: readonly Mutant[] = [
  {
    id: 'isolated-allocatable',
    breaks: 'the allocator hands out pages of isolated pageblocks',
    edits: [{ kind: 'misread', process: 'user', action: 'alloc_page', field: 'isolated', as: 0 }],
    tried: [movable],
  },
  {
    id: 'put-frees-referenced',
    breaks: 'a put frees the page although others hold references',
    edits: [{ kind: 'force', process: 'walker', action: 'put_page_testzero', outcome: 'reached 0' }],
    tried: [borrower],
  },
  {
    id: 'walker-keeps-reference',
    breaks: 'a walker does not put its reference',
    edits: [{ kind: 'skip', process: 'walker', action: 'put_page_testzero', outcome: 'still referenced' }],
    tried: [walker],
  },
  {
    id: 'put-twice',
    breaks: 'a user puts its page twice',
    edits: [{ kind: 'repeat', process: 'user', action: 'put_page_testzero' }],
    tried: [movable],
  },
  {
    id: 'user-ignores-migration',
    breaks: 'a user puts a page that migration has moved away from it',
    edits: [{ kind: 'force', process: 'user', action: 'zap_pte', outcome: 'still there' }],
    tried: [movable],
  },
  {
    id: 'migration-ignores-references',
    breaks: 'migrate_pages() does not look whether others hold references',
    edits: [{ kind: 'misread', action: 'migrate_folio', field: 'refcount', as: 2 }],
    tried: [borrower],
  },
  {
    id: 'lru-isolation-without-reference',
    breaks: 'folio_isolate_lru() takes no reference',
    edits: [{ kind: 'lose', action: 'folio_isolate_lru', field: 'refcount' }],
    tried: [movable],
  },
  {
    id: 'migration-without-putback',
    breaks: 'a page that could not be migrated is not put back on the LRU',
    edits: [{ kind: 'skip', action: 'folio_putback_lru' }],
    tried: [movable, borrower],
  },
  {
    id: 'reader-without-freeze',
    breaks: 'a reader of /proc/kcore does not take page_offline_rwsem',
    edits: [
      { kind: 'skip', action: 'page_offline_freeze' },
      { kind: 'skip', action: 'page_offline_thaw' },
    ],
    tried: [reader],
  },
  {
    id: 'driver-without-freeze',
    breaks: 'the driver sets PageOffline without page_offline_begin()',
    edits: [
      { kind: 'skip', action: 'page_offline_begin' },
      { kind: 'skip', action: 'page_offline_end' },
    ],
    tried: [reader],
  },
  {
    id: 'reader-thaws-first',
    breaks: 'a reader of /proc/kcore lets go of page_offline_rwsem before it copies',
    edits: [{ kind: 'delay', action: 'copy_from_kernel_nofault', until: 'page_offline_thaw' }],
    tried: [reader],
  },
  {
    id: 'reader-tests-nothing',
    breaks: 'a reader of /proc/kcore does not look at PageOffline',
    edits: [{ kind: 'force', action: 'PageOffline', outcome: 'no' }],
    tried: [reader],
  },
];
