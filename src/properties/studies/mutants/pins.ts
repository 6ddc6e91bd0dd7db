/** Pages that cannot be moved: pins and writeback that nobody heeds, or that never end. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { pins, writeback } = SETTINGS;

export const PINS: readonly Mutant[] = [
  {
    id: 'longterm-pin-stays',
    breaks: 'a long-term pin leaves its page in ZONE_MOVABLE',
    edits: [{ kind: 'force', action: 'folio_is_longterm_pinnable', outcome: 'yes' }],
    tried: [pins],
  },
  {
    id: 'pin-of-unmapped-page',
    breaks: 'get_user_pages() gets a page that nobody has mapped any more',
    edits: [{ kind: 'misread', action: 'follow_page_pte', field: 'userPage', as: 1 }],
    tried: [pins],
  },
  {
    id: 'migration-ignores-pins',
    breaks: 'migration moves a page that somebody has pinned',
    edits: [{ kind: 'misread', action: 'migrate_folio', field: 'refcount', as: 2 }],
    tried: [pins],
  },
  {
    id: 'writeback-never-ends',
    breaks: 'writeback is never marked as ended',
    edits: [{ kind: 'lose', action: 'folio_end_writeback', field: 'writeback' }],
    tried: [writeback],
  },
];
