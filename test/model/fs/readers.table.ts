/** What each action of readers of memory does: state and arguments in, outcome and changes out. */

import { BlockState } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('fs/proc/kcore.c and fs/proc/vmcore.c', 'PageOffline', [
  [{}, [0], 'yes', []],
  [{ 'hwpoison[1]': 1 }, [1], 'yes', []],
  [{}, [1], 'no', []],
]);
actionTable('fs/proc/kcore.c and fs/proc/vmcore.c', 'copy_from_kernel_nofault', [
  [{}, [1], 'done', []],
  [{}, [0], 'done', ['oops none -> content of an unplugged page read']],
]);
actionTable('fs/proc/kcore.c and fs/proc/vmcore.c', 'read_vmcore', [
  [{}, [0], 'left out', []],
  [{ 'pageType[1]': 0 }, [1], 'read', []],
  [{ 'pageType[0]': 0 }, [0], 'read', ['oops none -> content of an unplugged page read']],
  [
    { 'pageType[0]': 0 },
    [0],
    'read',
    ['oops none -> content of an unplugged page read'],
    { switches: { kdumpAsksDevice: false } },
  ],
  [{ 'pageType[0]': 0 }, [0], 'not RAM', [], { kernel: '7.3' }],
  [{ 'blockState[0]': BlockState.ABSENT }, [0], 'no memmap', []],
]);
