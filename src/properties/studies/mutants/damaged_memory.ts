/** Damaged memory in use: errors that are not dealt with and said to be, pages that are given again, references that nobody puts. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { damaged, damagedPcp, softOfflining, unpoison } = SETTINGS;

export const DAMAGED_MEMORY: readonly Mutant[] = [
  {
    id: 'error-not-unmapped',
    breaks: 'memory_failure() neither unmaps a page nor counts who else has it',
    edits: [
      { kind: 'force', action: 'try_to_unmap', outcome: 'not mapped' },
      { kind: 'misread', action: 'has_extra_refcount', field: 'refcount', as: 1 },
    ],
    tried: [damaged],
  },
  {
    id: 'error-unmarked',
    breaks: 'memory_failure() neither marks a free page nor takes it off its list',
    edits: [
      { kind: 'lose', action: 'TestSetPageHWPoison', field: 'hwpoison' },
      { kind: 'lose', action: 'take_page_off_buddy', field: 'pageType' },
      { kind: 'force', action: 'take_page_off_buddy', outcome: 'taken' },
    ],
    tried: [damaged],
  },
  {
    id: 'marked-page-allocated',
    breaks: 'who allocates does not look for marks',
    edits: [{ kind: 'misread', action: 'alloc_page', field: 'hwpoison', as: 0 }],
    tried: [damaged],
  },
  {
    id: 'error-keeps-isolation',
    breaks: 'memory_failure() does not put the reference with which it isolated the page',
    edits: [{ kind: 'skip', process: 'memory error', action: 'put_page_testzero' }],
    tried: [damaged],
  },
  {
    id: 'shake-drops-page',
    breaks: 'shake_page() takes pages out of their batch and does not put them on the LRU',
    edits: [{ kind: 'lose', action: 'shake_page', field: 'refcount' }],
    tried: [damaged],
  },
  {
    id: 'soft-offline-takes-no-reference',
    breaks: 'page_handle_poison() leaves the page with count 0',
    edits: [{ kind: 'lose', action: 'page_handle_poison', field: 'refcount' }],
    tried: [softOfflining],
  },
  {
    id: 'error-ignores-pcp',
    breaks: 'memory_failure() does not drain the per-CPU lists',
    edits: [
      { kind: 'skip', process: 'memory error', action: 'zone_pcp_disable' },
      { kind: 'skip', process: 'memory error', action: 'zone_pcp_enable' },
    ],
    tried: [damagedPcp],
  },
  {
    id: 'unpoison-keeps-mark',
    breaks: 'put_page_back_buddy() does not take the mark away',
    edits: [{ kind: 'lose', action: 'put_page_back_buddy', field: 'refcount' }],
    tried: [unpoison],
  },
];
