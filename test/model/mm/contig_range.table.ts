/** What each action of mm/contig_range.ts does: state and arguments in, outcome and changes out. */

import { Owner } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('mm/page_alloc.c and mm/compaction.c', 'isolate_freepages_range', [
  [{}, [1], 'taken', ['pageType[page 1] Buddy -> none', 'owner[page 1] buddy -> contig']],
  [{}, [0], 'a page is gone', []],
]);
actionTable('mm/page_alloc.c and mm/compaction.c', 'set_page_refcounted', [
  [{ 'pageType[1]': 0, 'owner[1]': Owner.CONTIG }, [1], 'done', ['refcount[page 1] 0 -> 1']],
]);
