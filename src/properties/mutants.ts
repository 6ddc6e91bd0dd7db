/**
 * Mutants of the model: kernels that get one thing wrong. Each is a few edits of steps, what it breaks in kernel terms, and
 * where it is tried. They test the properties: a fault that no property sees is one that the checker would let pass.
 */

import type { Edit } from '../checker/mutate.js';
import type { Scenario } from '../scenario/scenario.js';
import { SETTINGS } from './mutant_settings.js';

export interface Mutant {
  readonly id: string;
  /** What is wrong with this kernel. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
  readonly tried: readonly Scenario[];
  /** Why no property is violated: the kernel behaves no worse than it did. Absent when some property is violated. */
  readonly survives?: `equivalent: ${string}`;
}

/** Ways to isolate and to undo it, as in the arguments of the actions. */
const FOR_OFFLINE = 0;
const FOR_ALLOC = 1;
const FOR_ONLINE = 2;

/** A state of a block, and one of a big block, as the model numbers them. */
const BLOCK_OFFLINE = 1;
const FAKE_OFFLINE = 2;

const MUTEX_LOCK = 'mutex_lock(hotplug_mutex)';
const MUTEX_UNLOCK = 'mutex_unlock(hotplug_mutex)';

const { D, tiny, small, contig, normal, movable, walker, borrower, reader, current, pcp, pcpToday } = SETTINGS;
const { twoPages, twoBlocks, twoBlocksContested, removal, bigBlocks, unload, foreign, balloon, poison, dump } =
  SETTINGS;
const { A, normalA, unloadA, B, E, unloadE, F, rcu, gup, foreignDump } = SETTINGS;

/** Locks: not waited for, not let go of, let go of too soon. */
const LOCKS: readonly Mutant[] = [
  {
    id: 'worker-ignores-mutex',
    breaks: 'the worker takes hotplug_mutex although a notifier callback holds it',
    edits: [{ kind: 'misread', process: 'worker', action: MUTEX_LOCK, field: 'hotplugMutex', as: 0 }],
    tried: [D],
  },
  {
    id: 'notifier-ignores-mutex',
    breaks: 'MEM_GOING_* takes hotplug_mutex although the worker holds it',
    edits: [{ kind: 'misread', process: 'sysfs', action: MUTEX_LOCK, field: 'hotplugMutex', as: 0 }],
    tried: [D],
  },
  {
    id: 'worker-keeps-mutex',
    breaks: 'the worker never unlocks hotplug_mutex',
    edits: [{ kind: 'skip', process: 'worker', action: MUTEX_UNLOCK }],
    tried: [small],
  },
  {
    id: 'worker-unlocks-twice',
    breaks: 'the worker unlocks hotplug_mutex twice',
    edits: [{ kind: 'repeat', process: 'worker', action: MUTEX_UNLOCK }],
    tried: [D],
  },
  {
    id: 'notifier-keeps-mutex',
    breaks: 'the closing notification does not unlock hotplug_mutex',
    edits: [{ kind: 'lose', process: 'sysfs', action: MUTEX_UNLOCK, field: 'hotplugMutex' }],
    tried: [small],
  },
  {
    id: 'unlock-before-raise',
    breaks: 'MEM_CANCEL_OFFLINE unlocks hotplug_mutex before it takes the references again',
    edits: [{ kind: 'delay', action: 'page_ref_inc', until: MUTEX_UNLOCK }],
    tried: [D],
  },
  {
    id: 'unlock-before-record',
    breaks: 'MEM_OFFLINE unlocks hotplug_mutex before the driver records that the block is offline',
    edits: [{ kind: 'delay', action: 'virtio_mem_sbm_notify_offline', until: MUTEX_UNLOCK }],
    tried: [D],
  },
  {
    id: 'device-lock-kept',
    breaks: 'device_hotplug_lock is never unlocked',
    edits: [{ kind: 'skip', action: 'unlock_device_hotplug' }],
    tried: [tiny],
  },
];

/** Isolation of pageblocks, by offlining and by alloc_contig_range(). */
const ISOLATION: readonly Mutant[] = [
  {
    id: 'offline-isolates-nothing',
    breaks: 'offlining does not mark the pageblocks MIGRATE_ISOLATE',
    edits: [
      {
        kind: 'lose',
        action: 'set_migratetype_isolate',
        args: ['any', FOR_OFFLINE],
        field: 'isolated',
      },
    ],
    tried: [D],
  },
  {
    id: 'offline-isolates-first-alone',
    breaks: 'offlining isolates the first pageblock of the block alone',
    edits: [{ kind: 'skip', action: 'set_migratetype_isolate', args: [1, FOR_OFFLINE] }],
    tried: [D],
  },
  {
    id: 'offline-isolates-isolated',
    breaks: 'offlining isolates a pageblock that alloc_contig_range() isolated before',
    edits: [
      { kind: 'misread', action: 'set_migratetype_isolate', args: ['any', FOR_OFFLINE], field: 'isolated', as: 0 },
    ],
    tried: [D],
  },
  {
    id: 'isolation-error-ignored',
    breaks: 'offlining goes on when a pageblock cannot be isolated',
    edits: [{ kind: 'force', action: 'set_migratetype_isolate', args: ['any', FOR_OFFLINE], outcome: 'isolated' }],
    tried: [D, contig],
  },
  {
    id: 'alloc-isolates-isolated',
    breaks: 'alloc_contig_range() isolates a pageblock that offlining isolated before',
    edits: [{ kind: 'misread', action: 'set_migratetype_isolate', args: ['any', FOR_ALLOC], field: 'isolated', as: 0 }],
    tried: [D],
  },
  {
    id: 'alloc-isolates-nothing',
    breaks: 'alloc_contig_range() does not isolate its range',
    edits: [{ kind: 'lose', action: 'set_migratetype_isolate', args: ['any', FOR_ALLOC], field: 'isolated' }],
    tried: [D],
  },
  {
    id: 'alloc-ignores-isolation-error',
    breaks: 'alloc_contig_range() goes on when its range is isolated by another, and undoes that',
    edits: [{ kind: 'force', action: 'set_migratetype_isolate', args: ['any', FOR_ALLOC], outcome: 'isolated' }],
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
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', FOR_OFFLINE] }],
    tried: [D],
  },
  {
    id: 'undo-skips-second',
    breaks: 'a failed attempt leaves the second pageblock isolated',
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: [1, FOR_OFFLINE] }],
    tried: [D],
  },
  {
    id: 'undo-twice',
    breaks: 'a failed attempt undoes isolation twice, the second time that of another',
    edits: [{ kind: 'repeat', action: 'unset_migratetype_isolate', args: ['any', FOR_OFFLINE] }],
    tried: [D, contig],
  },
  {
    id: 'undo-runs-on',
    breaks: 'a failed attempt undoes isolation of the pageblock behind its block too',
    edits: [
      {
        kind: 'redirect',
        action: 'unset_migratetype_isolate',
        args: [0, FOR_OFFLINE],
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
      { kind: 'delay', action: 'unset_migratetype_isolate', args: ['any', FOR_OFFLINE], until: 'hotplug_active' },
    ],
    tried: [D, contig],
    survives: 'equivalent: with design D the unplugged pages are on no free list, whatever comes first',
  },
  {
    id: 'alloc-undo-skipped',
    breaks: 'alloc_contig_range() leaves its range isolated',
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', FOR_ALLOC] }],
    tried: [D],
  },
  {
    id: 'alloc-undo-twice',
    breaks: 'alloc_contig_range() undoes isolation twice, the second time that of another',
    edits: [{ kind: 'repeat', action: 'unset_migratetype_isolate', args: ['any', FOR_ALLOC] }],
    tried: [D],
  },
  {
    id: 'online-undo-skipped',
    breaks: 'onlining leaves the pageblocks isolated',
    edits: [{ kind: 'skip', action: 'unset_migratetype_isolate', args: ['any', FOR_ONLINE] }],
    tried: [current],
  },
  {
    id: 'online-undo-early',
    breaks: 'onlining undoes isolation before the driver records that the block is online',
    edits: [{ kind: 'delay', action: 'virtio_mem_sbm_notify_online', until: MUTEX_UNLOCK }],
    tried: [current],
  },
];

/** What offlining and alloc_contig_range() look at before they act. */
const CHECKS: readonly Mutant[] = [
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

/** MEM_GOING_OFFLINE and MEM_CANCEL_OFFLINE in the driver. */
const NOTIFIER: readonly Mutant[] = [
  {
    id: 'drop-skipped',
    breaks: 'MEM_GOING_OFFLINE does not drop the references of unplugged pages',
    edits: [{ kind: 'skip', action: 'page_ref_dec_and_test' }],
    tried: [D],
  },
  {
    id: 'drop-skips-second',
    breaks: 'MEM_GOING_OFFLINE stops behind the first page',
    edits: [{ kind: 'skip', action: 'page_ref_dec_and_test', args: [1] }],
    tried: [D],
  },
  {
    id: 'drop-stops-in-sub-block',
    breaks: 'MEM_GOING_OFFLINE stops behind the first page of a sub-block, and MEM_CANCEL_OFFLINE does not',
    edits: [{ kind: 'skip', action: 'page_ref_dec_and_test', args: [1] }],
    tried: [twoPages],
  },
  {
    id: 'drop-twice',
    breaks: 'MEM_GOING_OFFLINE drops two references of each unplugged page',
    edits: [{ kind: 'repeat', action: 'page_ref_dec_and_test' }],
    tried: [D],
  },
  {
    id: 'drop-ignores-bitmap',
    breaks: 'MEM_GOING_OFFLINE drops references of plugged pages too',
    edits: [{ kind: 'misread', action: 'page_ref_dec_and_test', field: 'bitmap', as: 0 }],
    tried: [D],
  },
  {
    id: 'drop-without-accounting',
    breaks: 'MEM_GOING_OFFLINE does not raise the managed count for what the core will subtract',
    edits: [{ kind: 'lose', action: 'page_ref_dec_and_test', field: 'managed' }],
    tried: [D],
  },
  {
    id: 'raise-skipped',
    breaks: 'MEM_CANCEL_OFFLINE does not take the references again',
    edits: [{ kind: 'skip', action: 'page_ref_inc' }],
    tried: [D],
  },
  {
    id: 'raise-skips-second',
    breaks: 'MEM_CANCEL_OFFLINE stops behind the first page',
    edits: [{ kind: 'skip', action: 'page_ref_inc', args: [1] }],
    tried: [D],
  },
  {
    id: 'raise-twice',
    breaks: 'MEM_CANCEL_OFFLINE takes two references to each unplugged page',
    edits: [{ kind: 'repeat', action: 'page_ref_inc' }],
    tried: [D],
  },
  {
    id: 'raise-ignores-bitmap',
    breaks: 'MEM_CANCEL_OFFLINE takes references to plugged pages too',
    edits: [{ kind: 'misread', action: 'page_ref_inc', field: 'bitmap', as: 0 }],
    tried: [D],
  },
  {
    id: 'raise-without-accounting',
    breaks: 'MEM_CANCEL_OFFLINE does not lower the managed count again',
    edits: [{ kind: 'lose', action: 'page_ref_inc', field: 'managed' }],
    tried: [D],
  },
  {
    id: 'active-not-set',
    breaks: 'MEM_GOING_OFFLINE does not set hotplug_active, so that MEM_CANCEL_OFFLINE does nothing',
    edits: [{ kind: 'lose', process: 'sysfs', action: MUTEX_LOCK, field: 'hotplugActive' }],
    tried: [D],
  },
  {
    id: 'active-not-tested',
    breaks: 'MEM_CANCEL_OFFLINE does not look at hotplug_active',
    edits: [{ kind: 'force', action: 'hotplug_active', outcome: 'yes' }],
    tried: [D],
  },
  {
    id: 'active-not-cleared',
    breaks: 'the closing notification leaves hotplug_active set',
    edits: [{ kind: 'lose', process: 'sysfs', action: MUTEX_UNLOCK, field: 'hotplugActive' }],
    tried: [D],
  },
  {
    id: 'offline-not-recorded',
    breaks: 'MEM_OFFLINE does not record in the driver that the block is offline',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_notify_offline' }],
    tried: [D],
  },
  {
    id: 'online-not-recorded',
    breaks: 'MEM_ONLINE does not record in the driver that the block is online',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_notify_online' }],
    tried: [D],
  },
  {
    id: 'going-online-unchecked',
    breaks: 'MEM_GOING_ONLINE accepts whatever state the driver has recorded',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_notify_going_online', outcome: 'NOTIFY_OK' }],
    tried: [D, removal],
  },
  {
    id: 'going-online-refused',
    breaks: 'MEM_GOING_ONLINE always refuses',
    edits: [{ kind: 'force', action: 'virtio_mem_sbm_notify_going_online', outcome: 'NOTIFY_BAD' }],
    tried: [D],
  },
];

/** Taking a block offline, and bringing it back. */
const BLOCKS: readonly Mutant[] = [
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

/** Plugging and unplugging by the driver's worker. */
const DRIVER: readonly Mutant[] = [
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

/** Removing blocks, and adding them. */
const REMOVAL: readonly Mutant[] = [
  {
    id: 'remove-untested',
    breaks:
      'offline_and_remove_memory() offlines nothing, and try_remove_memory() does not look whether blocks are offline',
    edits: [
      { kind: 'skip', action: 'device_offline', outcome: 'offline already' },
      { kind: 'misread', action: 'try_remove_memory', field: 'blockState', as: BLOCK_OFFLINE },
    ],
    tried: [removal, twoBlocks],
  },
  {
    id: 'rollback-without-callback',
    breaks: 'blocks that are brought back after a failure are onlined without the online callback',
    edits: [{ kind: 'misread', process: 'remover', action: 'virtio_mem_online_page_cb', field: 'bitmap', as: 1 }],
    tried: [twoBlocks],
  },
  {
    id: 'rollback-skipped',
    breaks: 'offline_and_remove_memory() leaves blocks offline when it fails at a later one',
    edits: [{ kind: 'skip', action: 'try_reonline_memory_block', outcome: 'left alone' }],
    tried: [twoBlocks],
  },
  {
    id: 'rollback-onlines-all',
    breaks: 'offline_and_remove_memory() onlines again what it has not offlined',
    edits: [{ kind: 'force', action: 'try_reonline_memory_block', outcome: 'to be onlined' }],
    tried: [twoBlocks],
  },
  {
    id: 'rollback-into-other-zone',
    breaks: 'offline_and_remove_memory() brings blocks back into another zone',
    edits: [{ kind: 'redirect', process: 'remover', action: 'move_pfn_range_to_zone', to: ['same', 0] }],
    tried: [twoBlocks],
  },
  {
    id: 'removal-not-tried',
    breaks: 'the driver does not notice that nothing of a block is plugged any more',
    edits: [{ kind: 'force', action: 'virtio_mem_sbm_test_sb_unplugged', outcome: 'no' }],
    tried: [removal],
  },
  {
    id: 'removal-tried-always',
    breaks: 'the driver removes a block of which some is plugged',
    edits: [{ kind: 'force', action: 'virtio_mem_sbm_test_sb_unplugged', outcome: 'yes' }],
    tried: [removal],
  },
  {
    id: 'removal-not-recorded',
    breaks: 'the driver does not record that a block is about to be removed, and lets it be onlined',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_set_mb_state' }],
    tried: [removal],
  },
  {
    id: 'big-block-not-marked',
    breaks: 'the big block is not marked FAKE_OFFLINE before its pages are taken',
    edits: [{ kind: 'skip', action: 'virtio_mem_bbm_set_bb_state', args: [FAKE_OFFLINE] }],
    tried: [bigBlocks],
  },
  {
    id: 'big-block-not-taken',
    breaks: 'a big block is marked FAKE_OFFLINE and its pages are not taken',
    edits: [{ kind: 'force', process: 'worker', action: 'pfn_to_online_page', outcome: 'NULL' }],
    tried: [bigBlocks],
  },
  {
    id: 'big-block-keeps-mutex',
    breaks: 'the driver waits for device_hotplug_lock with hotplug_mutex held',
    edits: [{ kind: 'delay', process: 'worker', action: MUTEX_UNLOCK, until: 'lock_device_hotplug' }],
    tried: [bigBlocks],
  },
];

/** The driver is unloaded. */
const UNLOAD: readonly Mutant[] = [
  {
    id: 'unload-unannounced',
    breaks: 'an unloading driver does not set `removing`',
    edits: [{ kind: 'skip', action: 'removing = true' }],
    tried: [unload],
  },
  {
    id: 'unload-refuses-nothing',
    breaks: 'MEM_GOING_* does not look at `removing`',
    edits: [{ kind: 'misread', action: 'virtio_mem_memory_notifier_cb', field: 'driver', as: 0 }],
    tried: [unload],
  },
  {
    id: 'unload-leaves-worker',
    breaks: 'an unloading driver does not wait for its worker',
    edits: [{ kind: 'skip', action: 'cancel_work_sync' }],
    tried: [unload],
  },
  {
    id: 'unload-leaves-partial',
    breaks: 'an unloading driver does not remove offline blocks of which some is unplugged',
    edits: [{ kind: 'force', action: 'virtio_mem_for_each_mb_state', outcome: 'no' }],
    tried: [unload],
  },
  {
    id: 'unload-notifier-stays',
    breaks: 'an unloading driver does not unregister its memory notifier',
    edits: [{ kind: 'skip', action: 'unregister_memory_notifier' }],
    tried: [unload],
  },
  {
    id: 'A-unload-keeps-nothing',
    breaks: "design A's driver is unloaded and takes no references",
    edits: [{ kind: 'skip', process: 'unload', action: 'page_ref_inc' }],
    tried: [unloadA],
  },
  {
    id: 'E-unload-keeps-sign',
    breaks: "design E's driver is unloaded and leaves PG_offline_skippable on its pages",
    edits: [{ kind: 'lose', action: '__ClearPageOfflineSkippable', field: 'skippable' }],
    tried: [unloadE],
  },
];

/** The free path and the per-CPU lists. */
const FREE_PATH: readonly Mutant[] = [
  {
    id: 'free-keeps-lru',
    breaks: 'a freed page stays on the LRU',
    edits: [{ kind: 'lose', action: 'free_pages_prepare', field: 'lru' }],
    tried: [movable],
  },
  {
    id: 'pcp-drain-leaves-page',
    breaks: 'drain_all_pages() leaves the pages on the per-CPU lists too',
    edits: [{ kind: 'lose', action: 'drain_all_pages', field: 'onPcp' }],
    tried: [pcp],
  },
  {
    id: 'pcp-alloc-leaves-page',
    breaks: 'a page that was allocated from a per-CPU list stays on it',
    edits: [{ kind: 'lose', action: 'alloc_page', field: 'onPcp' }],
    tried: [pcp],
  },
  {
    id: 'pcp-free-twice',
    breaks: 'a page is put on a per-CPU list twice',
    edits: [{ kind: 'repeat', process: 'user', action: 'free_unref_page_commit' }],
    tried: [pcp],
  },
  {
    id: 'pcp-never-drained',
    breaks: 'offlining does not drain the per-CPU lists',
    edits: [{ kind: 'skip', action: 'drain_all_pages' }],
    tried: [pcp],
  },
  {
    id: 'pcp-not-disabled',
    breaks: 'offlining does not disable the per-CPU lists, nor drain them',
    edits: [{ kind: 'skip', action: 'zone_pcp_disable' }],
    tried: [pcpToday],
  },
  {
    id: 'pcp-stays-disabled',
    breaks: 'the per-CPU lists stay disabled after an attempt',
    edits: [{ kind: 'skip', action: 'zone_pcp_enable' }],
    tried: [pcpToday],
    survives: 'equivalent: freed pages go to the buddy at once, which is slower and no more',
  },
];

/** Users of memory, migration, walkers and readers around it. */
const AROUND: readonly Mutant[] = [
  {
    id: 'isolated-allocatable',
    breaks: 'the allocator hands out pages of isolated pageblocks',
    edits: [{ kind: 'misread', process: 'user', action: 'alloc_page', field: 'isolated', as: 0 }],
    tried: [movable],
  },
  {
    id: 'put-frees-referenced',
    breaks: 'a put frees the page although others hold references',
    edits: [{ kind: 'force', process: 'walker', action: 'put_page_testzero', outcome: 'reached 0' }],
    tried: [borrower],
  },
  {
    id: 'walker-keeps-reference',
    breaks: 'a walker does not put its reference',
    edits: [{ kind: 'skip', process: 'walker', action: 'put_page_testzero', outcome: 'still referenced' }],
    tried: [walker],
  },
  {
    id: 'put-twice',
    breaks: 'a user puts its page twice',
    edits: [{ kind: 'repeat', process: 'user', action: 'put_page_testzero' }],
    tried: [movable],
  },
  {
    id: 'user-ignores-migration',
    breaks: 'a user puts a page that migration has moved away from it',
    edits: [{ kind: 'force', process: 'user', action: 'zap_pte', outcome: 'still there' }],
    tried: [movable],
  },
  {
    id: 'migration-ignores-references',
    breaks: 'migrate_pages() does not look whether others hold references',
    edits: [{ kind: 'misread', action: 'migrate_folio', field: 'refcount', as: 2 }],
    tried: [borrower],
  },
  {
    id: 'lru-isolation-without-reference',
    breaks: 'folio_isolate_lru() takes no reference',
    edits: [{ kind: 'lose', action: 'folio_isolate_lru', field: 'refcount' }],
    tried: [movable],
  },
  {
    id: 'migration-without-putback',
    breaks: 'a page that could not be migrated is not put back on the LRU',
    edits: [{ kind: 'skip', action: 'folio_putback_lru' }],
    tried: [movable, borrower],
  },
  {
    id: 'reader-without-freeze',
    breaks: 'a reader of /proc/kcore does not take page_offline_rwsem',
    edits: [
      { kind: 'skip', action: 'page_offline_freeze' },
      { kind: 'skip', action: 'page_offline_thaw' },
    ],
    tried: [reader],
  },
  {
    id: 'driver-without-freeze',
    breaks: 'the driver sets PageOffline without page_offline_begin()',
    edits: [
      { kind: 'skip', action: 'page_offline_begin' },
      { kind: 'skip', action: 'page_offline_end' },
    ],
    tried: [reader],
  },
  {
    id: 'reader-thaws-first',
    breaks: 'a reader of /proc/kcore lets go of page_offline_rwsem before it copies',
    edits: [{ kind: 'delay', action: 'copy_from_kernel_nofault', until: 'page_offline_thaw' }],
    tried: [reader],
  },
  {
    id: 'reader-tests-nothing',
    breaks: 'a reader of /proc/kcore does not look at PageOffline',
    edits: [{ kind: 'force', action: 'PageOffline', outcome: 'no' }],
    tried: [reader],
  },
];

/** Code that only other designs have. */
const OTHER_DESIGNS: readonly Mutant[] = [
  {
    id: 'A-hook-sees-all',
    breaks: 'the hook of design A keeps every page from being freed',
    edits: [{ kind: 'force', action: '__put_page: PageOffline', outcome: 'yes' }],
    tried: [A],
  },
  {
    id: 'A-drop-skipped',
    breaks: "design A's unplug does not drop the reference",
    edits: [{ kind: 'skip', action: 'page_ref_dec' }],
    tried: [A],
  },
  {
    id: 'A-raise-skipped',
    breaks: "design A's plug does not take the reference again",
    edits: [{ kind: 'skip', action: 'page_ref_inc' }],
    tried: [A],
  },
  {
    id: 'A-type-after-drop',
    breaks: 'design A marks a page PageOffline after it dropped the reference',
    edits: [{ kind: 'delay', action: '__SetPageOffline', until: 'page_ref_dec' }],
    tried: [A],
  },
  {
    id: 'A-unplugged-not-unmovable',
    breaks: 'design A lets alloc_contig_range() isolate unplugged pages',
    edits: [{ kind: 'misread', action: 'set_migratetype_isolate', args: ['any', FOR_ALLOC], field: 'pageType', as: 0 }],
    tried: [normalA],
    survives: 'equivalent: test_pages_isolated() finds that they are not free',
  },
  {
    id: 'B-keeps-type',
    breaks: 'design B frees pages that are still PageOffline',
    edits: [{ kind: 'lose', action: '__ClearPageOffline', field: 'pageType' }],
    tried: [B],
  },
  {
    id: 'B-without-accounting',
    breaks: 'design B does not lower the managed count when it takes the pages back',
    edits: [{ kind: 'lose', action: 'alloc_contig_range', field: 'managed' }],
    tried: [B],
  },
  {
    id: 'B-takes-nothing-back',
    breaks: 'design B does not take the pages back in MEM_CANCEL_OFFLINE',
    edits: [{ kind: 'skip', action: 'alloc_contig_range' }],
    tried: [B],
  },
  {
    id: 'E-sign-not-set',
    breaks: 'design E unplugs pages without PG_offline_skippable',
    edits: [{ kind: 'lose', action: '__SetPageOffline', field: 'skippable' }],
    tried: [E],
  },
  {
    id: 'E-sign-not-kept',
    breaks: 'design E keeps pages back on re-online without PG_offline_skippable',
    edits: [{ kind: 'lose', action: 'virtio_mem_online_page_cb', field: 'skippable' }],
    tried: [E],
  },
  {
    id: 'E-sign-stays',
    breaks: 'design E leaves PG_offline_skippable on plugged pages',
    edits: [{ kind: 'lose', action: 'virtio_mem_clear_fake_offline', field: 'skippable' }],
    tried: [E],
    survives: 'equivalent: the bit counts only beside PageOffline, and is set again with it',
  },
  {
    id: 'F-counts-kept-back',
    breaks: 'design F keeps pages back on re-online with the reference of the fresh memmap',
    edits: [{ kind: 'lose', action: 'virtio_mem_online_page_cb', field: 'refcount' }],
    tried: [F],
  },
  {
    id: 'F-frees-twice',
    breaks: 'design F frees a frozen page twice',
    edits: [{ kind: 'repeat', process: 'worker', action: 'free_one_page' }],
    tried: [F],
  },
  {
    id: 'rcu-not-waited-for',
    breaks: 'synchronize_rcu() does not wait',
    edits: [{ kind: 'skip', action: 'synchronize_rcu' }],
    tried: [rcu],
  },
  {
    id: 'rcu-waits-after-drop',
    breaks: 'the driver waits for a grace period after it dropped its reference, not before',
    edits: [{ kind: 'delay', action: 'synchronize_rcu', until: 'page_ref_dec_and_test' }],
    tried: [gup],
  },
  {
    id: 'rcu-not-entered',
    breaks: 'a walker is in no RCU read-side critical section',
    edits: [{ kind: 'skip', action: 'rcu_read_lock' }],
    tried: [rcu],
  },
];

/** Pages of another driver, and that driver. */
const OTHER_DRIVERS: readonly Mutant[] = [
  {
    id: 'drop-foreign',
    breaks: 'MEM_GOING_OFFLINE drops the reference of another driver, too',
    edits: [{ kind: 'misread', action: 'page_ref_dec_and_test', field: 'bitmap', as: 0 }],
    tried: [foreign],
  },
  {
    id: 'scan-blind-foreign',
    breaks: "scan_movable_pages() does not see that another driver's page is PageOffline",
    edits: [{ kind: 'misread', action: 'scan_movable_pages', field: 'pageType', as: 0 }],
    tried: [foreign],
  },
  {
    id: 'offline-foreign',
    breaks: "offlining tests nothing, and so takes another driver's page",
    edits: [
      { kind: 'force', process: 'sysfs', action: 'scan_movable_pages', outcome: 'passed over' },
      { kind: 'force', process: 'sysfs', action: 'test_pages_isolated', outcome: '0' },
    ],
    tried: [foreign],
  },
  {
    id: 'balloon-unmarked',
    breaks: 'the other driver does not mark its pages PageOffline',
    edits: [{ kind: 'skip', process: 'balloon', action: '__SetPageOffline' }],
    tried: [balloon],
  },
  {
    id: 'balloon-marks-late',
    breaks: 'the other driver marks pages PageOffline after its host took them away',
    edits: [{ kind: 'delay', process: 'balloon', action: '__SetPageOffline', until: 'DM_BALLOON_RESPONSE' }],
    tried: [balloon],
  },
  {
    id: 'balloon-backed-late',
    breaks: "the other driver's host backs pages after they were freed",
    edits: [{ kind: 'delay', action: 'DM_UNBALLOON_REQUEST', until: 'free_one_page' }],
    tried: [balloon],
  },
  {
    id: 'balloon-keeps-type',
    breaks: 'the other driver frees pages that are still PageOffline',
    edits: [{ kind: 'lose', process: 'balloon', action: '__ClearPageOffline', field: 'pageType' }],
    tried: [balloon],
  },
  {
    id: 'balloon-without-accounting',
    breaks: 'the other driver does not lower the managed count',
    edits: [
      { kind: 'lose', process: 'balloon', action: 'adjust_managed_page_count', args: ['any', -1], field: 'managed' },
    ],
    tried: [balloon],
  },
];

/** Poisoned pages, and dumps. */
const POISON_AND_DUMPS: readonly Mutant[] = [
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

export const MUTANTS: readonly Mutant[] = [
  ...LOCKS,
  ...ISOLATION,
  ...CHECKS,
  ...NOTIFIER,
  ...BLOCKS,
  ...DRIVER,
  ...REMOVAL,
  ...UNLOAD,
  ...FREE_PATH,
  ...AROUND,
  ...OTHER_DESIGNS,
  ...OTHER_DRIVERS,
  ...POISON_AND_DUMPS,
];
