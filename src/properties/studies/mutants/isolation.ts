/** Isolation of pageblocks, by offlining and by alloc_contig_range(). */

import { IsolateMode, UndoFor } from '../../../model/mm/page_isolation.js';
import type { Mutant } from './mutant.js';
import { MUTEX_UNLOCK, SETTINGS } from './settings.js';

const { D, contig, normal, current, twoBlocksContested } = SETTINGS;

export const ISOLATION: readonly Mutant[] = [
  {
    id: 'offline-isolates-nothing',
    breaks: 'offlining does not mark the pageblocks MIGRATE_ISOLATE',
    edits: [
      {
        kind: 'lose',
        action: 'set_migratetype_isolate',
        args: ['any', IsolateMode.OFFLINE],
        field: 'isolated',
      },
    ],
    tried: [D],
  },
  {
    id: 'offline-isolates-first-alone',
    breaks: 'offlining isolates the first pageblock of the block alone',
    edits: [{ kind: 'skip', action: 'set_migratetype_isolate', args: [1, IsolateMode.OFFLINE] }],
    tried: [D],
  },
  {
    id: 'offline-isolates-isolated',
    breaks: 'offlining isolates a pageblock that alloc_contig_range() isolated before',
    edits: [
      {
        kind: 'misread',
        action: 'set_migratetype_isolate',
        args: ['any', IsolateMode.OFFLINE],
        field: 'isolated',
        as: 0,
      },
    ],
    tried: [D],
  },
  {
    id: 'isolation-error-ignored',
    breaks: 'offlining goes on when a pageblock cannot be isolated',
    edits: [
      { kind: 'force', action: 'set_migratetype_isolate', args: ['any', IsolateMode.OFFLINE], outcome: 'isolated' },
    ],
    tried: [D, contig],
  },
  {
    id: 'alloc-isolates-isolated',
    breaks: 'alloc_contig_range() isolates a pageblock that offlining isolated before',
    edits: [
      {
        kind: 'misread',
        action: 'set_migratetype_isolate',
        args: ['any', IsolateMode.ALLOC],
        field: 'isolated',
        as: 0,
      },
    ],
    tried: [D],
  },
  {
    id: 'alloc-isolates-nothing',
    breaks: 'alloc_contig_range() does not isolate its range',
    edits: [{ kind: 'lose', action: 'set_migratetype_isolate', args: ['any', IsolateMode.ALLOC], field: 'isolated' }],
    tried: [D],
  },
  {
    id: 'alloc-ignores-isolation-error',
    breaks: 'alloc_contig_range() goes on when its range is isolated by another, and undoes that',
    edits: [
      { kind: 'force', action: 'set_migratetype_isolate', args: ['any', IsolateMode.ALLOC], outcome: 'isolated' },
    ],
    tried: [D],
  },
  {
    id: 'unmovable-not-looked-for',
    breaks: 'has_unmovable_pages() looks for nothing in ZONE_NORMAL',
    edits: [{ kind: 'misread', action: 'set_migratetype_isolate', field: 'zoneMovable', as: 1 }],
    tried: [normal],
    survives: 'equivalent: test_pages_isolated() finds what the early look would have found',
  },
  {
    id: 'undo-skipped',
    breaks: 'a failed attempt leaves the pageblocks isolated',
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', UndoFor.OFFLINE] }],
    tried: [D],
  },
  {
    id: 'undo-skips-second',
    breaks: 'a failed attempt leaves the second pageblock isolated',
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: [1, UndoFor.OFFLINE] }],
    tried: [D],
  },
  {
    id: 'undo-twice',
    breaks: 'a failed attempt undoes isolation twice, the second time that of another',
    edits: [{ kind: 'repeat', action: 'unset_migratetype_isolate', args: ['any', UndoFor.OFFLINE] }],
    tried: [D, contig],
  },
  {
    id: 'undo-runs-on',
    breaks: 'a failed attempt undoes isolation of the pageblock behind its block too',
    edits: [
      {
        kind: 'redirect',
        action: 'unset_migratetype_isolate',
        args: [0, UndoFor.OFFLINE],
        to: [1, 'same'],
        also: true,
      },
    ],
    tried: [twoBlocksContested],
  },
  {
    id: 'undo-after-cancel',
    breaks: 'isolation is undone only when MEM_CANCEL_OFFLINE has begun',
    edits: [
      { kind: 'delay', action: 'unset_migratetype_isolate', args: ['any', UndoFor.OFFLINE], until: 'hotplug_active' },
    ],
    tried: [D, contig],
    survives: 'equivalent: with design D the unplugged pages are on no free list, whatever comes first',
  },
  {
    id: 'alloc-undo-skipped',
    breaks: 'alloc_contig_range() leaves its range isolated',
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', UndoFor.ALLOC] }],
    tried: [D],
  },
  {
    id: 'alloc-undo-twice',
    breaks: 'alloc_contig_range() undoes isolation twice, the second time that of another',
    edits: [{ kind: 'repeat', action: 'unset_migratetype_isolate', args: ['any', UndoFor.ALLOC] }],
    tried: [D],
  },
  {
    id: 'online-undo-skipped',
    breaks: 'onlining leaves the pageblocks isolated',
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', UndoFor.ONLINE] }],
    tried: [current],
  },
  {
    id: 'online-undo-early',
    breaks: 'onlining undoes isolation before the driver records that the block is online',
    edits: [{ kind: 'delay', action: 'virtio_mem_sbm_notify_online', until: MUTEX_UNLOCK }],
    tried: [current],
  },
];
