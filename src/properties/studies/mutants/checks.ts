/** What offlining and alloc_contig_range() look at before they act. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { D, contig, walker } = SETTINGS;

export const CHECKS: readonly Mutant[] = [
  {
    id: 'offline-tests-nothing',
    breaks: 'offlining does not call test_pages_isolated()',
    edits: [{ kind: 'skip', process: 'sysfs', action: 'test_pages_isolated' }],
    tried: [D, contig],
  },
  {
    id: 'offline-test-fails',
    breaks: 'test_pages_isolated() always fails for offlining',
    edits: [{ kind: 'force', process: 'sysfs', action: 'test_pages_isolated', outcome: '-EBUSY' }],
    tried: [D],
  },
  {
    id: 'offline-test-ignores-counts',
    breaks: 'test_pages_isolated() passes over PageOffline pages that are referenced',
    edits: [
      { kind: 'force', process: 'sysfs', action: 'test_pages_isolated', outcome: '0' },
      { kind: 'force', action: 'scan_movable_pages', outcome: 'passed over' },
    ],
    tried: [walker],
  },
  {
    id: 'offline-test-ignores-isolation',
    breaks: 'test_pages_isolated() does not look whether the pageblocks are isolated',
    edits: [{ kind: 'misread', process: 'sysfs', action: 'test_pages_isolated', field: 'isolated', as: 1 }],
    tried: [D],
    survives: 'equivalent: nobody else undoes what offlining isolated, in this kernel',
  },
  {
    id: 'alloc-tests-nothing',
    breaks: 'alloc_contig_range() does not call test_pages_isolated()',
    edits: [{ kind: 'skip', process: 'worker', action: 'test_pages_isolated' }],
    tried: [D, contig],
    survives: 'equivalent: isolate_freepages_range() finds the pages that are not free',
  },
  {
    id: 'scan-blind',
    breaks: 'scan_movable_pages() does not give up at a PageOffline page that is referenced',
    edits: [
      {
        kind: 'force',
        action: 'scan_movable_pages',
        instead: '-EBUSY: PageOffline page referenced',
        outcome: 'passed over',
      },
    ],
    tried: [D, walker],
  },
  {
    id: 'scan-always-busy',
    breaks: 'scan_movable_pages() gives up at every page',
    edits: [
      {
        kind: 'force',
        action: 'scan_movable_pages',
        instead: 'passed over',
        outcome: '-EBUSY: PageOffline page referenced',
      },
    ],
    tried: [D],
  },
  {
    id: 'freepages-not-taken',
    breaks: 'isolate_freepages_range() leaves the pages on the free list',
    edits: [{ kind: 'lose', process: 'worker', action: 'isolate_freepages_range', field: 'pageType' }],
    tried: [D],
  },
  {
    id: 'contig-no-reference',
    breaks: 'alloc_contig_range() gives pages with count 0',
    edits: [{ kind: 'skip', process: 'worker', action: 'set_page_refcounted' }],
    tried: [D],
  },
];
