/** What each action of drivers/base/memory.c does: state and arguments in, outcome and changes out. */

import { Attempt, BlockState } from '../../../../src/model/state.js';
import { actionTable } from '../../action_table.js';
import '../../../../src/model/modules.js';

actionTable('drivers/base/memory.c and drivers/base/core.c', 'lock_device_hotplug', [
  [
    {},
    [0, 0],
    'block online',
    ['blockState[block 0] online -> going offline', 'attempt[block 0] none -> running', 'deviceHotplugLock 0 -> 1'],
    { touching: 'blockState' },
  ],
  [
    { 'blockState[0]': BlockState.OFFLINE },
    [0, 0],
    'block offline',
    ['deviceHotplugLock 0 -> 1'],
    { touching: 'blockState' },
  ],
  [
    { 'blockState[0]': BlockState.ABSENT },
    [0, 0],
    'block absent',
    ['deviceHotplugLock 0 -> 1'],
    { touching: 'blockState' },
  ],
  [{ deviceHotplugLock: 2 }, [0, 0], 'waits', [], { touching: 'blockState' }],
  [{}, [0, 1], 'done', ['deviceHotplugLock 0 -> 2'], { touching: '!blockState' }],
  [{ memHotplugReaders: 1 }, [0, 1], 'waits', []],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'unlock_device_hotplug', [
  [
    { deviceHotplugLock: 1, 'attempt[0]': Attempt.VETOED },
    [0],
    'done',
    ['attempt[block 0] vetoed -> none', 'deviceHotplugLock 1 -> 0'],
  ],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'memory_block_change_state', [
  [
    { 'blockState[0]': BlockState.GOING_OFFLINE, 'attempt[0]': Attempt.ROLLBACK },
    [0, BlockState.ONLINE, Attempt.FAILED],
    'done',
    ['blockState[block 0] going offline -> online', 'attempt[block 0] rollback -> failed'],
  ],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'memory_block_online', [
  [{ 'nrHwpoison[0]': 1 }, [0], '-EHWPOISON', [], { kernel: '7.3' }],
  [{}, [0], 'ok', [], { kernel: '7.3' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'device_lock', [
  [
    {},
    [0, 0],
    'block online',
    ['blockState[block 0] online -> going offline', 'attempt[block 0] none -> running', 'deviceLock[block 0] 0 -> 1'],
    { with: 'locks', touching: 'blockState' },
  ],
  [
    { 'blockState[0]': BlockState.OFFLINE },
    [0, 0],
    'block offline',
    ['deviceLock[block 0] 0 -> 1'],
    { with: 'locks', touching: 'blockState' },
  ],
  [{ 'blockState[0]': BlockState.ABSENT }, [0, 0], 'block absent', [], { with: 'locks', touching: 'blockState' }],
  [{ 'deviceLock[0]': 2 }, [0, 0], 'waits', [], { with: 'locks', touching: 'blockState' }],
  [{}, [0, 1], 'done', ['deviceLock[block 0] 0 -> 2'], { with: 'locks', touching: '!blockState' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'device_unlock', [
  [{ 'deviceLock[0]': 1 }, [0], 'done', ['deviceLock[block 0] 1 -> 0'], { with: 'locks' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'mem_hotplug_begin', [
  [{}, [1], 'done', ['memHotplugLock 0 -> 2'], { with: 'locks' }],
  [{ memHotplugReaders: 1 }, [1], 'waits', [], { with: 'locks' }],
]);
actionTable('drivers/base/memory.c and drivers/base/core.c', 'mem_hotplug_done', [
  [{ memHotplugLock: 2 }, [], 'done', ['memHotplugLock 2 -> 0'], { with: 'locks' }],
]);
