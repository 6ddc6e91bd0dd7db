/**
 * The switches in which designs, kernel versions and historical fixes differ. The functions of the model consult them where
 * the kernels differ, and nowhere else.
 */

export interface Switches {
  /** When the driver gives up its reference to a page it unplugs: at once (RFC v3), or in MEM_GOING_OFFLINE (5.8). */
  readonly dropAt: 'unplug' | 'going' | 'never';
  /**
   * What tells the core that an unplugged page may be offlined: that its count is 0; a bit beside PageOffline, whatever the
   * count (PG_offline_skippable); or that the driver freed it to the buddy allocator in MEM_GOING_OFFLINE.
   */
  readonly sign: 'count' | 'bit' | 'buddy';
  /** The driver's pages come from alloc_contig_frozen_range() and have count 0 always. */
  readonly frozen: boolean;
  /** The driver waits for an RCU grace period before it drops its reference in MEM_GOING_OFFLINE. */
  readonly rcuSync: boolean;
  /** MEM_CANCEL_OFFLINE is sent before isolation is undone. */
  readonly cancelBeforeUndo: boolean;
  /** A driver that frees its pages in MEM_GOING_OFFLINE clears PageOffline before it puts a page, not after. */
  readonly clearsBeforePut: boolean;
  /** `__put_page()` returns early for a PageOffline page, so that the last put does not free it (RFC v3). */
  readonly putHook: boolean;
  /** `has_unmovable_pages()` passes over every PageOffline page when memory is to be offlined (5.8). */
  readonly skipOfflineAnyCount: boolean;
  /** `has_unmovable_pages()` calls a PageOffline page with count 0 unmovable when memory is to be allocated (RFC v3). */
  readonly earlyUnmovable: boolean;
  /** `scan_movable_pages()` gives up with -EBUSY at a PageOffline page that still has a reference (5.8). */
  readonly scanEBUSY: boolean;
  /** MEM_CANCEL_OFFLINE is acted on only if the driver saw MEM_GOING_OFFLINE (`hotplug_active`). */
  readonly notifierGuard: boolean;
  /** The driver holds its mutex from MEM_GOING_* to the closing notification, not for each callback alone. */
  readonly mutexSync: boolean;
  /** The online callback keeps back what the driver's bitmap calls unplugged; otherwise it onlines everything. */
  readonly callbackUsesBitmap: boolean;
  /** An unloading driver makes pages that stay unplugged impossible to offline: takes its reference, or clears the sign. */
  readonly unloadReleases: boolean;
  /** MEM_CANCEL_OFFLINE is sent only when MEM_GOING_OFFLINE was (5.2). */
  readonly cancelOnlyAfterGoing: boolean;
  /** What freeing does to a page type: keep its bit (to 6.1), be overwritten by Buddy (6.12), be cleared first (6.17). */
  readonly freeType: 'keep' | 'overwrite' | 'clear';
  /**
   * What offlining does about pages on per-CPU lists: drains them once after each pageblock it isolates, drains them again in
   * its retry loop (5.9), or disables them for the whole attempt (5.11).
   */
  readonly pcp: 'drainOnce' | 'drainLoop' | 'disabled';
  /** Pageblocks stay isolated while memory is onlined (5.10). */
  readonly isolateOnOnline: boolean;
  /** What the memmap is initialised to when memory is onlined: PG_reserved, or PageOffline (6.11); the count is 1. */
  readonly memmapInit: 'reserved' | 'offline';
  /** Who keeps the managed count: RFC v3 (the core alone), 5.8 (driver, undone while offlining), 6.11 (driver). */
  readonly accounting: 'rfc3' | '5.8' | '6.11';
  /** page_offline_begin/end against the readers of /proc/kcore (5.14). */
  readonly readerFreeze: boolean;
  /** A failed alloc_contig_range() undoes isolation even where another isolated (5.18): its start failed, it undoes all. */
  readonly contigUndoesAlways: boolean;
  /** alloc_contig_range() takes its references after it undid the isolation (7.3), not before. */
  readonly contigRefAfterUndo: boolean;
  /** memory_failure() of a free page takes it out of the buddy (5.11), rather than leaving it there marked. */
  readonly poisonTakesOffBuddy: boolean;
  /** memory_failure() refuses a page it cannot handle before it takes a reference (5.13), rather than keeping one. */
  readonly poisonRefusesUnhandlable: boolean;
  /** A block with poisoned pages cannot be onlined again (6.2). */
  readonly refuseHwpoisonOnline: boolean;
  /** virtio-mem in a kdump kernel asks its device which memory is plugged, and what is not is left out of the dump (5.17). */
  readonly kdumpAsksDevice: boolean;
}

export type SwitchName = keyof Switches;

/** The values each switch can take, for messages, `list`, and reading switches from text. */
export const SWITCH_VALUES: { readonly [K in SwitchName]: readonly Switches[K][] } = {
  dropAt: ['unplug', 'going', 'never'],
  sign: ['count', 'bit', 'buddy'],
  frozen: [false, true],
  rcuSync: [false, true],
  cancelBeforeUndo: [false, true],
  clearsBeforePut: [false, true],
  putHook: [false, true],
  skipOfflineAnyCount: [false, true],
  earlyUnmovable: [false, true],
  scanEBUSY: [false, true],
  notifierGuard: [false, true],
  mutexSync: [false, true],
  callbackUsesBitmap: [false, true],
  unloadReleases: [false, true],
  cancelOnlyAfterGoing: [false, true],
  freeType: ['keep', 'overwrite', 'clear'],
  pcp: ['drainOnce', 'drainLoop', 'disabled'],
  isolateOnOnline: [false, true],
  memmapInit: ['reserved', 'offline'],
  accounting: ['rfc3', '5.8', '6.11'],
  readerFreeze: [false, true],
  contigUndoesAlways: [false, true],
  contigRefAfterUndo: [false, true],
  poisonTakesOffBuddy: [false, true],
  poisonRefusesUnhandlable: [false, true],
  refuseHwpoisonOnline: [false, true],
  kdumpAsksDevice: [false, true],
};

export const SWITCH_NAMES = Object.keys(SWITCH_VALUES) as readonly SwitchName[];
