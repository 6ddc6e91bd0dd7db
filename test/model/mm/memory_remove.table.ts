/** What each action of mm/memory_remove.ts does: state and arguments in, outcome and changes out. */

import { Attempt, BlockState } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('mm/memory_hotplug.c', 'add_memory', [
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'done', ['blockState[block 0] absent -> offline']],
  [{ deviceHotplugLock: 1 }, [0], 'waits', []],
]);
actionTable('mm/memory_hotplug.c', 'create_memory_block_devices', [
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'added', ['blockState[block 0] absent -> offline'], { with: 'locks' }],
  [{}, [0], '-EEXIST', [], { with: 'locks' }],
]);
actionTable('mm/memory_hotplug.c', 'unlock_device_hotplug', [
  [
    { deviceHotplugLock: 2, 'attempt[1]': Attempt.FAILED },
    [0, 2],
    'done',
    ['attempt[block 1] failed -> none', 'deviceHotplugLock 2 -> 0'],
  ],
]);
actionTable('mm/memory_hotplug.c', 'device_offline', [
  [{ 'blockState[0]': BlockState.OFFLINE }, [0], 'offline already', []],
  [{}, [0], 'online', ['blockState[block 0] online -> going offline', 'attempt[block 0] none -> running']],
]);
actionTable('mm/memory_hotplug.c', 'online_types', [[{}, [0], 'done', ['onlineType[block 0] 0 -> 1']]]);
actionTable('mm/memory_hotplug.c', 'try_reonline_memory_block', [
  [{ 'onlineType[0]': 1 }, [0], 'to be onlined', ['onlineType[block 0] 1 -> 0']],
  [{}, [0], 'left alone', []],
]);
actionTable('mm/memory_hotplug.c', 'try_remove_memory', [
  [{ 'blockState[0]': BlockState.OFFLINE }, [0, 2], '-EBUSY: not offline', []],
  [
    { 'blockState[0]': BlockState.OFFLINE, 'memmapValid[0]': 0, 'refcount[0]': 0 },
    [0, 1],
    'removed',
    [
      'pageType[page 0] Offline -> none',
      'pageType[page 1] Buddy -> none',
      'owner[page 0] driver -> nobody',
      'owner[page 1] buddy -> nobody',
      'dirty[page 0] 1 -> 0',
      'blockState[block 0] offline -> absent',
    ],
  ],
]);
actionTable('mm/memory_hotplug.c', 'hot_add_req', [
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'done', [], { with: 'locks' }],
  [{}, [0], 'waits', [], { with: 'locks' }],
]);
