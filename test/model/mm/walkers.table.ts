/** What each action of mm/walkers.ts does: state and arguments in, outcome and changes out. */

import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('mm/memory_hotplug.c, include/linux/memory_hotplug.h', 'get_online_mems', [
  [{}, [], 'done', ['memHotplugReaders 0 -> 1']],
  [{ deviceHotplugLock: 1 }, [], 'waits', []],
  [{ deviceHotplugLock: 1 }, [], 'done', ['memHotplugReaders 0 -> 1'], { with: 'locks' }],
]);
actionTable('mm/memory_hotplug.c, include/linux/memory_hotplug.h', 'put_online_mems', [
  [{ memHotplugReaders: 1 }, [], 'done', ['memHotplugReaders 1 -> 0']],
]);
