/** What each action of mm/kasan.ts does: state and arguments in, outcome and changes out. */

import { actionTable, type Where } from '../action_table.js';
import '../../../src/model/modules.js';

const KASAN: Where = { with: 'kasan' };
actionTable('mm/kasan/shadow.c, kasan_mem_notifier()', 'shadow_mapped', [
  [{ 'kasanShadow[0]': 0 }, [0], 'mapped now', ['kasanShadow[block 0] none -> mapped'], KASAN],
  [{}, [0], 'mapped before', [], KASAN],
]);
actionTable('mm/kasan/shadow.c, kasan_mem_notifier()', 'find_vm_area', [
  [{}, [0], 'vfree', ['kasanShadow[block 0] mapped -> none'], KASAN],
  [{ 'kasanShadow[0]': 0 }, [0], 'none', [], KASAN],
]);
