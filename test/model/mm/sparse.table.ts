/** What each action of mm/sparse.ts does: state and arguments in, outcome and changes out. */

import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('mm/sparse.c and include/linux/memory_hotplug.h', 'online_mem_sections', [
  [{ 'sectionOnline[0]': 0 }, [0], 'done', ['sectionOnline[block 0] offline -> online']],
]);
actionTable('mm/sparse.c and include/linux/memory_hotplug.h', 'offline_mem_sections', [
  [{}, [0], 'done', ['sectionOnline[block 0] online -> offline']],
]);
actionTable('mm/sparse.c and include/linux/memory_hotplug.h', 'pfn_to_online_page', [
  [{}, [0], 'page', []],
  [{ 'sectionOnline[0]': 0 }, [0], 'NULL', []],
]);
