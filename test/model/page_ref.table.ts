/** What each action of references to pages does: state and arguments in, outcome and changes out. */

import { actionTable } from './action_table.js';
import '../../src/model/modules.js';

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
