/** What each action of mm/memory_hotplug.ts does: state and arguments in, outcome and changes out. */

import { Ballooned } from '../../../src/model/mm/ballooned.js';
import { Attempt, PG_OFFLINE } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
