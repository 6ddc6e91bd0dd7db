/** A memmap that lies in its block: made too early or not at all, not counted, or given up without the lock. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { memmap } = SETTINGS;

export const MEMMAP: readonly Mutant[] = [
  {
    id: 'memmap-before-its-memory',
    breaks: 'MEM_PREPARE_ONLINE is not sent before the memmap is made',
    edits: [{ kind: 'skip', action: 'MEM_PREPARE_ONLINE' }],
    tried: [memmap],
  },
  {
    id: 'memmap-not-made',
    breaks: 'the struct pages of the memmap itself are not initialised',
    edits: [{ kind: 'skip', action: 'mhp_init_memmap_on_memory' }],
    tried: [memmap],
  },
  {
    id: 'memmap-present-twice',
    breaks: 'the pages that hold the memmap are not taken off the present count of a block that goes offline',
    edits: [{ kind: 'skip', action: 'adjust_present_page_count', args: [0, -1] }],
    tried: [memmap],
  },
  {
    id: 'memmap-present-after-failure',
    breaks: 'an attempt that fails does not add the pages that hold the memmap to the present count again',
    edits: [{ kind: 'lose', action: 'adjust_present_page_count', field: 'present' }],
    tried: [memmap],
  },
  {
    id: 'memmap-without-lock',
    breaks: 'the memmap is given up after mem_hotplug_lock was let go of',
    edits: [
      { kind: 'delay', process: 'sysfs', action: 'mhp_deinit_memmap_on_memory', until: 'memory_block_change_state' },
    ],
    tried: [memmap],
  },
];
