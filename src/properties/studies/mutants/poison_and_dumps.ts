/** Poisoned pages, and dumps. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { poison, dump, foreignDump } = SETTINGS;

export const POISON_AND_DUMPS: readonly Mutant[] = [
  {
    id: 'poison-not-counted',
    breaks: 'memory_failure() does not count the poisoned pages of a block',
    edits: [{ kind: 'lose', action: 'action_result', field: 'nrHwpoison' }],
    tried: [poison],
  },
  {
    id: 'poison-takes-no-reference',
    breaks: 'memory_failure() takes a free page off its list without a reference',
    edits: [{ kind: 'lose', action: 'take_page_off_buddy', field: 'refcount' }],
    tried: [poison],
  },
  {
    id: 'dump-ignores-foreign-type',
    breaks: "a dump reads another driver's PageOffline pages",
    edits: [{ kind: 'misread', action: 'read_vmcore', field: 'pageType', as: 0 }],
    tried: [foreignDump],
  },
  {
    id: 'poison-count-ignored',
    breaks: 'memory_block_online() does not look for poisoned pages',
    edits: [{ kind: 'force', action: 'memory_block_online', outcome: 'ok' }],
    tried: [poison],
  },
  {
    id: 'dump-ignores-type',
    breaks: 'a dump reads PageOffline pages',
    edits: [{ kind: 'misread', action: 'read_vmcore', field: 'pageType', as: 0 }],
    tried: [dump],
  },
  {
    id: 'dump-of-fresh-memmap',
    breaks: 'move_pfn_range_to_zone() initialises pages without PageOffline, and a dump reads unplugged ones',
    edits: [{ kind: 'lose', action: 'move_pfn_range_to_zone', field: 'pageType' }],
    tried: [dump],
    survives: 'equivalent: the old type stays, which a dump passes over just the same',
  },
];
