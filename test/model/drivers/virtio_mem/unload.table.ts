/** What each action of unloading virtio-mem does: state and arguments in, outcome and changes out. */

import { Driver, MutexOwner } from '../../../../src/model/drivers/virtio_mem/state.js';
import { Owner } from '../../../../src/model/state.js';
import { actionTable } from '../../action_table.js';
import '../../../../src/model/modules.js';

actionTable('drivers/virtio/virtio_mem.c', 'removing = true', [
  [{}, [], 'done', ['driver loaded -> removing']],
  [{ hotplugMutex: MutexOwner.WORKER }, [], 'waits', []],
]);
actionTable('drivers/virtio/virtio_mem.c', 'cancel_work_sync', [
  [{ workActive: 1 }, [], 'waits', []],
  [{}, [], 'done', []],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_for_each_mb_state', [
  [{ 'driverOnline[0]': 0 }, [0], 'yes', []],
  [{}, [0], 'no', []],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_inc', [
  [
    { 'refcount[0]': 0, 'owner[0]': Owner.RELEASED },
    [0],
    'raised',
    ['refcount[page 0] 0 -> 1', 'owner[page 0] released -> driver'],
    { design: 'A', touching: 'driverOnline' },
  ],
  [{ 'driverOnline[0]': 0 }, [0], 'plugged: left alone', [], { design: 'A', touching: 'driverOnline' }],
]);
actionTable('drivers/virtio/virtio_mem.c', '__ClearPageOfflineSkippable', [
  [{}, [0], 'cleared', ['owner[page 0] released -> driver', 'skippable[page 0] 1 -> 0'], { design: 'E' }],
  [{}, [1], 'plugged: left alone', [], { design: 'E' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'restore_online_page_callback', [
  [{ driver: Driver.REMOVING }, [], 'done', ['driver removing -> without callback']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'unregister_memory_notifier', [
  [{ driver: Driver.WITHOUT_CALLBACK }, [], 'done', ['driver without callback -> gone']],
]);
