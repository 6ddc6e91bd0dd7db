/** What each action of mm/balloon_compaction.ts does: state and arguments in, outcome and changes out. */

import { Ballooned } from '../../../src/model/mm/ballooned.js';
import { Isolated, PG_OFFLINE } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
