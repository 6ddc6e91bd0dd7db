/** What each action of mm/migrate.ts does: state and arguments in, outcome and changes out. */

import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
