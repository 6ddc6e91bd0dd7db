/** What each action of mm/page_alloc.ts does: state and arguments in, outcome and changes out. */

import { Ballooned } from '../../../src/model/mm/ballooned.js';
import { FreeList } from '../../../src/model/mm/page_alloc.js';
import { Isolated, Owner, PG_OFFLINE } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
