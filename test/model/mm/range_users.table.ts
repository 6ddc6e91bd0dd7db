/** What each action of ranges over several pageblocks does: state and arguments in, outcome and changes out. */

import { IsolateMode, UndoFor } from '../../../src/model/mm/page_isolation.js';
import { Isolated } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
