/** What each action of mm/memory_failure.ts does: state and arguments in, outcome and changes out. */

import { Damage } from '../../../src/model/mm/hwpoison.js';
import { Result, takePageOffBuddy } from '../../../src/model/mm/memory_failure.js';
import { ExtHeld, PageExt } from '../../../src/model/mm/page_ext.js';
import { takeFreePageOff } from '../../../src/model/mm/soft_offline.js';
import { Owner } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

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
