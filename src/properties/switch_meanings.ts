/** What each switch means, in the words of its declaration, for people who compare designs; a test holds the two together. */

import type { SwitchName } from '../model/switches.js';

export const SWITCH_MEANINGS: Readonly<Record<SwitchName, string>> = {
  dropAt:
    'When the driver gives up its reference to a page it unplugs: at once (RFC v3), or in MEM_GOING_OFFLINE (5.8).',
  sign: 'What tells the core that an unplugged page may be offlined: that its count is 0; a bit beside PageOffline, whatever the count (PG_offline_skippable); or that the driver freed it to the buddy allocator in MEM_GOING_OFFLINE.',
  frozen: "The driver's pages come from alloc_contig_frozen_range() and have count 0 always.",
  rcuSync: 'The driver waits for an RCU grace period before it drops its reference in MEM_GOING_OFFLINE.',
  cancelBeforeUndo: 'MEM_CANCEL_OFFLINE is sent before isolation is undone.',
  clearsBeforePut:
    'A driver that frees its pages in MEM_GOING_OFFLINE clears PageOffline before it puts a page, not after.',
  putHook: '`__put_page()` returns early for a PageOffline page, so that the last put does not free it (RFC v3).',
  skipOfflineAnyCount:
    '`has_unmovable_pages()` passes over every PageOffline page when memory is to be offlined (5.8).',
  earlyUnmovable:
    '`has_unmovable_pages()` calls a PageOffline page with count 0 unmovable when memory is to be allocated (RFC v3).',
  scanEBUSY: '`scan_movable_pages()` gives up with -EBUSY at a PageOffline page that still has a reference (5.8).',
  notifierGuard: 'MEM_CANCEL_OFFLINE is acted on only if the driver saw MEM_GOING_OFFLINE (`hotplug_active`).',
  mutexSync: 'The driver holds its mutex from MEM_GOING_* to the closing notification, not for each callback alone.',
  callbackUsesBitmap:
    "The online callback keeps back what the driver's bitmap calls unplugged; otherwise it onlines everything.",
  unloadReleases:
    'An unloading driver makes pages that stay unplugged impossible to offline: takes its reference, or clears the sign.',
  cancelOnlyAfterGoing: 'MEM_CANCEL_OFFLINE is sent only when MEM_GOING_OFFLINE was (5.2).',
  freeType:
    'What freeing does to a page type: keep its bit (to 6.1), be overwritten by Buddy (6.12), be cleared first (6.17).',
  pcp: 'What offlining does about pages on per-CPU lists: drains them once after each pageblock it isolates, drains them again in its retry loop (5.9), or disables them for the whole attempt (5.11).',
  isolateOnOnline: 'Pageblocks stay isolated while memory is onlined (5.10).',
  memmapInit:
    'What the memmap is initialised to when memory is onlined: PG_reserved, or PageOffline (6.11); the count is 1.',
  accounting:
    'Who keeps the managed count: RFC v3 (the core alone), 5.8 (driver, undone while offlining), 6.11 (driver).',
  readerFreeze: 'page_offline_begin/end against the readers of /proc/kcore (5.14).',
  contigUndoesAlways:
    'A failed alloc_contig_range() undoes isolation even where another isolated (5.18): its start failed, it undoes all.',
  contigRefAfterUndo: 'alloc_contig_range() takes its references after it undid the isolation (7.3), not before.',
  poisonTakesOffBuddy:
    'memory_failure() of a free page takes it out of the buddy (5.11), rather than leaving it there marked.',
  poisonRefusesUnhandlable:
    'memory_failure() refuses a page it cannot handle before it takes a reference (5.13), rather than keeping one.',
  refuseHwpoisonOnline: 'A block with poisoned pages cannot be onlined again (6.2).',
  kdumpAsksDevice:
    'virtio-mem in a kdump kernel asks its device which memory is plugged, and what is not is left out of the dump (5.17).',
};
