/** Plugging and unplugging by the driver's worker. */

import type { Mutant } from './mutant.js';
import { MUTEX_LOCK, SETTINGS } from './settings.js';

const { D, small, current } = SETTINGS;

export const DRIVER: readonly Mutant[] = [
  {
    id: 'unplug-unmarked',
    breaks: 'the worker unplugs pages without marking them PageOffline',
    edits: [{ kind: 'skip', action: '__SetPageOffline' }],
    tried: [D],
  },
  {
    id: 'unplug-marks-late',
    breaks: 'the worker marks pages PageOffline after the host took them away',
    edits: [{ kind: 'delay', action: '__SetPageOffline', until: 'virtio_mem_send_unplug_request' }],
    tried: [D],
  },
  {
    id: 'unplug-never-isolates',
    breaks: 'alloc_contig_range() finds every pageblock isolated, so that nothing is ever unplugged',
    edits: [{ kind: 'misread', process: 'worker', action: 'set_migratetype_isolate', field: 'isolated', as: 1 }],
    tried: [small],
  },
  {
    id: 'plug-never-asked',
    breaks: 'the driver takes every sub-block for plugged, and plugs none',
    edits: [{ kind: 'misread', process: 'worker', action: MUTEX_LOCK, field: 'bitmap', as: 1 }],
    tried: [small],
  },
  {
    id: 'unplug-not-sent',
    breaks: 'the worker does not tell the host that the pages are unplugged',
    edits: [{ kind: 'skip', action: 'virtio_mem_send_unplug_request' }],
    tried: [D],
  },
  {
    id: 'unplug-not-in-bitmap',
    breaks: 'the bitmap still says plugged after an unplug',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_set_sb_unplugged' }],
    tried: [D],
  },
  {
    id: 'unplug-bitmap-first',
    breaks: 'the bitmap says unplugged before the host was asked',
    edits: [{ kind: 'delay', action: 'virtio_mem_send_unplug_request', until: 'virtio_mem_sbm_set_sb_unplugged' }],
    tried: [D],
    survives: 'equivalent: hotplug_mutex is held, and nobody without it looks at the bitmap',
  },
  {
    id: 'unplug-without-accounting',
    breaks: 'an unplug does not lower the managed count',
    edits: [{ kind: 'skip', process: 'worker', action: 'adjust_managed_page_count', args: ['any', -1] }],
    tried: [D],
  },
  {
    id: 'plug-not-sent',
    breaks: 'the worker does not ask the host to back the pages',
    edits: [{ kind: 'skip', action: 'virtio_mem_send_plug_request' }],
    tried: [D],
  },
  {
    id: 'plug-sent-late',
    breaks: 'the worker asks the host to back the pages after it freed them',
    edits: [{ kind: 'delay', action: 'virtio_mem_send_plug_request', until: 'free_one_page' }],
    tried: [D],
  },
  {
    id: 'plug-not-in-bitmap',
    breaks: 'the bitmap still says unplugged after a plug',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_set_sb_plugged' }],
    tried: [D],
  },
  {
    id: 'plug-keeps-type',
    breaks: 'plugged pages go to the allocator and stay PageOffline',
    edits: [{ kind: 'lose', action: 'virtio_mem_clear_fake_offline', field: 'pageType' }],
    tried: [D],
  },
  {
    id: 'plug-forgets-dirty',
    breaks: 'a page that was never onlined is freed as if alloc_contig_range() had given it',
    edits: [{ kind: 'lose', action: 'virtio_mem_online_page_cb', field: 'dirty' }],
    tried: [D, current],
    survives: "equivalent: putting the driver's reference does the same as __free_pages_core()",
  },
  {
    id: 'plug-keeps-count',
    breaks: '__free_pages_core() leaves the count of a fresh page at 1',
    edits: [{ kind: 'lose', action: '__free_pages_core', field: 'refcount' }],
    tried: [D],
  },
  {
    id: 'plug-without-accounting',
    breaks: 'a plug does not raise the managed count',
    edits: [{ kind: 'skip', process: 'worker', action: 'adjust_managed_page_count', args: ['any', 1] }],
    tried: [D],
  },
  {
    id: 'plug-keeps-reference',
    breaks: "a plug does not put the driver's reference, so that the page never gets free",
    edits: [{ kind: 'skip', process: 'worker', action: 'put_page_testzero' }],
    tried: [D],
  },
  {
    id: 'plug-frees-twice',
    breaks: 'a plugged page is freed twice',
    edits: [{ kind: 'repeat', process: 'worker', action: 'free_one_page' }],
    tried: [D],
  },
  {
    id: 'plug-loses-fresh-page',
    breaks: 'a page that was never onlined is taken from the driver and put on no free list',
    edits: [{ kind: 'skip', action: '__free_pages_ok' }],
    tried: [D],
  },
  {
    id: 'plug-loses-page',
    breaks: 'a plugged page is taken from its owner and put on no free list',
    edits: [{ kind: 'skip', process: 'worker', action: 'free_one_page' }],
    tried: [D],
  },
];
