/** What each action of devices of memory blocks does: state and arguments in, outcome and changes out. */

import { DevicePointer } from '../../../../src/model/drivers/base/memory_block.js';
import { actionTable } from '../../action_table.js';
import '../../../../src/model/modules.js';

actionTable('drivers/base/memory.c', '__add_memory_block', [
  [
    { 'deviceListed[0]': 0, 'deviceCount[0]': 0 },
    [0],
    'done',
    ['deviceListed[block 0] 0 -> 1', 'deviceCount[block 0] 0 -> 1'],
    { with: 'blockDevices' },
  ],
  [
    { 'deviceListed[0]': 0, 'devicePointer[0]': DevicePointer.HELD },
    [0],
    'done',
    ['deviceListed[block 0] 0 -> 1', 'devicePointer[block 0] held -> held, of a removed device'],
    { with: 'blockDevices' },
  ],
]);
actionTable('drivers/base/memory.c', 'xa_erase', [
  [{}, [0], 'done', ['deviceListed[block 0] 1 -> 0'], { with: 'blockDevices' }],
]);
actionTable('drivers/base/memory.c', 'device_unregister', [
  [{ 'deviceCount[0]': 2 }, [0], 'done', ['deviceCount[block 0] 2 -> 1'], { with: 'blockDevices' }],
  [
    { 'devicePointer[0]': DevicePointer.LOOKED_UP },
    [0],
    'done',
    ['deviceCount[block 0] 1 -> 0', 'devicePointer[block 0] looked up -> to a freed device'],
    { with: 'blockDevices' },
  ],
]);
actionTable('drivers/base/memory.c', 'xa_load', [
  [{}, [1], 'device', ['devicePointer[block 0] none -> looked up'], { with: 'blockDevices' }],
  [{ 'deviceListed[0]': 0 }, [1], 'NULL', [], { with: 'blockDevices' }],
]);
actionTable('drivers/base/memory.c', 'get_device', [
  [
    { 'devicePointer[0]': DevicePointer.LOOKED_UP },
    [1],
    'done',
    ['deviceCount[block 0] 1 -> 2', 'devicePointer[block 0] looked up -> held'],
    { with: 'blockDevices' },
  ],
  [
    { 'devicePointer[0]': DevicePointer.FREED },
    [1],
    'done',
    ['oops none -> device of a block used after it was freed'],
    { with: 'blockDevices' },
  ],
]);
actionTable('drivers/base/memory.c', 'memblk_nr_poison_inc', [
  [
    { 'devicePointer[0]': DevicePointer.HELD },
    [1],
    'done',
    ['nrHwpoison[block 0] 0 -> 1'],
    { with: 'blockDevices', kernel: '7.3' },
  ],
  [{ 'devicePointer[0]': DevicePointer.HELD_REMOVED }, [1], 'done', [], { with: 'blockDevices', kernel: '7.3' }],
]);
actionTable('drivers/base/memory.c', 'put_device', [
  [
    { 'deviceCount[0]': 2, 'devicePointer[0]': DevicePointer.HELD },
    [1],
    'done',
    ['deviceCount[block 0] 2 -> 1', 'devicePointer[block 0] held -> none'],
    { with: 'blockDevices' },
  ],
  [
    { 'devicePointer[0]': DevicePointer.HELD_REMOVED },
    [1],
    'done',
    ['devicePointer[block 0] held, of a removed device -> none'],
    { with: 'blockDevices' },
  ],
]);
