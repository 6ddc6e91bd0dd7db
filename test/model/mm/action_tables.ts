/** What each action of mm/, and of what it stands on, does: page state and arguments in, outcome and changes out. */

import { Ballooned } from '../../../src/model/mm/ballooned.js';
import { Damage } from '../../../src/model/mm/hwpoison.js';
import { Result, takePageOffBuddy } from '../../../src/model/mm/memory_failure.js';
import { FreeList } from '../../../src/model/mm/page_alloc.js';
import { ExtHeld, PageExt } from '../../../src/model/mm/page_ext.js';
import { IsolateMode, UndoFor } from '../../../src/model/mm/page_isolation.js';
import { Usage, UsageHeld } from '../../../src/model/mm/section_usage.js';
import { takeFreePageOff } from '../../../src/model/mm/soft_offline.js';
import { allocUnmovablePage } from '../../../src/model/mm/users.js';
import { Attempt, BlockState, Isolated, Owner, PG_OFFLINE } from '../../../src/model/state.js';
import '../../../src/model/mm/gup.js';
import '../../../src/model/modules.js';
import { actionTable, type Where } from '../action_table.js';

// page_ref
actionTable('include/linux/page_ref.h, include/linux/mm.h', 'get_page_unless_zero', [
  [{}, [0], 'got', ['refcount[page 0] 1 -> 2', 'speculative[page 0] 0 -> 1']],
  [{}, [1], 'refused', []],
  [{ 'memmapValid[0]': 0 }, [0], 'refused', ['oops none -> garbage memmap changed']],
  [{ 'sectionOnline[0]': 0 }, [0], 'NULL', [], { touching: 'sectionOnline' }],
  [{}, [0], 'got', ['refcount[page 0] 1 -> 2', 'speculative[page 0] 0 -> 1'], { touching: 'sectionOnline' }],
]);
actionTable('include/linux/page_ref.h, include/linux/mm.h', 'put_page_testzero', [
  [{ 'refcount[0]': 2 }, [0], 'still referenced', ['refcount[page 0] 2 -> 1'], { touching: '!speculative' }],
  [
    {},
    [0],
    'reached 0',
    ['refcount[page 0] 1 -> 0', 'owner[page 0] driver -> in flight'],
    { touching: '!speculative' },
  ],
  [{}, [0], 'still referenced', ['oops none -> reference count below 0'], { design: 'A', touching: '!speculative' }],
  [{}, [1], 'still referenced', ['oops none -> reference count below 0'], { touching: '!speculative' }],
  [
    { 'refcount[0]': 2, 'speculative[0]': 1 },
    [0],
    'still referenced',
    ['refcount[page 0] 2 -> 1', 'speculative[page 0] 1 -> 0'],
    { touching: 'speculative' },
  ],
  [
    { 'speculative[0]': 1 },
    [0],
    'reached 0',
    ['refcount[page 0] 1 -> 0', 'owner[page 0] driver -> in flight', 'speculative[page 0] 1 -> 0'],
    { touching: 'speculative' },
  ],
]);
actionTable('include/linux/page_ref.h, include/linux/mm.h', '__put_page: PageOffline', [
  [{ 'refcount[0]': 0 }, [0], 'yes', [], { design: 'A' }],
  [{ 'pageType[1]': 0 }, [1], 'no', ['owner[page 1] buddy -> in flight'], { design: 'A' }],
  [
    { 'pageType[1]': 0, 'refcount[1]': 1 },
    [1],
    'no',
    ['owner[page 1] buddy -> in flight', 'oops none -> bad free'],
    { design: 'A' },
  ],
]);
actionTable('include/linux/page_ref.h, include/linux/mm.h', 'put_page: PageOffline', [
  [{}, [0], 'yes', []],
  [{}, [1], 'no', []],
]);
actionTable('include/linux/page_ref.h, include/linux/mm.h', 'put_offline_page', [
  [{}, [0], 'done', ['refcount[page 0] 1 -> 0'], { touching: '!speculative' }],
  [
    { 'refcount[0]': 2, 'speculative[0]': 1 },
    [0],
    'done',
    ['refcount[page 0] 2 -> 1', 'speculative[page 0] 1 -> 0'],
    { touching: 'speculative' },
  ],
]);

// rcu
actionTable('kernel/rcu, as synchronize_rcu() is called', 'rcu_read_lock', [
  [{}, [0], 'done', ['inRcu[walker 0] 0 -> 1']],
]);
actionTable('kernel/rcu, as synchronize_rcu() is called', 'rcu_read_unlock', [
  [
    { 'inRcu[0]': 1, 'awaited[0]': 1 },
    [0],
    'done',
    ['inRcu[walker 0] 1 -> 0', 'awaited[walker 0] 1 -> 0'],
    { design: 'D-rcu' },
  ],
]);
actionTable('kernel/rcu, as synchronize_rcu() is called', 'synchronize_rcu', [
  [{ 'inRcu[0]': 1 }, [], 'done', ['awaited[walker 0] 0 -> 1'], { design: 'D-rcu', touching: 'inRcu' }],
  [{ 'awaited[0]': 1 }, [], 'waits', [], { design: 'D-rcu', touching: '!inRcu' }],
  [{ 'inRcu[0]': 1 }, [], 'done', [], { design: 'D-rcu', touching: '!inRcu' }],
  [
    { 'inRcu[0]': 1, 'extHeld[0]': ExtHeld.VALID },
    [],
    'done',
    ['extAwaited[page_ext reader 0] 0 -> 1', 'awaited[walker 0] 0 -> 1'],
    { kernel: '7.3', touching: 'inRcu' },
  ],
  // Where readers of page_ext are in no critical section.
  [{ 'extHeld[0]': ExtHeld.VALID }, [], 'done', [], { design: 'D-rcu', touching: 'inRcu' }],
  [{ 'extAwaited[0]': 1 }, [], 'waits', [], { kernel: '7.3', touching: '!inRcu' }],
]);

// page_isolation
actionTable('mm/page_isolation.c', 'set_migratetype_isolate', [
  [{}, [0, IsolateMode.OFFLINE], 'isolated', ['isolated[sub-block 0] no -> yes']],
  [{}, [0, IsolateMode.ALLOC], 'isolated', ['isolated[sub-block 0] no -> yes (alloc)']],
  [
    { 'isolated[0]': Isolated.FOR_ALLOC },
    [0, IsolateMode.OFFLINE],
    '-EBUSY: isolated already',
    ['attempt[block 0] none -> rollback'],
  ],
  [
    { 'sectionOnline[0]': 0 },
    [0, IsolateMode.OFFLINE],
    '-EBUSY: isolated already',
    ['attempt[block 0] none -> rollback'],
  ],
  [{ 'zoneMovable[0]': 0 }, [0, IsolateMode.OFFLINE], 'isolated', ['isolated[sub-block 0] no -> yes']],
  [{ 'zoneMovable[0]': 0 }, [0, IsolateMode.ALLOC], '-EBUSY: unmovable page', []],
  [{ 'zoneMovable[0]': 0, 'refcount[0]': 0 }, [0, IsolateMode.ALLOC], '-EBUSY: unmovable page', [], { design: 'A' }],
  [
    { 'zoneMovable[0]': 0, 'pageType[1]': 0, 'refcount[1]': 1, 'lru[1]': 1 },
    [1, IsolateMode.ALLOC],
    'isolated',
    ['isolated[sub-block 1] no -> yes (alloc)'],
  ],
  [
    { 'zoneMovable[0]': 0, 'pageType[1]': 0, 'refcount[1]': 1 },
    [1, IsolateMode.OFFLINE],
    '-EBUSY: unmovable page',
    ['attempt[block 0] none -> rollback'],
  ],
  [
    { 'zoneMovable[0]': 0, 'pageType[1]': 0, 'refcount[1]': 1, 'hwpoison[1]': 1 },
    [1, IsolateMode.OFFLINE],
    'isolated',
    ['isolated[sub-block 1] no -> yes'],
  ],
]);
actionTable('mm/page_isolation.c', 'unset_migratetype_isolate', [
  [
    { 'isolated[0]': Isolated.FOR_OFFLINE, 'attempt[0]': Attempt.RUNNING },
    [0, UndoFor.OFFLINE],
    'done',
    ['isolated[sub-block 0] yes -> no', 'attempt[block 0] running -> rollback'],
    { touching: '!freeList' },
  ],
  [
    { 'isolated[0]': Isolated.FOR_OFFLINE },
    [0, UndoFor.ALLOC],
    'done',
    ['isolated[sub-block 0] yes -> no'],
    { touching: '!freeList' },
  ],
  [
    { 'isolated[0]': Isolated.FOR_OFFLINE, 'sectionOnline[0]': 0 },
    [0, UndoFor.ALLOC],
    'done',
    [],
    { touching: '!freeList' },
  ],
  [
    { 'isolated[1]': Isolated.FOR_OFFLINE, 'freeList[1]': FreeList.ISOLATE, nrIsolatePageblock: 1 },
    [1, UndoFor.OFFLINE],
    'done',
    ['freeList[page 1] isolate -> ordinary', 'isolated[sub-block 1] yes -> no', 'nrIsolatePageblock 1 -> 0'],
    { with: 'freeLists', touching: 'freeList' },
  ],
  [{}, [1, UndoFor.OFFLINE], 'passed over', [], { with: 'freeLists', touching: 'freeList' }],
]);
actionTable('mm/page_isolation.c', 'nr_isolate_pageblock', [
  [{ nrIsolatePageblock: 2 }, [2], 'done', ['nrIsolatePageblock 2 -> 4'], { with: 'freeLists' }],
]);
actionTable('mm/page_isolation.c', 'test_pages_isolated', [
  [{ 'isolated[0]': 1, 'isolated[1]': 1, 'refcount[0]': 0 }, [0, 2, IsolateMode.OFFLINE], '0', []],
  [{ 'isolated[0]': 1, 'isolated[1]': 1 }, [0, 2, IsolateMode.OFFLINE], '-EBUSY', []],
  [{ 'isolated[0]': 1, 'isolated[1]': 1 }, [0, 2, IsolateMode.OFFLINE], '0', [], { design: 'E' }],
  [{ 'isolated[0]': 1, 'isolated[1]': 1, 'refcount[0]': 0 }, [0, 2, IsolateMode.ALLOC], '-EBUSY', []],
  [{ 'refcount[0]': 0 }, [0, 2, IsolateMode.OFFLINE], '-EBUSY', []],
]);

// page_alloc
actionTable('mm/page_alloc.c', 'free_pages_prepare', [
  [{ 'pageType[1]': 0, 'lru[1]': 1, 'dirty[1]': 1 }, [1], 'ok', ['dirty[page 1] 1 -> 0', 'lru[page 1] 1 -> 0']],
  [{ 'refcount[0]': 0 }, [0], 'ok', ['pageType[page 0] Offline -> none', 'dirty[page 0] 1 -> 0'], { kernel: '7.3' }],
  [{ 'refcount[0]': 0 }, [0], 'dropped', [], { kernel: '6.12', switches: { pageChecks: true } }],
  [{ 'pageType[1]': 0, 'hwpoison[1]': 1 }, [1], 'dropped', ['owner[page 1] buddy -> nobody']],
  [
    { 'pageType[1]': PG_OFFLINE, 'ballooned[1]': Ballooned.LEFT },
    [1],
    'ok',
    ['pageType[page 1] Offline -> none', 'ballooned[page 1] left -> no'],
    { with: 'movableBalloon', kernel: '7.3' },
  ],
]);
actionTable('mm/page_alloc.c', 'free_one_page', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.INFLIGHT },
    [1],
    'done',
    ['pageType[page 1] none -> Buddy', 'owner[page 1] in flight -> buddy'],
  ],
  [{}, [1], 'done', ['oops none -> bad free'], { touching: '!isolated' }],
  [{ 'pageType[1]': 0, 'refcount[1]': 1 }, [1], 'done', ['oops none -> bad free'], { touching: '!isolated' }],
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.INFLIGHT },
    [1, 0],
    'done',
    ['pageType[page 1] none -> Buddy', 'owner[page 1] in flight -> buddy'],
    { with: 'freeLists' },
  ],
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.INFLIGHT, 'isolated[1]': Isolated.FOR_OFFLINE, nrIsolatePageblock: 1 },
    [1, 0],
    'done',
    ['pageType[page 1] none -> Buddy', 'owner[page 1] in flight -> buddy', 'freeList[page 1] ordinary -> isolate'],
    { with: 'freeLists' },
  ],
]);
actionTable('mm/page_alloc.c', 'rmqueue_bulk', [
  [
    { 'freeList[1]': FreeList.ORDINARY },
    [],
    'done',
    [
      'pageType[page 1] Buddy -> none',
      'pageType[page 2] Buddy -> none',
      'owner[page 1] buddy -> pcp',
      'owner[page 2] buddy -> pcp',
      'onPcp[page 1] 0 -> 1',
      'onPcp[page 2] 0 -> 1',
      'freeList[page 1] ordinary -> none',
      'freeList[page 2] ordinary -> none',
    ],
    { with: 'freeLists' },
  ],
]);
actionTable('mm/page_alloc.c', 'get_pfnblock_migratetype', [
  [{ 'isolated[0]': Isolated.FOR_OFFLINE }, [0], 'isolated', []],
  [{}, [0], 'movable', []],
]);
actionTable('mm/page_alloc.c', 'free_unref_page_commit', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.INFLIGHT },
    [1],
    'done',
    ['owner[page 1] in flight -> pcp', 'onPcp[page 1] 0 -> 1'],
  ],
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.INFLIGHT, pcpDisabled: 1 },
    [1],
    'done',
    ['pageType[page 1] none -> Buddy', 'owner[page 1] in flight -> buddy'],
    { kernel: '7.3' },
  ],
]);
actionTable('mm/page_alloc.c', 'drain_all_pages', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.PCP, 'onPcp[1]': 1 },
    [],
    'done',
    ['pageType[page 1] none -> Buddy', 'owner[page 1] pcp -> buddy', 'onPcp[page 1] 1 -> 0'],
  ],
]);
actionTable('mm/page_alloc.c', 'zone_pcp_disable', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.PCP, 'onPcp[1]': 1 },
    [],
    'done',
    ['pageType[page 1] none -> Buddy', 'owner[page 1] pcp -> buddy', 'onPcp[page 1] 1 -> 0', 'pcpDisabled 0 -> 1'],
    { kernel: '7.3' },
  ],
]);
actionTable('mm/page_alloc.c', 'zone_pcp_enable', [
  [{ pcpDisabled: 1 }, [], 'done', ['pcpDisabled 1 -> 0'], { kernel: '7.3' }],
]);
actionTable('mm/page_alloc.c', '__offline_isolated_pages', [
  [{ 'refcount[0]': 0 }, [0], 'done', ['pageType[page 1] Buddy -> none', 'owner[page 1] buddy -> nobody']],
  [{}, [0], 'done', ['oops none -> BUG_ON in __offline_isolated_pages()']],
  [{ 'refcount[0]': 0, 'pageType[1]': 0, 'refcount[1]': 1, 'hwpoison[1]': 1 }, [0], 'done', []],
  [
    { 'refcount[0]': 0, 'hwpoison[0]': 1 },
    [0],
    'done',
    ['pageType[page 1] Buddy -> none', 'owner[page 1] buddy -> nobody', 'countedAsManaged[page 0] 0 -> 1'],
    { kernel: '7.3' },
  ],
]);

// contig_range
actionTable('mm/page_alloc.c and mm/compaction.c', 'isolate_freepages_range', [
  [{}, [1], 'taken', ['pageType[page 1] Buddy -> none', 'owner[page 1] buddy -> contig']],
  [{}, [0], 'a page is gone', []],
]);
actionTable('mm/page_alloc.c and mm/compaction.c', 'set_page_refcounted', [
  [{ 'pageType[1]': 0, 'owner[1]': Owner.CONTIG }, [1], 'done', ['refcount[page 1] 0 -> 1']],
]);

// sparse
actionTable('mm/sparse.c and include/linux/memory_hotplug.h', 'online_mem_sections', [
  [{ 'sectionOnline[0]': 0 }, [0], 'done', ['sectionOnline[block 0] offline -> online']],
]);
actionTable('mm/sparse.c and include/linux/memory_hotplug.h', 'offline_mem_sections', [
  [{}, [0], 'done', ['sectionOnline[block 0] online -> offline']],
]);
actionTable('mm/sparse.c and include/linux/memory_hotplug.h', 'pfn_to_online_page', [
  [{}, [0], 'page', []],
  [{ 'sectionOnline[0]': 0 }, [0], 'NULL', []],
]);

// page_offline
actionTable('mm/util.c', 'page_offline_begin', [
  [{}, [], 'done', ['pageOfflineRwsem 0 -> -1']],
  [{ pageOfflineRwsem: 1 }, [], 'waits', []],
]);
actionTable('mm/util.c', 'page_offline_end', [[{ pageOfflineRwsem: -1 }, [], 'done', ['pageOfflineRwsem -1 -> 0']]]);
actionTable('mm/util.c', 'page_offline_freeze', [
  [{}, [], 'done', ['pageOfflineRwsem 0 -> 1']],
  [{ pageOfflineRwsem: -1 }, [], 'waits', []],
]);
actionTable('mm/util.c', 'page_offline_thaw', [[{ pageOfflineRwsem: 1 }, [], 'done', ['pageOfflineRwsem 1 -> 0']]]);

// memory_hotplug
actionTable('mm/memory_hotplug.c', 'scan_movable_pages', [
  [{ 'lru[1]': 1 }, [1], 'movable', []],
  [
    { 'attempt[0]': Attempt.RUNNING },
    [0],
    '-EBUSY: PageOffline page referenced',
    ['attempt[block 0] running -> rollback'],
  ],
  [{ 'refcount[0]': 0 }, [0], 'passed over', []],
  [{}, [0], 'passed over', [], { design: 'E' }],
  [{}, [1], 'passed over', []],
  [
    { 'ballooned[1]': Ballooned.LEFT, 'pageType[1]': PG_OFFLINE, 'refcount[1]': 0 },
    [1],
    'movable',
    [],
    { with: 'movableBalloon', kernel: '7.3' },
  ],
]);
actionTable('mm/memory_hotplug.c', 'adjust_managed_page_count', [
  [{}, [0], 'done', ['managed 3 -> 1', 'present 4 -> 2']],
  [{}, [0], 'done', ['managed 3 -> 2', 'present 4 -> 2'], { kernel: '7.3' }],
  [{ 'hwpoison[0]': 1 }, [0], 'done', ['managed 3 -> 2', 'present 4 -> 2'], { kernel: '7.3' }],
  [
    { 'countedAsManaged[0]': 1 },
    [0],
    'done',
    ['countedAsManaged[page 0] 1 -> 0', 'managed 3 -> 1', 'present 4 -> 2'],
    { kernel: '7.3' },
  ],
]);
actionTable('mm/memory_hotplug.c', 'remove_pfn_range_from_zone', [
  [{}, [0], 'done', ['memmapValid[block 0] valid -> garbage']],
]);
actionTable('mm/memory_hotplug.c', 'move_pfn_range_to_zone', [
  [
    { 'memmapValid[0]': 0, 'pageType[1]': 0, 'lru[1]': 1, 'zoneMovable[0]': 0 },
    [0, 1],
    'done',
    [
      'pageType[page 0] Offline -> none',
      'refcount[page 1] 0 -> 1',
      'owner[page 0] driver -> nobody',
      'owner[page 1] buddy -> nobody',
      'reserved[page 0] 0 -> 1',
      'reserved[page 1] 0 -> 1',
      'dirty[page 0] 1 -> 0',
      'lru[page 1] 1 -> 0',
      'memmapValid[block 0] garbage -> valid',
      'zoneMovable[block 0] Normal -> Movable',
    ],
  ],
  [
    { 'memmapValid[0]': 0, 'refcount[0]': 0 },
    [0, 0],
    'done',
    [
      'pageType[page 1] Buddy -> Offline',
      'refcount[page 0] 0 -> 1',
      'refcount[page 1] 0 -> 1',
      'owner[page 0] driver -> nobody',
      'owner[page 1] buddy -> nobody',
      'dirty[page 0] 1 -> 0',
      'isolated[sub-block 0] no -> yes',
      'isolated[sub-block 1] no -> yes',
      'memmapValid[block 0] garbage -> valid',
      'zoneMovable[block 0] Movable -> Normal',
    ],
    { kernel: '7.3' },
  ],
]);
actionTable('mm/memory_hotplug.c', 'adjust_present_page_count', [[{ present: 2 }, [0], 'done', ['present 2 -> 4']]]);

// memory_remove
actionTable('mm/memory_hotplug.c', 'add_memory', [
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'done', ['blockState[block 0] absent -> offline']],
  [{ deviceHotplugLock: 1 }, [0], 'waits', []],
]);
actionTable('mm/memory_hotplug.c', 'create_memory_block_devices', [
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'added', ['blockState[block 0] absent -> offline'], { with: 'locks' }],
  [{}, [0], '-EEXIST', [], { with: 'locks' }],
]);
actionTable('mm/memory_hotplug.c', 'unlock_device_hotplug', [
  [
    { deviceHotplugLock: 2, 'attempt[1]': Attempt.FAILED },
    [0, 2],
    'done',
    ['attempt[block 1] failed -> none', 'deviceHotplugLock 2 -> 0'],
  ],
]);
actionTable('mm/memory_hotplug.c', 'device_offline', [
  [{ 'blockState[0]': BlockState.OFFLINE }, [0], 'offline already', []],
  [{}, [0], 'online', ['blockState[block 0] online -> going offline', 'attempt[block 0] none -> running']],
]);
actionTable('mm/memory_hotplug.c', 'online_types', [[{}, [0], 'done', ['onlineType[block 0] 0 -> 1']]]);
actionTable('mm/memory_hotplug.c', 'try_reonline_memory_block', [
  [{ 'onlineType[0]': 1 }, [0], 'to be onlined', ['onlineType[block 0] 1 -> 0']],
  [{}, [0], 'left alone', []],
]);
actionTable('mm/memory_hotplug.c', 'try_remove_memory', [
  [{ 'blockState[0]': BlockState.OFFLINE }, [0, 2], '-EBUSY: not offline', []],
  [
    { 'blockState[0]': BlockState.OFFLINE, 'memmapValid[0]': 0, 'refcount[0]': 0 },
    [0, 1],
    'removed',
    [
      'pageType[page 0] Offline -> none',
      'pageType[page 1] Buddy -> none',
      'owner[page 0] driver -> nobody',
      'owner[page 1] buddy -> nobody',
      'dirty[page 0] 1 -> 0',
      'blockState[block 0] offline -> absent',
    ],
  ],
]);
actionTable('mm/memory_hotplug.c', 'hot_add_req', [
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'done', [], { with: 'locks' }],
  [{}, [0], 'waits', [], { with: 'locks' }],
]);

// migrate
actionTable('mm/migrate.c and mm/vmscan.c', 'folio_isolate_lru', [
  [
    { 'lru[1]': 1, 'refcount[1]': 1, 'pageType[1]': 0 },
    [1],
    'isolated',
    ['refcount[page 1] 1 -> 2', 'lru[page 1] 1 -> 0'],
  ],
  [{}, [1], 'not on the LRU', []],
]);
actionTable('mm/migrate.c and mm/vmscan.c', 'migrate_folio', [
  [
    { 'pageType[1]': 0, 'refcount[1]': 2, 'userPage[0]': 2 },
    [1],
    'moved',
    ['refcount[page 1] 2 -> 1', 'userPage[user 0] 2 -> 0'],
  ],
  [{ 'pageType[1]': 0, 'refcount[1]': 3, 'userPage[0]': 2 }, [1], '-EAGAIN', []],
]);
actionTable('mm/migrate.c and mm/vmscan.c', 'folio_putback_lru', [
  [{ 'pageType[1]': 0, 'refcount[1]': 2 }, [1], 'done', ['lru[page 1] 0 -> 1']],
]);
actionTable('mm/migrate.c and mm/vmscan.c', 'PageLRU', [
  [{ 'lru[1]': 1 }, [1], 'yes', []],
  [{}, [1], 'no', []],
  [{ 'lru[1]': 1, 'sectionOnline[0]': 0 }, [1], 'no', [], { touching: 'sectionOnline' }],
]);

// gup
actionTable('mm/gup.c', 'try_get_page', [
  [{ 'pageType[1]': 0, 'refcount[1]': 1 }, [1], 'done', ['refcount[page 1] 1 -> 2']],
]);

actionTable('mm/gup.c', 'follow_page_pte', [
  [{ 'pageType[1]': 0, 'refcount[1]': 1, 'userPage[0]': 2 }, [1], 'done', ['refcount[page 1] 1 -> 2']],
  [{}, [1], 'waits', []],
]);
actionTable('include/linux/mm.h', 'folio_is_longterm_pinnable', [
  [{}, [1], 'no', []],
  [{ 'zoneMovable[0]': 0 }, [1], 'yes', []],
  [{ 'zoneMovable[0]': 0, 'isolated[1]': Isolated.FOR_OFFLINE }, [1], 'no', []],
]);

// page_writeback
actionTable('mm/page-writeback.c', 'folio_start_writeback', [
  [
    { 'pageType[1]': 0, 'refcount[1]': 1, 'userPage[0]': 2 },
    [1],
    'done',
    ['refcount[page 1] 1 -> 2', 'writeback[page 1] 0 -> 1'],
  ],
  [{ 'pageType[1]': 0, 'refcount[1]': 1, 'userPage[0]': 2, 'writeback[1]': 1 }, [1], 'waits', []],
  [{}, [1], 'waits', []],
]);
actionTable('mm/filemap.c', 'folio_end_writeback', [
  [{ 'pageType[1]': 0, 'refcount[1]': 2, 'writeback[1]': 1 }, [1], 'done', ['writeback[page 1] 1 -> 0']],
]);

// memory_failure
actionTable('mm/memory-failure.c', 'TestSetPageHWPoison', [
  [{ 'damage[1]': Damage.BROKEN }, [1], 'set', ['hwpoison[page 1] 0 -> 1', 'damage[page 1] broken -> marked']],
  [{ 'hwpoison[1]': 1 }, [1], 'poisoned already', []],
]);
actionTable('mm/memory-failure.c', 'ClearPageHWPoison', [
  [{ 'hwpoison[1]': 1 }, [1], 'done', ['hwpoison[page 1] 1 -> 0']],
]);
actionTable('mm/memory-failure.c', 'is_free_buddy_page', [
  [{}, [1], 'yes', []],
  [{}, [0], 'no', []],
]);
actionTable('mm/memory-failure.c', 'get_hwpoison_page', [
  [{}, [0], 'got', ['refcount[page 0] 1 -> 2'], { touching: '!pcpDisabled' }],
  [{}, [1], 'count 0', [], { touching: '!pcpDisabled' }],
  [{}, [1], 'free', [], { kernel: '7.3', touching: 'pcpDisabled' }],
  [{}, [0], '-EIO: not handlable', [], { kernel: '7.3', touching: 'pcpDisabled' }],
  [{ pcpDisabled: 1 }, [0], 'waits', [], { kernel: '7.3', touching: 'pcpDisabled' }],
]);
actionTable('mm/memory-failure.c', takePageOffBuddy, [
  [
    { 'hwpoison[1]': 1 },
    [1],
    'taken',
    ['pageType[page 1] Buddy -> none', 'refcount[page 1] 0 -> 1', 'owner[page 1] buddy -> poison'],
  ],
  [
    {},
    [1],
    'taken',
    [
      'pageType[page 1] Buddy -> none',
      'refcount[page 1] 0 -> 1',
      'owner[page 1] buddy -> poison',
      'takenOff[page 1] 0 -> 1',
    ],
    { kernel: '7.3' },
  ],
  [{ 'pageType[1]': 0 }, [1], 'not free any more', []],
]);
actionTable('mm/memory-failure.c: page_handle_poison', takeFreePageOff, [
  [{}, [1], 'taken', ['pageType[page 1] Buddy -> none', 'owner[page 1] buddy -> in flight']],
  [
    {},
    [1],
    'taken',
    ['pageType[page 1] Buddy -> none', 'owner[page 1] buddy -> in flight', 'takenOff[page 1] 0 -> 1'],
    { kernel: '7.3' },
  ],
  [{ 'pageType[1]': 0 }, [1], 'not free any more', []],
]);
actionTable('mm/memory-failure.c: page_handle_poison', 'SetPageHWPoison', [
  [{}, [1], 'done', ['hwpoison[page 1] 0 -> 1']],
  [{ 'memmapValid[0]': 0 }, [1], 'done', ['oops none -> garbage memmap changed']],
]);
actionTable('mm/memory-failure.c', 'page_handle_poison', [
  [{ 'pageType[1]': 0 }, [1], 'done', ['refcount[page 1] 0 -> 1', 'owner[page 1] buddy -> poison']],
]);
actionTable('mm/memory-failure.c', 'num_poisoned_pages_inc', [
  [{}, [1], 'done', ['nrHwpoison[block 0] 0 -> 1'], { kernel: '7.3' }],
  [{}, [1], 'done', []],
]);
actionTable('mm/memory-failure.c', 'num_poisoned_pages_sub', [
  [{ 'nrHwpoison[0]': 1 }, [1], 'done', ['nrHwpoison[block 0] 1 -> 0'], { kernel: '7.3' }],
  [{}, [1], 'done', [], { kernel: '7.3' }],
]);
actionTable('mm/memory-failure.c', 'mutex_lock(mf_mutex)', [
  [{}, [], 'done', ['mfMutex 0 -> 1'], { kernel: '7.3' }],
  [{ mfMutex: 1 }, [], 'waits', [], { kernel: '7.3' }],
]);
actionTable('mm/memory-failure.c', 'mutex_unlock(mf_mutex)', [
  [{ mfMutex: 1 }, [], 'done', ['mfMutex 1 -> 0'], { kernel: '7.3' }],
]);
actionTable('include/linux/page-flags.h', 'PageHWPoison', [
  [{}, [1], 'no', []],
  [{ 'hwpoison[1]': 1 }, [1], 'yes', []],
]);
actionTable('mm/memory-failure.c', 'HWPoisonHandlable', [
  [{}, [1], 'free', []],
  [{ 'pageType[1]': 0 }, [1], 'no', []],
  [{ 'pageType[1]': 0, 'lru[1]': 1 }, [1], 'LRU', []],
]);
actionTable('mm/memory-failure.c, include/linux/page_ref.h', 'folio_try_get', [
  [{}, [1], 'count 0', []],
  [{}, [0], 'got', ['refcount[page 0] 1 -> 2']],
  [{ 'memmapValid[0]': 0 }, [0], 'count 0', ['oops none -> garbage memmap changed']],
]);
actionTable('mm/memory-failure.c and mm/swap.c', 'shake_page', [
  [
    { 'lruBatch[1]': 1, 'refcount[1]': 2 },
    [],
    'done',
    ['refcount[page 1] 2 -> 1', 'lru[page 1] 0 -> 1', 'lruBatch[page 1] 1 -> 0'],
  ],
  [{ 'lruBatch[1]': 1, 'refcount[1]': 1 }, [], 'done', []],
]);
actionTable('mm/rmap.c', 'try_to_unmap', [
  [{ 'userPage[0]': 2 }, [1, 0], 'unmapped', ['userPage[user 0] 2 -> 0']],
  [{}, [1, 0], 'not mapped', []],
]);
actionTable('mm/memory-failure.c', 'has_extra_refcount', [
  [{ 'pageType[1]': 0, 'owner[1]': Owner.USER, 'refcount[1]': 1 }, [1], 'no', ['owner[page 1] user -> poison']],
  [{ 'refcount[1]': 2 }, [1], 'still referenced', []],
]);
actionTable('mm/memory-failure.c', 'unpoison_memory', [
  [{ 'hwpoison[1]': 1 }, [1], 'yes', []],
  [{}, [1], 'no', []],
  [{ 'hwpoison[1]': 1, 'refcount[1]': 2 }, [1], 'no', []],
  [{ 'hwpoison[1]': 1, 'userPage[0]': 2 }, [1], 'no', []],
  [{ 'hwpoison[0]': 1 }, [0], 'no', []],
]);
actionTable('mm/page_alloc.c', 'PageHWPoisonTakenOff', [
  [{ 'hwpoison[1]': 1 }, [1], 'no', [], { kernel: '7.3' }],
  [{ 'hwpoison[1]': 1, 'takenOff[1]': 1 }, [1], 'yes', [], { kernel: '7.3' }],
]);
actionTable('include/linux/page-flags.h', 'TestClearPageHWPoison', [
  [{}, [1], 'no', []],
  [
    { 'hwpoison[1]': 1, 'damage[1]': Damage.KNOWN },
    [1],
    'cleared',
    ['hwpoison[page 1] 1 -> 0', 'damage[page 1] known -> none'],
  ],
]);
actionTable('mm/page_alloc.c', 'put_page_back_buddy', [
  [
    { 'hwpoison[1]': 1, 'takenOff[1]': 1, 'pageType[1]': 0, 'refcount[1]': 1, 'owner[1]': Owner.POISON },
    [1],
    'ok',
    [
      'pageType[page 1] none -> Buddy',
      'refcount[page 1] 1 -> 0',
      'owner[page 1] poison -> buddy',
      'hwpoison[page 1] 1 -> 0',
      'takenOff[page 1] 1 -> 0',
    ],
    { kernel: '7.3' },
  ],
  [
    { 'hwpoison[1]': 1, 'takenOff[1]': 1, 'pageType[1]': 0, 'refcount[1]': 2, 'owner[1]': Owner.POISON },
    [1],
    '-EBUSY',
    ['refcount[page 1] 2 -> 1'],
    { kernel: '7.3' },
  ],
]);
actionTable('mm/memory-failure.c', 'action_result', [
  [
    { 'hwpoison[1]': 1, 'damage[1]': Damage.MARKED },
    [1, Result.RECOVERED],
    'done',
    ['damage[page 1] marked -> known', 'nrHwpoison[block 0] 0 -> 1'],
    { kernel: '7.3' },
  ],
  [
    { 'hwpoison[1]': 1, 'damage[1]': Damage.MARKED },
    [1],
    'done',
    ['damage[page 1] marked -> known', 'nrHwpoison[block 0] 0 -> 1'],
    { kernel: '7.3' },
  ],
]);
actionTable('mm/page_ext.c', 'online_page_ext', [
  [{ 'pageExt[0]': 0 }, [0], 'done', ['pageExt[block 0] none -> there']],
]);
actionTable('mm/page_ext.c', '__invalidate_page_ext', [[{}, [0], 'done', ['pageExt[block 0] there -> invalid']]]);
actionTable('mm/page_ext.c', 'free_page_ext', [
  [
    { 'extHeld[0]': ExtHeld.VALID },
    [0],
    'done',
    ['pageExt[block 0] there -> freed', 'extHeld[page_ext reader 0] valid -> stale'],
  ],
  [{ 'pageExt[0]': PageExt.INVALID }, [0], 'done', ['pageExt[block 0] invalid -> none'], { kernel: '7.3' }],
]);
actionTable('mm/page_ext.c', '__free_page_ext', [
  [{ 'pageExt[0]': PageExt.FREED }, [0], 'done', ['pageExt[block 0] freed -> none']],
]);
actionTable('mm/page_ext.c', 'page_ext_get', [
  [{}, [1, 0], 'got', ['extHeld[page_ext reader 0] nothing -> valid']],
  [{ 'pageExt[0]': PageExt.FREED }, [1, 0], 'got', ['extHeld[page_ext reader 0] nothing -> stale']],
  [{ 'pageExt[0]': PageExt.INVALID }, [1, 0], 'NULL', []],
]);
actionTable('include/linux/page_ext.h', 'page_ext_data', [
  [{ 'extHeld[0]': ExtHeld.VALID }, [1, 0], 'there', []],
  [{ 'extHeld[0]': ExtHeld.STALE }, [1, 0], 'freed', []],
]);
actionTable('mm/page_ext.c', 'page_ext_put', [
  [
    { 'extHeld[0]': ExtHeld.VALID, 'extAwaited[0]': 1 },
    [1, 0],
    'done',
    ['extHeld[page_ext reader 0] valid -> nothing', 'extAwaited[page_ext reader 0] 1 -> 0'],
    { kernel: '7.3' },
  ],
]);
actionTable('mm/memory-failure.c', 'machine_check', [
  [{}, [1], 'done', ['damage[page 1] none -> broken']],
  [{ 'sectionOnline[0]': 0 }, [1], 'waits', []],
]);

// users
actionTable('mm/page_alloc.c, mm/memory.c and mm/swap.c, as users of memory call them', 'alloc_page', [
  [
    {},
    [1, 0],
    'got',
    [
      'pageType[page 1] Buddy -> none',
      'refcount[page 1] 0 -> 1',
      'owner[page 1] buddy -> user',
      'userPage[user 0] 0 -> 2',
    ],
  ],
  [{ 'isolated[1]': Isolated.FOR_OFFLINE }, [1, 0], 'no', []],
  [{}, [0, 0], 'no', []],
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.PCP, 'onPcp[1]': 1 },
    [1, 0],
    'got',
    ['refcount[page 1] 0 -> 1', 'owner[page 1] pcp -> user', 'onPcp[page 1] 1 -> 0', 'userPage[user 0] 0 -> 2'],
  ],
]);
actionTable('mm/page_alloc.c, of memory that cannot be migrated', allocUnmovablePage, [
  [{}, [1], 'no', []],
  [
    { 'zoneMovable[0]': 0 },
    [1],
    'got',
    ['pageType[page 1] Buddy -> none', 'refcount[page 1] 0 -> 1', 'owner[page 1] buddy -> user'],
  ],
]);
actionTable('mm/page_alloc.c, mm/memory.c and mm/swap.c, as users of memory call them', 'clear_page', [
  [{}, [1], 'done', [], { touching: '!isolated' }],
  [{}, [0], 'done', ['oops none -> content of an unplugged page touched'], { touching: '!isolated' }],
  [{}, [0], 'not allocatable', [], { touching: 'isolated' }],
  [{}, [1], 'touched', [], { touching: 'isolated' }],
  [
    { 'plugged[1]': 0 },
    [1],
    'touched',
    ['oops none -> content of an unplugged page touched'],
    { touching: 'isolated' },
  ],
]);
actionTable('mm/page_alloc.c, mm/memory.c and mm/swap.c, as users of memory call them', 'folio_add_lru', [
  [
    { 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] Buddy -> none', 'lru[page 1] 0 -> 1'],
    { touching: '!lruBatch' },
  ],
  [
    { 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] Buddy -> none', 'refcount[page 1] 1 -> 2', 'lruBatch[page 1] 0 -> 1'],
    { touching: 'lruBatch' },
  ],
]);
actionTable('mm/page_alloc.c, mm/memory.c and mm/swap.c, as users of memory call them', 'lru_add_drain', [
  [{}, [1], 'not in a batch', []],
  [{ 'lruBatch[1]': 1 }, [1], 'on the LRU', ['lru[page 1] 0 -> 1', 'lruBatch[page 1] 1 -> 0']],
]);
actionTable('mm/page_alloc.c, mm/memory.c and mm/swap.c, as users of memory call them', 'zap_pte', [
  [{ 'userPage[0]': 2 }, [1, 0], 'still there', ['userPage[user 0] 2 -> 0']],
  [{}, [1, 0], 'moved away', []],
]);

// walkers
actionTable('mm/memory_hotplug.c, include/linux/memory_hotplug.h', 'get_online_mems', [
  [{}, [], 'done', ['memHotplugReaders 0 -> 1']],
  [{ deviceHotplugLock: 1 }, [], 'waits', []],
  [{ deviceHotplugLock: 1 }, [], 'done', ['memHotplugReaders 0 -> 1'], { with: 'locks' }],
]);
actionTable('mm/memory_hotplug.c, include/linux/memory_hotplug.h', 'put_online_mems', [
  [{ memHotplugReaders: 1 }, [], 'done', ['memHotplugReaders 1 -> 0']],
]);

// balloon_compaction
const MOVABLE = { with: 'movableBalloon' } as const;
const LISTED = { 'ballooned[1]': Ballooned.LISTED, 'pageType[1]': PG_OFFLINE, 'refcount[1]': 1 };
actionTable('drivers/virtio/virtio_balloon.c, fill_balloon()', 'balloon_page_alloc', [
  [
    {},
    [1],
    'done',
    [
      'pageType[page 1] Buddy -> none',
      'refcount[page 1] 0 -> 1',
      'owner[page 1] buddy -> another driver',
      'balloonLock 0 -> 1',
    ],
    MOVABLE,
  ],
  [{ 'isolated[1]': Isolated.FOR_OFFLINE }, [1], 'waits', [], MOVABLE],
  [{}, [0], 'waits', [], MOVABLE],
]);
actionTable('mm/balloon_compaction.c', 'balloon_page_enqueue', [
  [{ 'pageType[1]': 0 }, [1], 'done', ['pageType[page 1] none -> Offline', 'ballooned[page 1] no -> listed'], MOVABLE],
  [{ 'memmapValid[0]': 0 }, [1], 'done', ['oops none -> garbage memmap changed'], MOVABLE],
]);
actionTable('mm/balloon_compaction.c, balloon_page_list_dequeue()', 'balloon_page_dequeue', [
  [
    LISTED,
    [1],
    'done',
    ['pageType[page 1] Offline -> none', 'ballooned[page 1] listed -> no', 'balloonLock 0 -> 1'],
    MOVABLE,
  ],
  [LISTED, [1], 'done', ['ballooned[page 1] listed -> left', 'balloonLock 0 -> 1'], { ...MOVABLE, kernel: '7.3' }],
  [{ ...LISTED, 'ballooned[1]': Ballooned.ISOLATED }, [1], 'waits', [], MOVABLE],
  [{ ...LISTED, 'ballooned[1]': Ballooned.LEFT }, [1], 'waits', [], { ...MOVABLE, kernel: '7.3' }],
]);
actionTable('drivers/virtio/virtio_balloon.c, leak_balloon()', 'mutex_unlock(balloon_lock)', [
  [{ balloonLock: 1 }, [], 'done', ['balloonLock 1 -> 0'], MOVABLE],
]);
actionTable('mm/migrate.c, balloon_page_isolate()', 'isolate_movable_ops_page', [
  [LISTED, [1], 'isolated', ['refcount[page 1] 1 -> 2', 'ballooned[page 1] listed -> isolated'], MOVABLE],
  [{ ...LISTED, 'refcount[1]': 0 }, [1], 'no', [], MOVABLE],
  [{ ...LISTED, 'ballooned[1]': Ballooned.LEFT }, [1], 'no', [], { ...MOVABLE, kernel: '7.3' }],
  [{ ...LISTED, 'sectionOnline[0]': 0 }, [1], 'not online', [], MOVABLE],
]);
actionTable('mm/balloon_compaction.c', 'balloon_page_migrate', [
  [
    { ...LISTED, 'ballooned[1]': Ballooned.ISOLATED },
    [1],
    'moved',
    ['pageType[page 1] Offline -> none', 'ballooned[page 1] isolated -> no', 'managed 3 -> 4'],
    MOVABLE,
  ],
  [
    { ...LISTED, 'ballooned[1]': Ballooned.ISOLATED },
    [1],
    'moved',
    ['ballooned[page 1] isolated -> left', 'managed 3 -> 4'],
    { ...MOVABLE, kernel: '7.3' },
  ],
  [{ ...LISTED, 'ballooned[1]': Ballooned.ISOLATED, balloonLock: 1 }, [1], '-EAGAIN', [], MOVABLE],
]);
actionTable('mm/balloon_compaction.c', 'balloon_page_putback', [
  [{ 'ballooned[1]': Ballooned.ISOLATED }, [1], 'done', ['ballooned[page 1] isolated -> listed'], MOVABLE],
]);
actionTable('mm/compaction.c', 'isolate_migratepages_block', [
  [{}, [1], 'neither', [], MOVABLE],
  [{ 'lru[1]': 1 }, [1], 'LRU', [], MOVABLE],
  [LISTED, [1], 'movable_ops', [], MOVABLE],
  [{ ...LISTED, 'ballooned[1]': Ballooned.LEFT }, [1], 'movable_ops', [], { ...MOVABLE, kernel: '7.3' }],
  [{ 'sectionOnline[0]': 0 }, [1], 'not online', [], MOVABLE],
]);

// a memmap that lies in its block
actionTable('drivers/base/memory.c', 'MEM_PREPARE_ONLINE', [
  [
    { 'memmapGone[0]': 1 },
    [0],
    'done',
    ['memmapGone[block 0] inaccessible -> there'],
    { with: 'memmap', kernel: '6.12' },
  ],
]);
actionTable('drivers/base/memory.c', 'MEM_FINISH_OFFLINE', [
  [{}, [0], 'done', ['memmapGone[block 0] there -> inaccessible'], { with: 'memmap', kernel: '6.12' }],
]);
actionTable('mm/memory_hotplug.c', 'mhp_init_memmap_on_memory', [
  [
    { 'memmapValid[0]': 0, 'owner[0]': Owner.NONE, 'refcount[0]': 2 },
    [0],
    'done',
    ['refcount[page 0] 2 -> 1', 'owner[page 0] nobody -> memmap', 'memmapValid[block 0] garbage -> valid'],
    { with: 'memmap', kernel: '7.3' },
  ],
  [
    { 'memmapValid[0]': 0, 'owner[0]': Owner.NONE, 'reserved[0]': 0 },
    [0],
    'done',
    ['owner[page 0] nobody -> memmap', 'reserved[page 0] 0 -> 1', 'memmapValid[block 0] garbage -> valid'],
    { with: 'memmap', kernel: '6.1' },
  ],
]);
actionTable('mm/memory_hotplug.c', 'mhp_deinit_memmap_on_memory', [
  [
    {},
    [0],
    'done',
    ['owner[page 0] memmap -> nobody', 'memmapValid[block 0] valid -> garbage'],
    { with: 'memmap', kernel: '7.3' },
  ],
]);
actionTable('mm/memory_hotplug.c', 'adjust_present_page_count', [
  [{}, [0, -1], 'done', ['present 4 -> 3'], { with: 'memmap', kernel: '7.3' }],
  [{ present: 3 }, [0, 1], 'done', ['present 3 -> 4'], { with: 'memmap', kernel: '7.3' }],
]);

// ranges over several pageblocks
actionTable('mm/page_alloc.c', 'pfn_range_valid_contig', [
  [{}, [0, 2], 'yes', [], { kernel: '6.1' }],
  [{ 'reserved[1]': 1 }, [0, 2], 'no', [], { kernel: '6.1' }],
  [{ 'sectionOnline[1]': 0 }, [0, 4], 'no', [], { kernel: '7.3' }],
  [{ 'zoneMovable[1]': 0 }, [0, 4], 'no', [], { kernel: '7.3' }],
  [{ 'zoneMovable[0]': 0 }, [0, 2], 'no', [], { kernel: '7.3' }],
  [{ 'zoneMovable[0]': 0 }, [0, 2], 'yes', [], { kernel: '6.1' }],
]);
actionTable('mm/page_isolation.c, a pageblock of CMA', 'set_migratetype_isolate', [
  [{}, [1, IsolateMode.OFFLINE], '-EBUSY: unmovable page', ['attempt[block 0] none -> rollback'], { with: 'cma' }],
  [{}, [1, IsolateMode.ALLOC], '-EBUSY: unmovable page', [], { with: 'cma' }],
  [{}, [1, IsolateMode.CMA], 'isolated', ['isolated[sub-block 1] no -> yes (alloc)'], { with: 'cma' }],
]);
actionTable('mm/page_isolation.c, a pageblock of CMA', 'unset_migratetype_isolate', [
  [
    { 'isolated[1]': Isolated.FOR_ALLOC },
    [1, UndoFor.ALLOC],
    'done',
    ['isolated[sub-block 1] yes (alloc) -> no', 'migrateCma[sub-block 1] CMA -> movable'],
    { with: 'cma', kernel: '6.12', touching: '!freeList' },
  ],
  [
    { 'isolated[1]': Isolated.FOR_ALLOC },
    [1, UndoFor.CMA],
    'done',
    ['isolated[sub-block 1] yes (alloc) -> no'],
    { with: 'cma', kernel: '6.12', touching: '!freeList' },
  ],
  [
    { 'isolated[1]': Isolated.FOR_ALLOC },
    [1, UndoFor.ALLOC],
    'done',
    ['isolated[sub-block 1] yes (alloc) -> no'],
    { with: 'cma', kernel: '7.3', touching: '!freeList' },
  ],
]);

// section_usage
const LOOKUPS: Where = { with: 'lookups' };
const RCU: Where = { with: 'lookups', kernel: '7.3' };
const IN_RCU = { 'usageInRcu[0]': 1 };
actionTable('mm/sparse.c', 'section_activate', [
  [{ 'usage[0]': Usage.NULL }, [0], 'done', ['usage[block 0] NULL -> there'], LOOKUPS],
]);
actionTable('mm/sparse.c', 'sparse_init_one_section', [
  [{ 'hasMemMap[0]': 0 }, [0], 'done', ['hasMemMap[block 0] no -> yes'], LOOKUPS],
]);
actionTable('mm/sparse.c, section_deactivate()', 'SECTION_HAS_MEM_MAP', [
  [{}, [0], 'done', ['hasMemMap[block 0] yes -> no'], LOOKUPS],
]);
actionTable('mm/sparse.c, section_deactivate() up to 6.7', 'kfree', [
  [
    { 'usageHeld[0]': UsageHeld.THERE, 'usageHeld[1]': UsageHeld.THERE, 'usageOf[1]': 1 },
    [0],
    'done',
    ['usage[block 0] there -> freed', 'usageHeld[section lookup 0] there -> stale'],
    LOOKUPS,
  ],
]);
actionTable('mm/sparse.c, section_deactivate()', 'kfree_rcu', [
  [
    { ...IN_RCU, 'usageHeld[0]': UsageHeld.THERE, 'usageHeld[1]': UsageHeld.DOOMED },
    [0],
    'done',
    [
      'usage[block 0] there -> to be freed',
      'usageGrace 0 -> 1',
      'usageHeld[section lookup 0] there -> to be freed',
      'usageHeld[section lookup 1] to be freed -> stale',
      'usageAwaited[section lookup 0] 0 -> 1',
    ],
    RCU,
  ],
]);
actionTable('mm/sparse.c, section_deactivate()', 'ms->usage = NULL', [
  [{ 'usage[0]': Usage.FREED }, [0], 'done', ['usage[block 0] freed -> NULL'], LOOKUPS],
]);
actionTable('include/linux/mmzone.h, pfn_valid()', 'rcu_read_lock_sched', [
  [{}, [0], 'done', ['usageInRcu[section lookup 0] 0 -> 1'], RCU],
]);
actionTable('include/linux/mmzone.h, pfn_valid()', 'rcu_read_unlock_sched', [
  [IN_RCU, [0], 'done', ['usageInRcu[section lookup 0] 1 -> 0'], RCU],
  [
    { ...IN_RCU, 'usageAwaited[0]': 1, usageGrace: 1 },
    [0],
    'done',
    ['usageGrace 1 -> 0', 'usageInRcu[section lookup 0] 1 -> 0', 'usageAwaited[section lookup 0] 1 -> 0'],
    RCU,
  ],
]);
actionTable('include/linux/mmzone.h', 'valid_section', [
  [{}, [0], 'yes', [], LOOKUPS],
  [{ 'hasMemMap[0]': 0 }, [0], 'no', [], LOOKUPS],
]);
actionTable('include/linux/mmzone.h', 'online_section', [
  [{}, [0], 'yes', [], LOOKUPS],
  [{ 'sectionOnline[0]': 0 }, [0], 'no', [], LOOKUPS],
]);
actionTable('include/linux/mmzone.h, pfn_section_valid()', 'READ_ONCE(ms->usage)', [
  [{ 'usage[0]': Usage.NULL }, [0, 1], 'NULL', [], LOOKUPS],
  [{}, [2, 1], 'bitmap', ['usageHeld[section lookup 1] nothing -> there', 'usageOf[section lookup 1] 0 -> 1'], LOOKUPS],
  [{ 'usage[0]': Usage.FREED }, [0, 1], 'bitmap', ['usageHeld[section lookup 1] nothing -> stale'], LOOKUPS],
]);
actionTable('include/linux/mmzone.h, pfn_section_valid()', 'test_bit', [
  [{ 'usageHeld[1]': UsageHeld.THERE }, [0, 1], 'there', ['usageHeld[section lookup 1] there -> nothing'], LOOKUPS],
  [
    { 'usageHeld[1]': UsageHeld.DOOMED, usageGrace: 1 },
    [0, 1],
    'there',
    ['usageHeld[section lookup 1] to be freed -> nothing'],
    RCU,
  ],
  [{ 'usageHeld[1]': UsageHeld.DOOMED }, [0, 1], 'freed', ['usageHeld[section lookup 1] to be freed -> nothing'], RCU],
  [{ 'usageHeld[1]': UsageHeld.STALE }, [0, 1], 'freed', ['usageHeld[section lookup 1] stale -> nothing'], LOOKUPS],
  [{}, [0, 1], 'NULL pointer', [], LOOKUPS],
]);

// kasan
const KASAN: Where = { with: 'kasan' };
actionTable('mm/kasan/shadow.c, kasan_mem_notifier()', 'shadow_mapped', [
  [{ 'kasanShadow[0]': 0 }, [0], 'mapped now', ['kasanShadow[block 0] none -> mapped'], KASAN],
  [{}, [0], 'mapped before', [], KASAN],
]);
actionTable('mm/kasan/shadow.c, kasan_mem_notifier()', 'find_vm_area', [
  [{}, [0], 'vfree', ['kasanShadow[block 0] mapped -> none'], KASAN],
  [{ 'kasanShadow[0]': 0 }, [0], 'none', [], KASAN],
]);
