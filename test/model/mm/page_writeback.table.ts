/** What each action of mm/page_writeback.ts does: state and arguments in, outcome and changes out. */

import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('mm/page-writeback.c', 'folio_start_writeback', [
  [
    { 'pageType[1]': 0, 'refcount[1]': 1, 'userPage[0]': 2 },
    [1],
    'done',
    ['refcount[page 1] 1 -> 2', 'writeback[page 1] 0 -> 1'],
  ],
  [{ 'pageType[1]': 0, 'refcount[1]': 1, 'userPage[0]': 2, 'writeback[1]': 1 }, [1], 'waits', []],
  [{}, [1], 'waits', []],
]);
actionTable('mm/filemap.c', 'folio_end_writeback', [
  [{ 'pageType[1]': 0, 'refcount[1]': 2, 'writeback[1]': 1 }, [1], 'done', ['writeback[page 1] 1 -> 0']],
]);
