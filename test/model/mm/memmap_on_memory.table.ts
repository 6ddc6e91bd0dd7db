/** What each action of a memmap that lies in its block does: state and arguments in, outcome and changes out. */

import { Owner } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
