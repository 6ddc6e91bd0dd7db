/** What each action of mm/page_offline.ts does: state and arguments in, outcome and changes out. */

import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('mm/util.c', 'page_offline_begin', [
  [{}, [], 'done', ['pageOfflineRwsem 0 -> -1']],
  [{ pageOfflineRwsem: 1 }, [], 'waits', []],
]);
actionTable('mm/util.c', 'page_offline_end', [[{ pageOfflineRwsem: -1 }, [], 'done', ['pageOfflineRwsem -1 -> 0']]]);
actionTable('mm/util.c', 'page_offline_freeze', [
  [{}, [], 'done', ['pageOfflineRwsem 0 -> 1']],
  [{ pageOfflineRwsem: -1 }, [], 'waits', []],
]);
actionTable('mm/util.c', 'page_offline_thaw', [[{ pageOfflineRwsem: 1 }, [], 'done', ['pageOfflineRwsem 1 -> 0']]]);
