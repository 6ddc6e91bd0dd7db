/**
 * Where a task of an unmodified kernel can be held between two steps of the model, and by what. One row says it of one
 * place; a switch between processes that no row allows is too fine to be made. The rows name functions of mm/ and of
 * virtio-mem, 5.10 to 7.3; whether a kernel has a function that can be probed is asked of that kernel, see kernel_code.ts.
 */

/** Who acts: a kind of process, as the model's are called, or the kernel's own walker in the place of the lab's. */
export type Actor =
  | 'sysfs'
  | 'worker'
  | 'walker'
  | 'kdamond'
  | 'contig'
  | 'brief user'
  | 'user'
  | 'memory error'
  | 'reader';

export type NotifierAction =
  | 'GOING_OFFLINE'
  | 'CANCEL_OFFLINE'
  | 'OFFLINE'
  | 'GOING_ONLINE'
  | 'CANCEL_ONLINE'
  | 'ONLINE';

/** What a register must have for the hold to strike: a page frame number or a struct page, of what the next step names. */
export interface Argument {
  /** `any`: the first, second or third argument, which kernels have differently. */
  readonly register: string;
  readonly is: 'frame' | 'struct page';
  /** The step names a sub-block or a page; a sub-block stands for its first page. */
  readonly of: 'sub-block' | 'page' | 'sub-block of the page';
}

export type Hold =
  /** A notifier before or after the driver's in the chain, which sleeps. */
  | { readonly by: 'notifier'; readonly side: 'before' | 'after'; readonly action: NotifierAction }
  /** The first of these functions that the kernel at hand has. */
  | {
      readonly by: 'entry' | 'return';
      readonly functions: readonly string[];
      readonly argument?: Argument;
      /** The task comes by the function, or by the first of these that the kernel has, as the state has it. */
      readonly or?: readonly string[];
    }
  /** The atomic instruction on a page's count in the first of these functions that has one. */
  | { readonly by: 'instruction'; readonly functions: readonly string[]; readonly operation: CountOperation }
  /** Nothing: the process has not begun, or the lab itself acts it and stands between two commands. */
  | { readonly by: 'rest' };

export type CountOperation = 'decrement' | 'increment';

export interface PlaceRow {
  readonly actor: Actor;
  /** The last action before; absent: any. */
  readonly after?: readonly string[];
  /** What comes next: an action, or a choice that is made there. */
  readonly next: readonly string[];
  readonly hold: Hold;
}

const REST: Hold = { by: 'rest' };
const entry = (functions: string | readonly string[], argument?: Argument): Hold => ({
  by: 'entry',
  functions: [functions].flat(),
  ...(argument === undefined ? {} : { argument }),
});
const after = (functions: string | readonly string[], argument?: Argument): Hold => ({
  by: 'return',
  functions: [functions].flat(),
  ...(argument === undefined ? {} : { argument }),
});
/** free_unref_page() and its successor, when the page has been prepared: to the buddy, or to a per-CPU list. */
const TO_A_LIST: Hold = {
  by: 'entry',
  functions: ['free_one_page'],
  or: ['free_unref_page_commit', 'free_frozen_page_commit'],
  argument: { register: 'any', is: 'struct page', of: 'page' },
};
const notifier = (side: 'before' | 'after', action: NotifierAction): Hold => ({ by: 'notifier', side, action });

const FRAME_IN_DI: Argument = { register: 'di', is: 'frame', of: 'sub-block' };
const FRAME_IN_SI: Argument = { register: 'si', is: 'frame', of: 'sub-block' };
const PAGE_IN_DI: Argument = { register: 'di', is: 'struct page', of: 'page' };
/** For functions that get a whole sub-block where the model's step is of one page. */
const FRAME_OF_PAGES_SUB_BLOCK: Argument = { register: 'di', is: 'frame', of: 'sub-block of the page' };
const PAGE_OF_PAGES_SUB_BLOCK: Argument = { register: 'di', is: 'struct page', of: 'sub-block of the page' };

/** alloc_contig_range() with the names that its implementation has had. */
const ALLOC_CONTIG = ['alloc_contig_frozen_range_noprof', 'alloc_contig_range_noprof', 'alloc_contig_range'];
const FREE_PAGE = ['free_frozen_pages', 'free_unref_page'];
const DRIVER_CALLBACK = 'virtio_mem_memory_notifier_cb';

const BEFORE_DRIVER = 'notifier before the driver';
const AFTER_DRIVER = 'notifier after the driver';
const MUTEX_LOCK = 'mutex_lock(hotplug_mutex)';
const MUTEX_UNLOCK = 'mutex_unlock(hotplug_mutex)';
const ISOLATE = 'set_migratetype_isolate';
const UNISOLATE = 'unset_migratetype_isolate';
const LOCK = 'lock_device_hotplug';
const SCAN = 'scan_movable_pages';
const SIGNAL = 'signal_pending';
const TEST = 'test_pages_isolated';

/** A write of `offline` to a block's state file. */
const OFFLINE: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: [LOCK], hold: REST },
  { after: [LOCK], next: ['zone_pcp_disable'], hold: entry('zone_pcp_disable') },
  { after: [LOCK, 'zone_pcp_disable'], next: [ISOLATE], hold: entry('start_isolate_page_range') },
  { after: [ISOLATE], next: [ISOLATE], hold: entry(ISOLATE, { register: 'di', is: 'struct page', of: 'sub-block' }) },
  { after: [ISOLATE], next: [BEFORE_DRIVER, MUTEX_LOCK], hold: notifier('before', 'GOING_OFFLINE') },
  {
    after: [MUTEX_LOCK, 'page_ref_dec_and_test'],
    next: ['page_ref_dec_and_test'],
    hold: {
      by: 'instruction',
      functions: ['virtio_mem_fake_offline_going_offline', DRIVER_CALLBACK],
      operation: 'decrement',
    },
  },
  {
    after: ['page_ref_dec_and_test'],
    next: [AFTER_DRIVER, SIGNAL, SCAN],
    hold: notifier('after', 'GOING_OFFLINE'),
  },
  { after: [TEST], next: [SIGNAL, SCAN], hold: after(TEST) },
  { after: [SCAN], next: [TEST], hold: entry(TEST) },
  { after: [TEST], next: ['offline_mem_sections'], hold: entry('__offline_isolated_pages') },
  { after: ['offline_mem_sections'], next: ['__offline_isolated_pages'], hold: after('offline_mem_sections') },
  { after: ['__offline_isolated_pages'], next: ['zone_pcp_enable'], hold: entry('zone_pcp_enable') },
  {
    after: ['__offline_isolated_pages', 'zone_pcp_enable'],
    next: ['adjust_managed_page_count'],
    hold: entry('adjust_managed_page_count'),
  },
  {
    after: ['adjust_managed_page_count'],
    next: ['virtio_mem_sbm_notify_offline'],
    hold: notifier('before', 'OFFLINE'),
  },
  { after: [MUTEX_UNLOCK], next: ['remove_pfn_range_from_zone'], hold: entry('remove_pfn_range_from_zone') },
  { after: [SCAN, TEST, 'page_ref_dec_and_test', ISOLATE], next: [UNISOLATE], hold: entry('undo_isolate_page_range') },
  { after: [UNISOLATE], next: ['hotplug_active'], hold: notifier('before', 'CANCEL_OFFLINE') },
  {
    after: ['hotplug_active', 'page_ref_inc'],
    next: ['page_ref_inc'],
    hold: {
      by: 'instruction',
      functions: ['virtio_mem_fake_offline_cancel_offline', DRIVER_CALLBACK],
      operation: 'increment',
    },
  },
  { after: [MUTEX_UNLOCK], next: ['zone_pcp_enable'], hold: entry('zone_pcp_enable') },
  { next: ['unlock_device_hotplug'], hold: entry('unlock_device_hotplug') },
];

/** A write of `online`. */
const ONLINE: readonly Omit<PlaceRow, 'actor'>[] = [
  { after: [LOCK], next: ['move_pfn_range_to_zone'], hold: entry('move_pfn_range_to_zone') },
  {
    after: ['move_pfn_range_to_zone'],
    next: [BEFORE_DRIVER, MUTEX_LOCK],
    hold: notifier('before', 'GOING_ONLINE'),
  },
  {
    after: ['virtio_mem_sbm_notify_going_online'],
    next: [AFTER_DRIVER, 'virtio_mem_online_page_cb'],
    hold: notifier('after', 'GOING_ONLINE'),
  },
  { after: ['virtio_mem_online_page_cb'], next: ['online_mem_sections'], hold: entry('online_mem_sections') },
  { after: ['online_mem_sections'], next: ['adjust_present_page_count'], hold: after('online_mem_sections') },
  { after: ['adjust_present_page_count'], next: [UNISOLATE], hold: entry('undo_isolate_page_range') },
  { after: [UNISOLATE], next: ['virtio_mem_sbm_notify_online'], hold: notifier('before', 'ONLINE') },
];

/** alloc_contig_range(), by whoever calls it. */
const CONTIG: readonly Omit<PlaceRow, 'actor'>[] = [
  { after: [ISOLATE], next: ['drain_all_pages'], hold: entry(['drain_all_pages', '__drain_all_pages']) },
  { after: [ISOLATE, 'drain_all_pages'], next: [TEST], hold: entry(TEST, FRAME_IN_DI) },
  { after: [TEST], next: ['isolate_freepages_range'], hold: entry('isolate_freepages_range', FRAME_IN_SI) },
  {
    after: [ISOLATE, TEST, 'isolate_freepages_range', 'set_page_refcounted'],
    next: [UNISOLATE],
    hold: entry('undo_isolate_page_range', FRAME_IN_DI),
  },
  { after: [UNISOLATE], next: ['set_page_refcounted', MUTEX_UNLOCK], hold: after('undo_isolate_page_range') },
];

const WORKER: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: [MUTEX_LOCK], hold: REST },
  { after: [MUTEX_LOCK, UNISOLATE], next: [ISOLATE], hold: entry(ALLOC_CONTIG, FRAME_IN_DI) },
  ...CONTIG,
  { after: [UNISOLATE, 'set_page_refcounted'], next: ['page_offline_begin'], hold: entry('page_offline_begin') },
  { after: ['page_offline_begin'], next: ['__SetPageOffline'], hold: after('page_offline_begin') },
  {
    after: [UNISOLATE, 'set_page_refcounted'],
    next: ['__SetPageOffline'],
    hold: entry('virtio_mem_set_fake_offline', FRAME_OF_PAGES_SUB_BLOCK),
  },
  { after: ['__SetPageOffline'], next: ['page_offline_end'], hold: entry('page_offline_end') },
  {
    after: ['page_offline_end', '__SetPageOffline', 'free_one_page', 'put_page_testzero'],
    next: ['adjust_managed_page_count'],
    hold: entry('adjust_managed_page_count'),
  },
  { next: ['host', 'virtio_mem_send_unplug_request'], hold: entry('virtio_mem_send_unplug_request') },
  { next: ['virtio_mem_sbm_set_sb_unplugged'], hold: after('virtio_mem_send_unplug_request') },
  { next: ['virtio_mem_send_plug_request'], hold: entry('virtio_mem_send_plug_request') },
  { next: ['virtio_mem_sbm_set_sb_plugged'], hold: after('virtio_mem_send_plug_request') },
  {
    after: ['virtio_mem_sbm_set_sb_plugged'],
    next: ['virtio_mem_clear_fake_offline'],
    hold: entry('virtio_mem_fake_online', FRAME_OF_PAGES_SUB_BLOCK),
  },
  {
    after: ['virtio_mem_clear_fake_offline'],
    next: ['__free_pages_core'],
    hold: entry(['generic_online_page', '__free_pages_core'], PAGE_OF_PAGES_SUB_BLOCK),
  },
  {
    after: ['virtio_mem_clear_fake_offline'],
    next: ['put_page_testzero'],
    hold: entry(['free_contig_range', 'free_contig_range_noprof'], FRAME_OF_PAGES_SUB_BLOCK),
  },
];

/** The lab's module walks, one command a step. */
const WALKER: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: ['pfn_to_online_page', 'get_page_unless_zero', 'put_page_testzero'], hold: REST },
  { after: ['put_page_testzero'], next: ['free_pages_prepare'], hold: entry('__folio_put', PAGE_IN_DI) },
  { after: ['free_pages_prepare'], next: ['free_one_page'], hold: TO_A_LIST },
];

/** A kdamond that monitors one page: damon_get_folio() takes a reference to it, and puts it when the page is not on the LRU. */
const KDAMOND: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: ['pfn_to_online_page'], hold: REST },
  {
    after: ['pfn_to_online_page'],
    next: ['get_page_unless_zero'],
    hold: after('pfn_to_online_page', { register: 'di', is: 'frame', of: 'page' }),
  },
  {
    after: ['get_page_unless_zero'],
    next: ['put_page_testzero'],
    hold: { by: 'instruction', functions: ['damon_get_folio'], operation: 'decrement' },
  },
  { after: ['put_page_testzero'], next: ['free_pages_prepare'], hold: entry('__folio_put', PAGE_IN_DI) },
  { after: ['free_pages_prepare'], next: ['free_one_page'], hold: TO_A_LIST },
];

/** The lab's module calls alloc_contig_range() and free_contig_range(). */
const CONTIG_USER: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: [ISOLATE], hold: REST },
  ...CONTIG,
  { after: [UNISOLATE, 'set_page_refcounted'], next: ['put_page_testzero'], hold: REST },
  { after: ['put_page_testzero'], next: ['free_pages_prepare'], hold: entry(FREE_PAGE, PAGE_IN_DI) },
];

/** A child of the guest's first process reads /proc/kcore. */
const READER: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: ['page_offline_freeze'], hold: REST },
  { after: ['page_offline_freeze'], next: ['pfn_to_online_page'], hold: after('page_offline_freeze') },
  { after: ['pfn_to_online_page'], next: ['PageOffline'], hold: after('pfn_to_online_page') },
  { after: ['copy_from_kernel_nofault', 'PageOffline'], next: ['page_offline_thaw'], hold: entry('page_offline_thaw') },
];

/** The lab's module allocates, writes and frees at once. */
const BRIEF_USER: readonly Omit<PlaceRow, 'actor'>[] = [{ next: ['clear_page'], hold: REST }];

/** The lab's module allocates and writes, and frees later. */
const USER: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: ['alloc_page'], hold: REST },
  { after: ['alloc_page'], next: ['clear_page'], hold: REST },
];

/** A child of the guest's first process writes to hard_offline_page. */
const MEMORY_ERROR: readonly Omit<PlaceRow, 'actor'>[] = [
  { next: ['machine_check'], hold: REST },
  {
    after: ['pfn_to_online_page'],
    next: ['TestSetPageHWPoison'],
    hold: after('pfn_to_online_page', { register: 'di', is: 'frame', of: 'page' }),
  },
  { after: ['TestSetPageHWPoison'], next: ['zone_pcp_disable'], hold: entry('zone_pcp_disable') },
];

const rowsOf = (actor: Actor, rows: readonly Omit<PlaceRow, 'actor'>[]): PlaceRow[] =>
  rows.map((row) => ({ actor, ...row }));

export const PLACES: readonly PlaceRow[] = [
  ...rowsOf('sysfs', OFFLINE),
  ...rowsOf('sysfs', ONLINE),
  ...rowsOf('worker', WORKER),
  ...rowsOf('walker', WALKER),
  ...rowsOf('kdamond', KDAMOND),
  ...rowsOf('contig', CONTIG_USER),
  ...rowsOf('reader', READER),
  ...rowsOf('brief user', BRIEF_USER),
  ...rowsOf('user', USER),
  ...rowsOf('memory error', MEMORY_ERROR),
];

/** Every function that some row needs, for the question whether a kernel has it. */
export const PROBED_FUNCTIONS: readonly string[] = [
  ...new Set(
    PLACES.flatMap(({ hold }) => ('functions' in hold ? [...hold.functions, ...('or' in hold ? hold.or : [])] : [])),
  ),
];

/** Whom a process of the model is played by, where that is not its own kind: see {@link Cast}. */
export function actorOf(kind: string, { walkers }: Cast): string {
  return kind === 'walker' && walkers === 'kdamond' ? 'kdamond' : kind;
}

/** Who plays the model's walkers: the lab's module, one command a step, or the kernel's own. */
export interface Cast {
  readonly walkers: 'module' | 'kdamond';
}

export const MODULE_WALKS: Cast = { walkers: 'module' };

/** Whether every step of an actor is a command of the lab. */
export function isActed(kind: string, cast: Cast): boolean {
  return ['walker', 'contig', 'brief user', 'user'].includes(actorOf(kind, cast));
}

/** Every pattern of instructions that some row needs. */
export const PROBED_INSTRUCTIONS: readonly Extract<Hold, { by: 'instruction' }>[] = PLACES.flatMap(({ hold }) =>
  hold.by === 'instruction' ? [hold] : [],
);

/** A hold in a few words, for plans: `entry of undo_isolate_page_range()`. */
export function holdText(hold: Hold): string {
  switch (hold.by) {
    case 'rest':
      return 'nothing';
    case 'notifier':
      return `a notifier ${hold.side} the driver's, MEM_${hold.action}`;
    case 'instruction':
      return `the ${hold.operation} of the count in ${hold.functions[0]}()`;
    default:
      return `${hold.by} of ${hold.functions[0]}()`;
  }
}
