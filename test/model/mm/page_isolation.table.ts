/** What each action of mm/page_isolation.ts does: state and arguments in, outcome and changes out. */

import { FreeList } from '../../../src/model/mm/page_alloc.js';
import { IsolateMode, UndoFor } from '../../../src/model/mm/page_isolation.js';
import { Attempt, Isolated } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
