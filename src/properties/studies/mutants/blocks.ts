/** Taking a block offline, and bringing it back. */

import type { Mutant } from './mutant.js';
import { MUTEX_UNLOCK, SETTINGS } from './settings.js';

const { D, tiny, walker } = SETTINGS;

export const BLOCKS: readonly Mutant[] = [
  {
    id: 'online-into-other-zone',
    breaks: 'a write to the state file onlines a block into another zone than it asks for',
    edits: [{ kind: 'redirect', process: 'sysfs', action: 'move_pfn_range_to_zone', to: ['same', 0] }],
    tried: [tiny],
  },
  {
    id: 'section-stays-online',
    breaks: 'offline_pages() does not call offline_mem_sections()',
    edits: [{ kind: 'skip', action: 'offline_mem_sections' }],
    tried: [D],
  },
  {
    id: 'section-offline-late',
    breaks: 'the section goes offline after its pages left the free lists',
    edits: [{ kind: 'delay', action: 'offline_mem_sections', until: '__offline_isolated_pages' }],
    tried: [D, walker],
    survives: 'equivalent: both are done before anybody else looks at free pages of an isolated block',
  },
  {
    id: 'section-offline-last',
    breaks: 'the section goes offline after its memmap went away',
    edits: [{ kind: 'delay', action: 'offline_mem_sections', until: 'remove_pfn_range_from_zone' }],
    tried: [D],
  },
  {
    id: 'free-pages-stay',
    breaks: '__offline_isolated_pages() leaves the pages on the free lists',
    edits: [{ kind: 'lose', action: '__offline_isolated_pages', field: 'pageType' }],
    tried: [D],
  },
  {
    id: 'free-pages-leave-late',
    breaks: '__offline_isolated_pages() runs after MEM_OFFLINE',
    edits: [{ kind: 'delay', action: '__offline_isolated_pages', until: MUTEX_UNLOCK }],
    tried: [D],
  },
  {
    id: 'managed-not-lowered',
    breaks: 'offlining does not subtract from the managed count',
    edits: [{ kind: 'lose', process: 'sysfs', action: 'adjust_managed_page_count', field: 'managed' }],
    tried: [D],
  },
  {
    id: 'present-not-lowered',
    breaks: 'offlining does not subtract from the present count',
    edits: [{ kind: 'lose', process: 'sysfs', action: 'adjust_managed_page_count', field: 'present' }],
    tried: [tiny],
  },
  {
    id: 'present-not-raised',
    breaks: 'onlining does not add to the present count',
    edits: [{ kind: 'skip', action: 'adjust_present_page_count' }],
    tried: [tiny],
  },
  {
    id: 'block-state-kept',
    breaks: 'the block device stays going-offline when the attempt is over',
    edits: [{ kind: 'lose', action: 'memory_block_change_state', field: 'blockState' }],
    tried: [D],
  },
  {
    id: 'memmap-not-removed',
    breaks: 'the memmap stays usable after offlining',
    edits: [{ kind: 'skip', action: 'remove_pfn_range_from_zone' }],
    tried: [D, walker],
    survives: 'equivalent: nobody looks at the memmap of an offline block before it is initialised anew',
  },
  {
    id: 'memmap-not-initialised',
    breaks: 'move_pfn_range_to_zone() leaves the old struct pages',
    edits: [{ kind: 'skip', action: 'move_pfn_range_to_zone' }],
    tried: [D],
  },
  {
    id: 'memmap-count-kept',
    breaks: 'move_pfn_range_to_zone() leaves the old counts',
    edits: [{ kind: 'lose', action: 'move_pfn_range_to_zone', field: 'refcount' }],
    tried: [D],
  },
  {
    id: 'callback-ignores-bitmap',
    breaks: 'the online callback onlines unplugged pages too',
    edits: [{ kind: 'misread', action: 'virtio_mem_online_page_cb', field: 'bitmap', as: 1 }],
    tried: [D],
  },
  {
    id: 'callback-keeps-all',
    breaks: 'the online callback keeps plugged pages back too',
    edits: [{ kind: 'misread', action: 'virtio_mem_online_page_cb', field: 'bitmap', as: 0 }],
    tried: [D],
  },
  {
    id: 'callback-skips-second',
    breaks: 'the online callback is not called for the second page',
    edits: [{ kind: 'skip', action: 'virtio_mem_online_page_cb', args: [1] }],
    tried: [D],
  },
  {
    id: 'callback-sets-no-type',
    breaks: 'the online callback keeps unplugged pages back without marking them PageOffline',
    edits: [{ kind: 'lose', action: 'virtio_mem_online_page_cb', field: 'pageType' }],
    tried: [D],
  },
  {
    id: 'callback-keeps-reserved',
    breaks: 'the online callback leaves PG_reserved on unplugged pages',
    edits: [{ kind: 'lose', action: 'virtio_mem_online_page_cb', field: 'reserved' }],
    tried: [D],
  },
  {
    id: 'callback-after-section',
    breaks: 'the section is online before the online callback has seen its pages',
    edits: [{ kind: 'delay', action: 'virtio_mem_online_page_cb', until: 'online_mem_sections' }],
    tried: [D],
  },
  {
    id: 'section-stays-offline',
    breaks: 'online_pages() does not call online_mem_sections()',
    edits: [{ kind: 'skip', action: 'online_mem_sections' }],
    tried: [D],
  },
  {
    id: 'section-online-late',
    breaks: 'the section is online only after MEM_ONLINE',
    edits: [{ kind: 'delay', action: 'online_mem_sections', until: MUTEX_UNLOCK }],
    tried: [D],
    survives: 'equivalent: only walkers and readers look at the bit, and they find a page later',
  },
];
