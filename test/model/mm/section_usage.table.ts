/** What each action of mm/section_usage.ts does: state and arguments in, outcome and changes out. */

import { Usage, UsageHeld } from '../../../src/model/mm/section_usage.js';
import { actionTable, type Where } from '../action_table.js';
import '../../../src/model/modules.js';

const LOOKUPS: Where = { with: 'lookups' };
const RCU: Where = { with: 'lookups', kernel: '7.3' };
const IN_RCU = { 'usageInRcu[0]': 1 };
actionTable('mm/sparse.c', 'section_activate', [
  [{ 'usage[0]': Usage.NULL }, [0], 'done', ['usage[block 0] NULL -> there'], LOOKUPS],
]);
actionTable('mm/sparse.c', 'sparse_init_one_section', [
  [{ 'hasMemMap[0]': 0 }, [0], 'done', ['hasMemMap[block 0] no -> yes'], LOOKUPS],
]);
actionTable('mm/sparse.c, section_deactivate()', 'SECTION_HAS_MEM_MAP', [
  [{}, [0], 'done', ['hasMemMap[block 0] yes -> no'], LOOKUPS],
]);
actionTable('mm/sparse.c, section_deactivate() up to 6.7', 'kfree', [
  [
    { 'usageHeld[0]': UsageHeld.THERE, 'usageHeld[1]': UsageHeld.THERE, 'usageOf[1]': 1 },
    [0],
    'done',
    ['usage[block 0] there -> freed', 'usageHeld[section lookup 0] there -> stale'],
    LOOKUPS,
  ],
]);
actionTable('mm/sparse.c, section_deactivate()', 'kfree_rcu', [
  [
    { ...IN_RCU, 'usageHeld[0]': UsageHeld.THERE, 'usageHeld[1]': UsageHeld.DOOMED },
    [0],
    'done',
    [
      'usage[block 0] there -> to be freed',
      'usageGrace 0 -> 1',
      'usageHeld[section lookup 0] there -> to be freed',
      'usageHeld[section lookup 1] to be freed -> stale',
      'usageAwaited[section lookup 0] 0 -> 1',
    ],
    RCU,
  ],
]);
actionTable('mm/sparse.c, section_deactivate()', 'ms->usage = NULL', [
  [{ 'usage[0]': Usage.FREED }, [0], 'done', ['usage[block 0] freed -> NULL'], LOOKUPS],
]);
actionTable('include/linux/mmzone.h, pfn_valid()', 'rcu_read_lock_sched', [
  [{}, [0], 'done', ['usageInRcu[section lookup 0] 0 -> 1'], RCU],
]);
actionTable('include/linux/mmzone.h, pfn_valid()', 'rcu_read_unlock_sched', [
  [IN_RCU, [0], 'done', ['usageInRcu[section lookup 0] 1 -> 0'], RCU],
  [
    { ...IN_RCU, 'usageAwaited[0]': 1, usageGrace: 1 },
    [0],
    'done',
    ['usageGrace 1 -> 0', 'usageInRcu[section lookup 0] 1 -> 0', 'usageAwaited[section lookup 0] 1 -> 0'],
    RCU,
  ],
]);
actionTable('include/linux/mmzone.h', 'valid_section', [
  [{}, [0], 'yes', [], LOOKUPS],
  [{ 'hasMemMap[0]': 0 }, [0], 'no', [], LOOKUPS],
]);
actionTable('include/linux/mmzone.h', 'online_section', [
  [{}, [0], 'yes', [], LOOKUPS],
  [{ 'sectionOnline[0]': 0 }, [0], 'no', [], LOOKUPS],
]);
actionTable('include/linux/mmzone.h, pfn_section_valid()', 'READ_ONCE(ms->usage)', [
  [{ 'usage[0]': Usage.NULL }, [0, 1], 'NULL', [], LOOKUPS],
  [{}, [2, 1], 'bitmap', ['usageHeld[section lookup 1] nothing -> there', 'usageOf[section lookup 1] 0 -> 1'], LOOKUPS],
  [{ 'usage[0]': Usage.FREED }, [0, 1], 'bitmap', ['usageHeld[section lookup 1] nothing -> stale'], LOOKUPS],
]);
actionTable('include/linux/mmzone.h, pfn_section_valid()', 'test_bit', [
  [{ 'usageHeld[1]': UsageHeld.THERE }, [0, 1], 'there', ['usageHeld[section lookup 1] there -> nothing'], LOOKUPS],
  [
    { 'usageHeld[1]': UsageHeld.DOOMED, usageGrace: 1 },
    [0, 1],
    'there',
    ['usageHeld[section lookup 1] to be freed -> nothing'],
    RCU,
  ],
  [{ 'usageHeld[1]': UsageHeld.DOOMED }, [0, 1], 'freed', ['usageHeld[section lookup 1] to be freed -> nothing'], RCU],
  [{ 'usageHeld[1]': UsageHeld.STALE }, [0, 1], 'freed', ['usageHeld[section lookup 1] stale -> nothing'], LOOKUPS],
  [{}, [0, 1], 'NULL pointer', [], LOOKUPS],
]);
