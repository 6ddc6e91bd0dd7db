/** What each action of the drivers and of the readers in fs/ does: state and arguments in, outcome and changes out. */

import type { KernelVersion } from '../../../src/model/designs.js';
import { DevicePointer } from '../../../src/model/drivers/base/memory_block.js';
import {
  hotAddLock,
  hotAddUnlock,
  notifierLock,
  notifierUnlock,
} from '../../../src/model/drivers/hv_balloon/region_mutex.js';
import { RegionMutex } from '../../../src/model/drivers/hv_balloon/state.js';
import { setMbOffline, setMbUnused } from '../../../src/model/drivers/virtio_mem/block.js';
import { notifierUnlockBetween, workerUnlock } from '../../../src/model/drivers/virtio_mem/hotplug_mutex.js';
import { BigBlock, Driver, MutexOwner } from '../../../src/model/drivers/virtio_mem/state.js';
import {
  lockToDecrease,
  lockToIncrease,
  lockToReserve,
} from '../../../src/model/drivers/xen_balloon/balloon_thread.js';
import { lockToAlloc } from '../../../src/model/drivers/xen_balloon/ballooned_pages.js';
import { balloonLock } from '../../../src/model/drivers/xen_balloon/mutex.js';
import { allocForBalloon } from '../../../src/model/drivers/xen_balloon/reservation.js';
import { BalloonMutex, XenPage } from '../../../src/model/drivers/xen_balloon/state.js';
import { Attempt, BlockState, Owner, PG_BUDDY, PG_OFFLINE } from '../../../src/model/state.js';
import '../../../src/model/modules.js';
import { actionTable, type Where } from '../action_table.js';

// base
actionTable('drivers/base/memory.c and drivers/base/core.c', 'lock_device_hotplug', [
  [
    {},
    [0, 0],
    'block online',
    ['blockState[block 0] online -> going offline', 'attempt[block 0] none -> running', 'deviceHotplugLock 0 -> 1'],
    { touching: 'blockState' },
  ],
  [
    { 'blockState[0]': BlockState.OFFLINE },
    [0, 0],
    'block offline',
    ['deviceHotplugLock 0 -> 1'],
    { touching: 'blockState' },
  ],
  [
    { 'blockState[0]': BlockState.ABSENT },
    [0, 0],
    'block absent',
    ['deviceHotplugLock 0 -> 1'],
    { touching: 'blockState' },
  ],
  [{ deviceHotplugLock: 2 }, [0, 0], 'waits', [], { touching: 'blockState' }],
  [{}, [0, 1], 'done', ['deviceHotplugLock 0 -> 2'], { touching: '!blockState' }],
  [{ memHotplugReaders: 1 }, [0, 1], 'waits', []],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'unlock_device_hotplug', [
  [
    { deviceHotplugLock: 1, 'attempt[0]': Attempt.VETOED },
    [0],
    'done',
    ['attempt[block 0] vetoed -> none', 'deviceHotplugLock 1 -> 0'],
  ],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'memory_block_change_state', [
  [
    { 'blockState[0]': BlockState.GOING_OFFLINE, 'attempt[0]': Attempt.ROLLBACK },
    [0, BlockState.ONLINE, Attempt.FAILED],
    'done',
    ['blockState[block 0] going offline -> online', 'attempt[block 0] rollback -> failed'],
  ],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'memory_block_online', [
  [{ 'nrHwpoison[0]': 1 }, [0], '-EHWPOISON', [], { kernel: '7.3' }],
  [{}, [0], 'ok', [], { kernel: '7.3' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'device_lock', [
  [
    {},
    [0, 0],
    'block online',
    ['blockState[block 0] online -> going offline', 'attempt[block 0] none -> running', 'deviceLock[block 0] 0 -> 1'],
    { with: 'locks', touching: 'blockState' },
  ],
  [
    { 'blockState[0]': BlockState.OFFLINE },
    [0, 0],
    'block offline',
    ['deviceLock[block 0] 0 -> 1'],
    { with: 'locks', touching: 'blockState' },
  ],
  [{ 'blockState[0]': BlockState.ABSENT }, [0, 0], 'block absent', [], { with: 'locks', touching: 'blockState' }],
  [{ 'deviceLock[0]': 2 }, [0, 0], 'waits', [], { with: 'locks', touching: 'blockState' }],
  [{}, [0, 1], 'done', ['deviceLock[block 0] 0 -> 2'], { with: 'locks', touching: '!blockState' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'device_unlock', [
  [{ 'deviceLock[0]': 1 }, [0], 'done', ['deviceLock[block 0] 1 -> 0'], { with: 'locks' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'mem_hotplug_begin', [
  [{}, [1], 'done', ['memHotplugLock 0 -> 2'], { with: 'locks' }],
  [{ memHotplugReaders: 1 }, [1], 'waits', [], { with: 'locks' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'mem_hotplug_done', [
  [{ memHotplugLock: 2 }, [], 'done', ['memHotplugLock 2 -> 0'], { with: 'locks' }],
]);

// balloon
actionTable('drivers/hv/hv_balloon.c', 'alloc_page', [
  [
    {},
    [1],
    'got',
    [
      'pageType[page 1] Buddy -> none',
      'refcount[page 1] 0 -> 1',
      'owner[page 1] buddy -> another driver',
      'balloonBusy 0 -> 1',
    ],
    { touching: 'balloonBusy' },
  ],
  [{}, [0], 'no', [], { touching: 'balloonBusy' }],
]);
actionTable('drivers/hv/hv_balloon.c', '__SetPageOffline', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.FOREIGN, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] none -> Offline'],
    { touching: '!owner' },
  ],
]);
actionTable('drivers/hv/hv_balloon.c', '__ClearPageOffline', [
  [
    { 'pageType[1]': PG_OFFLINE, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] Offline -> none'],
    { touching: '!dirty' },
  ],
]);
actionTable('drivers/hv/hv_balloon.c', 'adjust_managed_page_count', [
  [{ balloonBusy: 1 }, [1, -1], 'done', ['managed 3 -> 2', 'balloonBusy 1 -> 0'], { touching: 'balloonBusy' }],
  [{}, [1, -1], 'done', ['managed 3 -> 2', 'managedMovable 3 -> 2'], { with: 'zones', touching: 'balloonBusy' }],
  [{ 'zoneMovable[0]': 0 }, [1, -1], 'done', ['managed 3 -> 2'], { with: 'zones', touching: 'balloonBusy' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'DM_BALLOON_RESPONSE', [
  [{}, [1], 'done', ['plugged[page 1] plugged -> unplugged']],
]);
actionTable('drivers/hv/hv_balloon.c', 'DM_UNBALLOON_REQUEST', [
  [{ 'plugged[1]': 0 }, [1], 'done', ['plugged[page 1] unplugged -> plugged', 'balloonBusy 0 -> 1']],
]);

// hv_balloon: hot-add
const MUTEX: Where = { with: 'hyperv', switches: { hvRegionLock: 'mutex' } };
const inHyperv = (touching: string, kernel: KernelVersion = '5.8'): Where => ({ with: 'hyperv', kernel, touching });
const FRESH = { 'sectionOnline[0]': 0, 'pageType[0]': 0, 'refcount[0]': 1, 'owner[0]': Owner.NONE, 'reserved[0]': 1 };
actionTable('drivers/hv/hv_balloon.c', 'hv_online_page', [
  [
    FRESH,
    [0],
    'kept back',
    ['pageType[page 0] none -> Offline', 'owner[page 0] nobody -> another driver'],
    { with: 'hyperv' },
  ],
  [
    { ...FRESH, 'backed[0]': 1 },
    [0],
    'onlined',
    [
      'pageType[page 0] none -> Buddy',
      'refcount[page 0] 1 -> 0',
      'owner[page 0] nobody -> buddy',
      'reserved[page 0] 1 -> 0',
      'managed 3 -> 4',
      'pagesOnlined 3 -> 4',
    ],
    { with: 'hyperv' },
  ],
  [{ ...FRESH, 'haRegion[0]': 0 }, [0], 'passed over', [], { with: 'hyperv' }],
  [
    { ...FRESH, 'reserved[0]': 0, 'pageType[0]': PG_OFFLINE, 'haRegion[0]': 0 },
    [0],
    'onlined',
    ['pageType[page 0] Offline -> Buddy', 'refcount[page 0] 1 -> 0', 'owner[page 0] nobody -> buddy', 'managed 3 -> 4'],
    { with: 'hyperv', kernel: '7.3' },
  ],
  [{ haLock: 1 }, [0], 'waits', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c, a page brought online later', '__ClearPageOffline', [
  [{}, [0], 'done', ['pageType[page 0] Offline -> none'], inHyperv('!dirty')],
]);
actionTable('drivers/hv/hv_balloon.c', 'hv_page_online_one', [
  [{}, [0], 'to be onlined', [], { with: 'hyperv', kernel: '7.3' }],
  [{}, [1], 'left alone', [], { with: 'hyperv', kernel: '7.3' }],
]);
actionTable('drivers/hv/hv_balloon.c, a page brought online later', '__free_pages_core', [
  [
    { 'refcount[0]': 2 },
    [0],
    'done',
    [
      'pageType[page 0] Offline -> none',
      'refcount[page 0] 2 -> 0',
      'owner[page 0] another driver -> in flight',
      'reserved[page 0] 1 -> 0',
      'managed 3 -> 4',
      'pagesOnlined 3 -> 4',
    ],
    inHyperv('pagesOnlined'),
  ],
]);
actionTable('drivers/hv/hv_balloon.c', 'complete', [[{}, [], 'done', ['olWaitevent 0 -> 1'], { with: 'hyperv' }]]);
actionTable('drivers/hv/hv_balloon.c', 'hv_page_offline_check', [
  [{}, [0], 'counted off', ['pagesOnlined 3 -> 2'], { with: 'hyperv' }],
  [{ pagesOnlined: 1 }, [1], 'WARN_ON_ONCE', ['pagesOnlined 1 -> 0'], { with: 'hyperv' }],
  [{ haLock: 1 }, [0], 'waits', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'DM_MEM_HOT_ADD_REQUEST', [
  [{}, [0, 0], 'block added before', ['plugged[page 0] unplugged -> plugged'], { with: 'hyperv' }],
  [{ 'haRegion[0]': 0 }, [0, 0], 'block not added', ['plugged[page 0] unplugged -> plugged'], { with: 'hyperv' }],
  [{ 'backed[1]': 0 }, [0, 1], 'waits', [], { with: 'hyperv' }],
  [{}, [1, 2], 'waits', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c, its start', 'hv_mem_hot_add', [
  [
    { 'haRegion[0]': 0 },
    [0],
    'done',
    ['backed[page 0] not backed -> backed', 'haRegion[block 0] no -> yes'],
    { with: 'hyperv' },
  ],
]);
actionTable('drivers/hv/hv_balloon.c', 'reinit_completion', [
  [{ olWaitevent: 1 }, [], 'done', ['olWaitevent 1 -> 0'], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'wait_for_completion_timeout', [
  [{ olWaitevent: 1 }, [], 'completed', ['olWaitevent 1 -> 0'], { with: 'hyperv' }],
  [{}, [], 'timed out', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'handle_pg_range', [
  [{}, [0], 'section online', ['backed[page 0] not backed -> backed', 'haLock 0 -> 1'], { with: 'hyperv' }],
  [{ 'sectionOnline[0]': 0 }, [0], 'section offline', ['backed[page 0] not backed -> backed'], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'spin_unlock_irqrestore(ha_lock)', [
  [{ haLock: 1 }, [], 'done', ['haLock 1 -> 0'], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', hotAddLock, [
  [{}, [], 'done', ['haRegionMutex free -> hot add'], MUTEX],
  [{ haRegionMutex: RegionMutex.NOTIFIER }, [], 'waits', [], MUTEX],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', hotAddUnlock, [
  [{ haRegionMutex: RegionMutex.HOT_ADD }, [], 'done', ['haRegionMutex hot add -> free'], MUTEX],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', notifierLock, [
  [{}, [], 'done', ['haRegionMutex free -> notifier'], MUTEX],
  [{ haRegionMutex: RegionMutex.HOT_ADD }, [], 'waits', [], MUTEX],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', notifierUnlock, [
  [
    { haRegionMutex: RegionMutex.HOT_ADD },
    [],
    'done',
    ['oops none -> unlock of a mutex not held', 'haRegionMutex hot add -> free'],
    MUTEX,
  ],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', 'mutex_is_locked(ha_region_mutex)', [
  [{ haRegionMutex: RegionMutex.HOT_ADD }, [], 'yes', [], MUTEX],
  [{}, [], 'no', [], MUTEX],
]);

// xen_balloon: page 0 is in the balloon, the others are free
const XEN: Where = { with: 'xen' };
const inXen = (touching: string): Where => ({ with: 'xen', touching });
const NORMAL = { 'zoneMovable[0]': 0 };
const EMPTY = { 'xenPage[0]': XenPage.NO, balloonSize: 0, totalPages: 2, 'blockState[1]': BlockState.ABSENT };
actionTable('drivers/xen/balloon.c', 'xen_online_page', [
  [
    { ...FRESH, 'xenPage[0]': XenPage.NO },
    [0],
    'done',
    [
      'pageType[page 0] none -> Offline',
      'owner[page 0] nobody -> another driver',
      'xenPage[page 0] no -> listed',
      'balloonSize 1 -> 2',
    ],
    XEN,
  ],
  [{ balloonMutex: BalloonMutex.THREAD }, [0], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c, credit above 0', lockToIncrease, [
  [{}, [0], 'done', ['balloonMutex free -> thread'], XEN],
  [{}, [1], 'waits', [], XEN],
  [{ targetPages: 3 }, [0], 'waits', [], XEN],
  [{ balloonMutex: BalloonMutex.MAPPER }, [0], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c, credit below 0', lockToDecrease, [
  [{ ...NORMAL, targetPages: 2 }, [1], 'done', ['balloonMutex free -> thread'], XEN],
  [{ targetPages: 2 }, [1], 'waits', [], XEN],
  [NORMAL, [1], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c, the balloon empty', lockToReserve, [
  [EMPTY, [1], 'done', ['balloonMutex free -> thread'], XEN],
  [{ ...EMPTY, totalPages: 4 }, [1], 'waits', [], XEN],
  [{ ...EMPTY, totalPages: 4, targetUnpopulated: 1 }, [1], 'done', ['balloonMutex free -> thread'], XEN],
  [{ ...EMPTY, balloonSize: 1 }, [1], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c', balloonLock, [
  [{}, [BalloonMutex.MAPPER], 'done', ['balloonMutex free -> mapper'], XEN],
  [{ balloonMutex: BalloonMutex.THREAD }, [BalloonMutex.MAPPER], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c', 'mutex_unlock(balloon_mutex)', [
  [{ balloonMutex: BalloonMutex.THREAD }, [], 'done', ['balloonMutex thread -> free'], XEN],
]);
actionTable('drivers/xen/balloon.c, reserve_additional_memory()', 'total_pages', [
  [{ totalPages: 2 }, [1], 'done', ['totalPages 2 -> 4'], XEN],
]);
actionTable('drivers/xen/balloon.c', 'balloon_set_new_target', [
  [{}, [-1], 'done', ['targetPages 4 -> 3'], XEN],
  [{}, [1], 'waits', [], XEN],
]);
actionTable('drivers/xen/mem-reservation.c', 'xenmem_reservation_increase', [
  [{}, [0], 'done', ['plugged[page 0] unplugged -> plugged'], XEN],
]);
actionTable('drivers/xen/balloon.c', 'balloon_retrieve', [
  [
    {},
    [0, XenPage.NO],
    'done',
    ['pageType[page 0] Offline -> none', 'xenPage[page 0] listed -> no', 'balloonSize 1 -> 0'],
    XEN,
  ],
]);
actionTable('mm/page_alloc.c, free_reserved_page(), whoever has a reference', 'init_page_count', [
  [{ 'pageType[0]': 0, 'refcount[0]': 2 }, [0], 'done', ['refcount[page 0] 2 -> 1', 'reserved[page 0] 1 -> 0'], XEN],
  [{ 'owner[0]': Owner.USER, 'reserved[0]': 0 }, [0], 'done', ['oops none -> bad free'], XEN],
]);
actionTable('mm/page_alloc.c, free_reserved_pages(), whoever has a reference', 'set_page_count', [
  [
    { 'pageType[0]': 0, 'refcount[0]': 2 },
    [0],
    'done',
    ['refcount[page 0] 2 -> 0', 'owner[page 0] another driver -> in flight', 'reserved[page 0] 1 -> 0'],
    XEN,
  ],
]);
actionTable('drivers/xen/balloon.c', 'current_pages', [[{}, [1], 'done', ['currentPages 3 -> 4'], XEN]]);
actionTable('drivers/xen/balloon.c, GFP_BALLOON', allocForBalloon, [
  [
    NORMAL,
    [1],
    'got',
    ['pageType[page 1] Buddy -> none', 'refcount[page 1] 0 -> 1', 'owner[page 1] buddy -> another driver'],
    XEN,
  ],
  [{}, [1], 'no', [], XEN],
]);
actionTable('drivers/xen/balloon.c', 'adjust_managed_page_count', [
  [{}, [1, -1], 'done', ['managed 3 -> 2'], inXen('!balloonBusy')],
]);
actionTable('drivers/xen/balloon.c', 'balloon_append', [
  [
    { 'pageType[1]': 0, 'refcount[1]': 1, 'owner[1]': Owner.FOREIGN },
    [1],
    'done',
    ['pageType[page 1] none -> Offline', 'xenPage[page 1] no -> listed', 'balloonSize 1 -> 2'],
    XEN,
  ],
]);
actionTable('drivers/xen/mem-reservation.c', 'xenmem_reservation_decrease', [
  [{}, [1], 'done', ['plugged[page 1] plugged -> unplugged'], XEN],
]);
actionTable('drivers/xen/balloon.c, xen_alloc_ballooned_pages()', lockToAlloc, [
  [{}, [0], 'in the balloon', ['balloonMutex free -> mapper', 'targetUnpopulated 0 -> 1'], XEN],
  [
    { ...NORMAL, 'xenPage[0]': XenPage.NO, balloonSize: 0 },
    [1],
    'balloon empty',
    ['balloonMutex free -> mapper', 'targetUnpopulated 0 -> 1'],
    XEN,
  ],
  [NORMAL, [1], 'waits', [], XEN],
  [{ balloonMutex: BalloonMutex.THREAD }, [0], 'waits', [], XEN],
]);
actionTable('drivers/xen/grant-table.c', 'gnttab_map_refs', [
  [{}, [0], 'done', ['plugged[page 0] unplugged -> plugged'], XEN],
]);
actionTable('drivers/xen/grant-table.c', 'gnttab_unmap_refs', [
  [{ 'plugged[0]': 1 }, [0], 'done', ['plugged[page 0] plugged -> unplugged'], XEN],
]);
actionTable('drivers/xen/balloon.c', 'target_unpopulated', [
  [{ targetUnpopulated: 1 }, [], 'done', ['targetUnpopulated 1 -> 0'], XEN],
]);

// virtio_mem: fake-offline pages
actionTable('drivers/virtio/virtio_mem.c', '__SetPageOffline', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.CONTIG, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] none -> Offline', 'owner[page 1] contig -> driver'],
    { touching: 'owner' },
  ],
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.CONTIG, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] none -> Offline', 'owner[page 1] contig -> released', 'skippable[page 1] 0 -> 1'],
    { design: 'E', touching: 'owner' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_dec', [
  [
    { 'pageType[1]': PG_OFFLINE, 'owner[1]': Owner.RELEASED, 'refcount[1]': 1 },
    [1],
    'done',
    ['refcount[page 1] 1 -> 0'],
    { design: 'A' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_inc', [
  [
    { 'refcount[0]': 0, 'owner[0]': Owner.RELEASED },
    [0],
    'done',
    ['refcount[page 0] 0 -> 1', 'owner[page 0] released -> driver'],
    { design: 'A', touching: '!bitmap' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_freeze', [
  [
    { 'pageType[1]': PG_OFFLINE, 'owner[1]': Owner.DRIVER, 'refcount[1]': 1 },
    [1],
    'frozen',
    ['refcount[page 1] 1 -> 0', 'owner[page 1] driver -> released'],
    { design: 'A', touching: '!bitmap' },
  ],
  [
    { 'pageType[1]': PG_OFFLINE, 'owner[1]': Owner.DRIVER, 'refcount[1]': 2 },
    [1],
    '-EBUSY: referenced',
    [],
    { design: 'A', touching: '!bitmap' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_clear_fake_offline', [
  [{ 'dirty[0]': 0 }, [0], 'allocated before', ['pageType[page 0] Offline -> none']],
  [{}, [0], 'never onlined', ['pageType[page 0] Offline -> none', 'dirty[page 0] 1 -> 0']],
  [{}, [0], 'never onlined', ['dirty[page 0] 1 -> 0'], { kernel: '7.3' }],
]);
actionTable('drivers/virtio/virtio_mem.c', '__free_pages_core', [
  [
    { 'refcount[0]': 2 },
    [0],
    'done',
    [
      'pageType[page 0] Offline -> none',
      'refcount[page 0] 2 -> 0',
      'owner[page 0] driver -> in flight',
      'managed 3 -> 4',
    ],
    { touching: '!pagesOnlined' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', '__free_pages_ok', [
  [
    { 'pageType[0]': 0, 'refcount[0]': 0, 'owner[0]': Owner.INFLIGHT },
    [0],
    'done',
    ['pageType[page 0] none -> Buddy', 'owner[page 0] in flight -> buddy'],
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'adjust_managed_page_count', [
  [{}, [0, 1], 'done', ['managed 3 -> 4'], { touching: '!balloonBusy' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_online_page_cb', [
  [
    { 'refcount[0]': 1, 'owner[0]': Owner.NONE, 'pageType[0]': 0, 'dirty[0]': 0, 'sectionOnline[0]': 0 },
    [0],
    'kept back',
    ['pageType[page 0] none -> Offline', 'owner[page 0] nobody -> driver', 'dirty[page 0] 0 -> 1'],
  ],
  [
    { 'refcount[1]': 1, 'owner[1]': Owner.NONE, 'pageType[1]': 0, 'sectionOnline[0]': 0 },
    [1],
    'onlined',
    ['pageType[page 1] none -> Buddy', 'refcount[page 1] 1 -> 0', 'owner[page 1] nobody -> buddy', 'managed 3 -> 4'],
  ],
]);

// virtio_mem: plugging and unplugging
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

// virtio_mem: blocks
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_sbm_test_sb_unplugged', [
  [{}, [0], 'no', []],
  [{ 'bitmap[1]': 0 }, [0], 'yes', []],
]);
actionTable('drivers/virtio/virtio_mem.c', setMbUnused, [[{}, [0], 'done', ['unused[block 0] used -> unused']]]);
actionTable('drivers/virtio/virtio_mem.c', setMbOffline, [
  [{ 'unused[0]': 1 }, [0], 'done', ['unused[block 0] unused -> used']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'BUG_ON', [
  [{}, [], 'done', ['oops none -> BUG_ON: a block was not removed']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_get_bb_state', [
  [{}, [], 'ADDED', [], { with: 'bigBlocks' }],
  [{ bigBlock: BigBlock.UNUSED }, [], 'UNUSED', [], { with: 'bigBlocks' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_set_bb_state', [
  [{}, [BigBlock.FAKE_OFFLINE], 'done', ['bigBlock added -> fake offline'], { with: 'bigBlocks' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_plug_bb', [
  [
    { 'plugged[0]': 0, 'plugged[1]': 0 },
    [],
    'done',
    ['plugged[page 0] unplugged -> plugged', 'plugged[page 1] unplugged -> plugged'],
    { with: 'bigBlocks' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_unplug_bb', [
  [
    {},
    [],
    'done',
    ['plugged[page 0] plugged -> unplugged', 'plugged[page 1] plugged -> unplugged'],
    { with: 'bigBlocks' },
  ],
]);

// virtio_mem: the memory notifier
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

// virtio_mem: the driver is unloaded
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

// readers of memory
actionTable('fs/proc/kcore.c and fs/proc/vmcore.c', 'PageOffline', [
  [{}, [0], 'yes', []],
  [{ 'hwpoison[1]': 1 }, [1], 'yes', []],
  [{}, [1], 'no', []],
]);
actionTable('fs/proc/kcore.c and fs/proc/vmcore.c', 'copy_from_kernel_nofault', [
  [{}, [1], 'done', []],
  [{}, [0], 'done', ['oops none -> content of an unplugged page read']],
]);
actionTable('fs/proc/kcore.c and fs/proc/vmcore.c', 'read_vmcore', [
  [{}, [0], 'left out', []],
  [{ 'pageType[1]': 0 }, [1], 'read', []],
  [{ 'pageType[0]': 0 }, [0], 'read', ['oops none -> content of an unplugged page read']],
  [
    { 'pageType[0]': 0 },
    [0],
    'read',
    ['oops none -> content of an unplugged page read'],
    { switches: { kdumpAsksDevice: false } },
  ],
  [{ 'pageType[0]': 0 }, [0], 'not RAM', [], { kernel: '7.3' }],
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'no memmap', []],
]);

// devices of memory blocks
actionTable('drivers/base/memory.c', '__add_memory_block', [
  [
    { 'deviceListed[0]': 0, 'deviceCount[0]': 0 },
    [0],
    'done',
    ['deviceListed[block 0] 0 -> 1', 'deviceCount[block 0] 0 -> 1'],
    { with: 'blockDevices' },
  ],
  [
    { 'deviceListed[0]': 0, 'devicePointer[0]': DevicePointer.HELD },
    [0],
    'done',
    ['deviceListed[block 0] 0 -> 1', 'devicePointer[block 0] held -> held, of a removed device'],
    { with: 'blockDevices' },
  ],
]);
actionTable('drivers/base/memory.c', 'xa_erase', [
  [{}, [0], 'done', ['deviceListed[block 0] 1 -> 0'], { with: 'blockDevices' }],
]);
actionTable('drivers/base/memory.c', 'device_unregister', [
  [{ 'deviceCount[0]': 2 }, [0], 'done', ['deviceCount[block 0] 2 -> 1'], { with: 'blockDevices' }],
  [
    { 'devicePointer[0]': DevicePointer.LOOKED_UP },
    [0],
    'done',
    ['deviceCount[block 0] 1 -> 0', 'devicePointer[block 0] looked up -> to a freed device'],
    { with: 'blockDevices' },
  ],
]);
actionTable('drivers/base/memory.c', 'xa_load', [
  [{}, [1], 'device', ['devicePointer[block 0] none -> looked up'], { with: 'blockDevices' }],
  [{ 'deviceListed[0]': 0 }, [1], 'NULL', [], { with: 'blockDevices' }],
]);
actionTable('drivers/base/memory.c', 'get_device', [
  [
    { 'devicePointer[0]': DevicePointer.LOOKED_UP },
    [1],
    'done',
    ['deviceCount[block 0] 1 -> 2', 'devicePointer[block 0] looked up -> held'],
    { with: 'blockDevices' },
  ],
  [
    { 'devicePointer[0]': DevicePointer.FREED },
    [1],
    'done',
    ['oops none -> device of a block used after it was freed'],
    { with: 'blockDevices' },
  ],
]);
actionTable('drivers/base/memory.c', 'memblk_nr_poison_inc', [
  [
    { 'devicePointer[0]': DevicePointer.HELD },
    [1],
    'done',
    ['nrHwpoison[block 0] 0 -> 1'],
    { with: 'blockDevices', kernel: '7.3' },
  ],
  [{ 'devicePointer[0]': DevicePointer.HELD_REMOVED }, [1], 'done', [], { with: 'blockDevices', kernel: '7.3' }],
]);
actionTable('drivers/base/memory.c', 'put_device', [
  [
    { 'deviceCount[0]': 2, 'devicePointer[0]': DevicePointer.HELD },
    [1],
    'done',
    ['deviceCount[block 0] 2 -> 1', 'devicePointer[block 0] held -> none'],
    { with: 'blockDevices' },
  ],
  [
    { 'devicePointer[0]': DevicePointer.HELD_REMOVED },
    [1],
    'done',
    ['devicePointer[block 0] held, of a removed device -> none'],
    { with: 'blockDevices' },
  ],
]);
