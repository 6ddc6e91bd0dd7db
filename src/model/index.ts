/**
 * The words that the model is written in, for changes of it: its functions, actions, state, and what processes are made of. It exports
 * whole files: a change may stand in for any function of the kernel and use whatever that uses, so that what a file of the model exports
 * is what a change can say. Left out are files whose names say nothing by themselves: the mutexes of Hyper-V's and Xen's drivers, and what
 * balloons share. A test keeps the list of names, so that one which goes, or comes, is seen.
 */

export {
  BLOCKED,
  choose,
  idleUntil,
  ignoreOutcome,
  type Process,
  retryPoint,
  select,
  step,
  waitUntil,
} from '../checker/process.js';
export {
  type About,
  type Action,
  type ArgumentKind,
  actionsNamed,
  atomic,
  declaredActions,
  type KernelAction,
  type Shown,
  type Touched,
} from './atomic.js';
export * from './configuration.js';
export * from './context.js';
export * from './demands.js';
export * from './designs.js';
export * from './drivers/another_notifier.js';
export * from './drivers/balloon.js';
export * from './drivers/base/memory.js';
export { lockDeviceHotplug } from './drivers/base/memory.js';
export * from './drivers/base/memory_block.js';
export * from './drivers/hv_balloon/hot_add.js';
export * from './drivers/hv_balloon/module.js';
export * from './drivers/hv_balloon/notifier.js';
export * from './drivers/hv_balloon/online_page.js';
export * from './drivers/hv_balloon/state.js';
export * from './drivers/virtio_mem/big_block.js';
export * from './drivers/virtio_mem/block.js';
export * from './drivers/virtio_mem/fake_offline.js';
export * from './drivers/virtio_mem/going_offline.js';
export * from './drivers/virtio_mem/hotplug_mutex.js';
export * from './drivers/virtio_mem/module.js';
export * from './drivers/virtio_mem/notifier.js';
export * from './drivers/virtio_mem/online_page.js';
export * from './drivers/virtio_mem/remove.js';
export * from './drivers/virtio_mem/state.js';
export * from './drivers/virtio_mem/sub_block.js';
export * from './drivers/virtio_mem/worker.js';
export * from './drivers/xen_balloon/balloon_thread.js';
export * from './drivers/xen_balloon/ballooned_pages.js';
export * from './drivers/xen_balloon/module.js';
export * from './drivers/xen_balloon/online_page.js';
export * from './drivers/xen_balloon/reservation.js';
export * from './drivers/xen_balloon/state.js';
export * from './entry.js';
export * from './errno.js';
export * from './field.js';
export * from './fs/kcore.js';
export * from './fs/vmcore.js';
export * from './geometry.js';
export * from './hotplug_locks.js';
export { lockDeviceHotplug as lockDeviceHotplugAlone } from './hotplug_locks.js';
export * from './memory_action.js';
export * from './mm/balloon_compaction.js';
export * from './mm/ballooned.js';
export * from './mm/contig_range.js';
export * from './mm/gup.js';
export * from './mm/hwpoison.js';
export * from './mm/kasan.js';
export * from './mm/memmap_on_memory.js';
export * from './mm/memory_failure.js';
export * from './mm/memory_hotplug.js';
export * from './mm/memory_remove.js';
export * from './mm/migrate.js';
export * from './mm/page_alloc.js';
export * from './mm/page_ext.js';
export * from './mm/page_isolation.js';
export * from './mm/page_offline.js';
export * from './mm/page_writeback.js';
export * from './mm/range_users.js';
export * from './mm/section_usage.js';
export * from './mm/soft_offline.js';
export * from './mm/sparse.js';
export * from './mm/unpoison.js';
export * from './mm/users.js';
export * from './mm/walkers.js';
export * from './module.js';
export * from './notifier.js';
export * from './page_ref.js';
export * from './rcu.js';
export * from './setting.js';
export * from './state.js';
export * from './switches.js';
export * from './system.js';
