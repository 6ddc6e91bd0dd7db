/** What each action of plugging and unplugging of virtio-mem does: state and arguments in, outcome and changes out. */

import { workerUnlock } from '../../../../src/model/drivers/virtio_mem/hotplug_mutex.js';
import { Driver, MutexOwner } from '../../../../src/model/drivers/virtio_mem/state.js';
import { actionTable } from '../../action_table.js';
import '../../../../src/model/modules.js';

actionTable('drivers/virtio/virtio_mem.c', 'mutex_lock(hotplug_mutex)', [
  [{}, [0], 'online, unplugged', ['hotplugMutex free -> worker'], { touching: '!unused' }],
  [{ 'driverOnline[0]': 0 }, [1], 'offline, plugged', ['hotplugMutex free -> worker'], { touching: '!unused' }],
  [{ hotplugMutex: MutexOwner.NOTIFIER }, [0], 'waits', []],
  [{ 'unused[0]': 1 }, [0], 'unused', ['hotplugMutex free -> worker'], { touching: 'unused' }],
  [{}, [], 'done', ['hotplugMutex free -> worker'], { touching: '!hotplugActive' }],
  [{ hotplugMutex: MutexOwner.NOTIFIER }, [], 'waits', []],
]);
actionTable('drivers/virtio/virtio_mem.c', workerUnlock, [
  [{ hotplugMutex: MutexOwner.WORKER }, [], 'done', ['hotplugMutex worker -> free']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_send_plug_request', [
  [{}, [0], 'done', ['plugged[page 0] unplugged -> plugged']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_send_unplug_request', [
  [{}, [1], 'done', ['plugged[page 1] plugged -> unplugged']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_sbm_set_sb_plugged', [
  [{}, [0], 'done', ['bitmap[sub-block 0] unplugged -> plugged']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_sbm_set_sb_unplugged', [
  [{}, [1], 'done', ['bitmap[sub-block 1] plugged -> unplugged']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'queue_work', [
  [{}, [], 'queued', ['workActive 0 -> 1']],
  [{ driver: Driver.REMOVING }, [], 'removing', []],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_run_wq', [
  [{ workActive: 1 }, [], 'done', ['workActive 1 -> 0']],
]);
