/** What each action of mm/users.ts does: state and arguments in, outcome and changes out. */

import { allocUnmovablePage } from '../../../src/model/mm/users.js';
import { Isolated, Owner } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
