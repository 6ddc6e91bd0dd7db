/** Where each step of the model happens in the kernel: inside which traced functions, and in which notification. */

/** Kernel functions from the outermost to the innermost, `function` or `function:NOTIFICATION`; '' is outside them all. */
export type Place = readonly string[];

const notifying = (attempt: string, notification: string): Place => [attempt, `memory_notify:${notification}`];
const inDriver = (attempt: string, notification: string): Place => [
  ...notifying(attempt, notification),
  `virtio_mem_memory_notifier_cb:${notification}`,
];

const MIGRATION: Place = ['offline_pages', 'do_migrate_range'];

/** A step that belongs wherever the step before it did: the end of a callback. */
export const SAME = 'same';

export type Places = Readonly<Record<string, Place | typeof SAME>>;

export const OFFLINE_PLACES: Places = {
  lock_device_hotplug: [],
  set_migratetype_isolate: ['offline_pages', 'start_isolate_page_range'],
  'notifier before the driver': notifying('offline_pages', 'GOING_OFFLINE'),
  'mutex_lock(hotplug_mutex)': inDriver('offline_pages', 'GOING_OFFLINE'),
  page_ref_dec_and_test: inDriver('offline_pages', 'GOING_OFFLINE'),
  'notifier after the driver': notifying('offline_pages', 'GOING_OFFLINE'),
  signal_pending: ['offline_pages'],
  scan_movable_pages: ['offline_pages', 'scan_movable_pages'],
  get_page_unless_zero: MIGRATION,
  folio_isolate_lru: MIGRATION,
  put_page_testzero: MIGRATION,
  migrate_folio: MIGRATION,
  folio_putback_lru: MIGRATION,
  free_pages_prepare: MIGRATION,
  free_one_page: MIGRATION,
  test_pages_isolated: ['offline_pages', 'test_pages_isolated'],
  unset_migratetype_isolate: ['offline_pages', 'undo_isolate_page_range'],
  hotplug_active: inDriver('offline_pages', 'CANCEL_OFFLINE'),
  page_ref_inc: inDriver('offline_pages', 'CANCEL_OFFLINE'),
  offline_mem_sections: ['offline_pages', '__offline_isolated_pages', 'offline_mem_sections'],
  __offline_isolated_pages: ['offline_pages', '__offline_isolated_pages'],
  adjust_managed_page_count: ['offline_pages', 'adjust_managed_page_count'],
  virtio_mem_sbm_notify_offline: inDriver('offline_pages', 'OFFLINE'),
  'mutex_unlock(hotplug_mutex)': SAME,
  remove_pfn_range_from_zone: ['offline_pages', 'remove_pfn_range_from_zone'],
  memory_block_change_state: [],
  unlock_device_hotplug: [],
};

export const ONLINE_PLACES: Places = {
  lock_device_hotplug: [],
  memory_block_online: [],
  move_pfn_range_to_zone: ['online_pages', 'move_pfn_range_to_zone'],
  'notifier before the driver': notifying('online_pages', 'GOING_ONLINE'),
  'mutex_lock(hotplug_mutex)': inDriver('online_pages', 'GOING_ONLINE'),
  virtio_mem_sbm_notify_going_online: inDriver('online_pages', 'GOING_ONLINE'),
  'notifier after the driver': notifying('online_pages', 'GOING_ONLINE'),
  hotplug_active: inDriver('online_pages', 'CANCEL_ONLINE'),
  virtio_mem_online_page_cb: ['online_pages'],
  online_mem_sections: ['online_pages', 'online_mem_sections'],
  adjust_present_page_count: ['online_pages'],
  unset_migratetype_isolate: ['online_pages', 'undo_isolate_page_range'],
  virtio_mem_sbm_notify_online: inDriver('online_pages', 'ONLINE'),
  'mutex_unlock(hotplug_mutex)': SAME,
  remove_pfn_range_from_zone: ['online_pages', 'remove_pfn_range_from_zone'],
  memory_block_change_state: [],
  unlock_device_hotplug: [],
};

/** The driver's functions that are called once for each unplugged sub-block, by the step of one page. */
export const CALLED_BY_SUB_BLOCK: Readonly<Record<string, string>> = {
  page_ref_dec_and_test: 'virtio_mem_fake_offline_going_offline',
  page_ref_inc: 'virtio_mem_fake_offline_cancel_offline',
};

/** Order of the chunks that memory is onlined in: the largest of the buddy allocator, x86-64, 5.10 to 7.3. */
export const ONLINE_ORDER = 10;
