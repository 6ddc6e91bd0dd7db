/** What each action of RCU does: state and arguments in, outcome and changes out. */

import { ExtHeld } from '../../src/model/mm/page_ext.js';
import { actionTable } from './action_table.js';
import '../../src/model/modules.js';

actionTable('kernel/rcu, as synchronize_rcu() is called', 'rcu_read_lock', [
  [{}, [0], 'done', ['inRcu[walker 0] 0 -> 1']],
]);
actionTable('kernel/rcu, as synchronize_rcu() is called', 'rcu_read_unlock', [
  [
    { 'inRcu[0]': 1, 'awaited[0]': 1 },
    [0],
    'done',
    ['inRcu[walker 0] 1 -> 0', 'awaited[walker 0] 1 -> 0'],
    { design: 'D-rcu' },
  ],
]);
actionTable('kernel/rcu, as synchronize_rcu() is called', 'synchronize_rcu', [
  [{ 'inRcu[0]': 1 }, [], 'done', ['awaited[walker 0] 0 -> 1'], { design: 'D-rcu', touching: 'inRcu' }],
  [{ 'awaited[0]': 1 }, [], 'waits', [], { design: 'D-rcu', touching: '!inRcu' }],
  [{ 'inRcu[0]': 1 }, [], 'done', [], { design: 'D-rcu', touching: '!inRcu' }],
  [
    { 'inRcu[0]': 1, 'extHeld[0]': ExtHeld.VALID },
    [],
    'done',
    ['extAwaited[page_ext reader 0] 0 -> 1', 'awaited[walker 0] 0 -> 1'],
    { kernel: '7.3', touching: 'inRcu' },
  ],
  // Where readers of page_ext are in no critical section.
  [{ 'extHeld[0]': ExtHeld.VALID }, [], 'done', [], { design: 'D-rcu', touching: 'inRcu' }],
  [{ 'extAwaited[0]': 1 }, [], 'waits', [], { kernel: '7.3', touching: '!inRcu' }],
]);
