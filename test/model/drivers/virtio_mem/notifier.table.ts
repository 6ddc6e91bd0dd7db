/** What each action of virtio-mem's memory notifier does: state and arguments in, outcome and changes out. */

import { notifierUnlockBetween } from '../../../../src/model/drivers/virtio_mem/hotplug_mutex.js';
import { BigBlock, Driver, MutexOwner } from '../../../../src/model/drivers/virtio_mem/state.js';
import { Attempt, Owner, PG_BUDDY, PG_OFFLINE } from '../../../../src/model/state.js';
import { actionTable } from '../../action_table.js';
import '../../../../src/model/modules.js';

actionTable('drivers/virtio/virtio_mem.c', 'mutex_lock(hotplug_mutex)', [
  [{}, [], 'done', ['hotplugMutex free -> notifier', 'hotplugActive 0 -> 1'], { touching: 'hotplugActive' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_memory_notifier_cb', [
  [{}, [0], 'mutex_lock(hotplug_mutex)', ['hotplugMutex free -> notifier', 'hotplugActive 0 -> 1']],
  [
    { driver: Driver.REMOVING, 'attempt[0]': Attempt.RUNNING },
    [0],
    '-EBUSY: removing',
    ['attempt[block 0] running -> rollback'],
  ],
  [{ driver: Driver.GONE, hotplugMutex: MutexOwner.WORKER }, [0], 'not registered', []],
  [{ hotplugMutex: MutexOwner.WORKER }, [0], 'waits', []],
]);
actionTable('drivers/virtio/virtio_mem.c', 'mutex_unlock(hotplug_mutex)', [
  [
    { hotplugMutex: MutexOwner.NOTIFIER, hotplugActive: 1 },
    [],
    'done',
    ['hotplugMutex notifier -> free', 'hotplugActive 1 -> 0'],
    { touching: 'hotplugActive' },
  ],
  [
    { hotplugMutex: MutexOwner.WORKER },
    [],
    'done',
    ['oops none -> unlock of a mutex not held', 'hotplugMutex worker -> free'],
    { touching: 'hotplugActive' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', notifierUnlockBetween, [
  [{ hotplugMutex: MutexOwner.NOTIFIER, hotplugActive: 1 }, [], 'done', ['hotplugMutex notifier -> free']],
  [
    { hotplugMutex: MutexOwner.WORKER },
    [],
    'done',
    ['oops none -> unlock of a mutex not held', 'hotplugMutex worker -> free'],
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'notifier_call_chain', [
  [{}, [], 'driver called', []],
  [{ driver: Driver.GONE }, [], 'driver not registered', []],
]);
actionTable('drivers/virtio/virtio_mem.c', 'hotplug_active', [
  [{ hotplugActive: 1, 'attempt[0]': Attempt.RUNNING }, [0], 'yes', ['attempt[block 0] running -> rollback']],
  [{}, [0], 'no', []],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_dec_and_test', [
  [{}, [0], 'dropped to 0', ['refcount[page 0] 1 -> 0', 'owner[page 0] driver -> released', 'managed 3 -> 4']],
  [
    { 'refcount[0]': 2 },
    [0],
    'WARN: still referenced',
    ['refcount[page 0] 2 -> 1', 'owner[page 0] driver -> released', 'managed 3 -> 4'],
  ],
  [{}, [0], 'dropped to 0', ['refcount[page 0] 1 -> 0', 'owner[page 0] driver -> released'], { kernel: '7.3' }],
  [{}, [1], 'plugged: left alone', []],
  [
    { bigBlock: BigBlock.FAKE_OFFLINE, 'refcount[1]': 1, 'pageType[1]': PG_OFFLINE, 'owner[1]': Owner.DRIVER },
    [1],
    'dropped to 0',
    ['refcount[page 1] 1 -> 0', 'owner[page 1] driver -> released'],
    { with: 'bigBlocks', kernel: '7.3' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_freeze', [
  [
    {},
    [0],
    'frozen',
    ['refcount[page 0] 1 -> 0', 'owner[page 0] driver -> released'],
    { touching: 'attempt', kernel: '7.3' },
  ],
  [
    { 'refcount[0]': 2, 'attempt[0]': Attempt.RUNNING },
    [0],
    '-EBUSY: referenced',
    ['attempt[block 0] running -> rollback'],
    { touching: 'attempt', kernel: '7.3' },
  ],
  [{}, [1], 'plugged: left alone', [], { touching: 'bitmap' }],
  [{ 'refcount[0]': 2 }, [0], 'waits', [], { touching: 'bitmap !attempt', kernel: '7.3' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_inc', [
  [
    { 'refcount[0]': 0, 'owner[0]': Owner.RELEASED },
    [0],
    'raised',
    ['refcount[page 0] 0 -> 1', 'owner[page 0] released -> driver', 'managed 3 -> 2'],
    { touching: 'managed' },
  ],
  [
    { 'refcount[0]': 0, 'owner[0]': Owner.RELEASED },
    [0],
    'raised',
    ['refcount[page 0] 0 -> 1', 'owner[page 0] released -> driver'],
    { touching: 'managed', kernel: '7.3' },
  ],
  [{}, [1], 'plugged: left alone', [], { touching: 'managed' }],
]);
actionTable('drivers/virtio/virtio_mem.c', '__ClearPageOffline', [
  [
    {},
    [0],
    'cleared',
    ['pageType[page 0] Offline -> none', 'dirty[page 0] 1 -> 0', 'managed 3 -> 4'],
    { design: 'B', touching: 'bitmap' },
  ],
  [{}, [1], 'plugged: left alone', [], { design: 'B', touching: 'bitmap' }],
  [{}, [0], 'done', ['pageType[page 0] Offline -> none', 'dirty[page 0] 1 -> 0'], { design: 'B', touching: 'dirty' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_fake_offline_going_offline', [
  [{}, [0], 'to be freed', ['managed 3 -> 4'], { design: 'B' }],
  [{}, [1], 'plugged: left alone', [], { design: 'B' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'alloc_contig_range', [
  [
    { 'pageType[0]': PG_BUDDY, 'refcount[0]': 0, 'owner[0]': Owner.BUDDY },
    [0],
    'taken back',
    ['pageType[page 0] Buddy -> Offline', 'refcount[page 0] 0 -> 1', 'owner[page 0] buddy -> driver', 'managed 3 -> 2'],
    { design: 'B' },
  ],
  [{ 'pageType[0]': 0, 'refcount[0]': 1, 'owner[0]': Owner.USER }, [0], 'lost', ['managed 3 -> 2'], { design: 'B' }],
  [{}, [1], 'plugged: left alone', [], { design: 'B' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_sbm_notify_offline', [
  [{}, [0], 'done', ['driverOnline[block 0] online -> offline']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_sbm_notify_online', [
  [{ 'driverOnline[0]': 0 }, [0], 'done', ['driverOnline[block 0] offline -> online']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_sbm_notify_going_online', [
  [{ 'driverOnline[0]': 0 }, [0], 'NOTIFY_OK', []],
  [{ 'driverOnline[0]': 0, 'unused[0]': 1 }, [0], 'NOTIFY_BAD', []],
]);
