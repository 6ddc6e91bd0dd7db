/** What each action of mm/gup.ts does: state and arguments in, outcome and changes out. */

import { Isolated } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('mm/gup.c', 'try_get_page', [
  [{ 'pageType[1]': 0, 'refcount[1]': 1 }, [1], 'done', ['refcount[page 1] 1 -> 2']],
]);

actionTable('mm/gup.c', 'follow_page_pte', [
  [{ 'pageType[1]': 0, 'refcount[1]': 1, 'userPage[0]': 2 }, [1], 'done', ['refcount[page 1] 1 -> 2']],
  [{}, [1], 'waits', []],
]);
actionTable('include/linux/mm.h', 'folio_is_longterm_pinnable', [
  [{}, [1], 'no', []],
  [{ 'zoneMovable[0]': 0 }, [1], 'yes', []],
  [{ 'zoneMovable[0]': 0, 'isolated[1]': Isolated.FOR_OFFLINE }, [1], 'no', []],
]);
