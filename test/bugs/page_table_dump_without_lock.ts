import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'a page-table dump that does not take mem_hotplug_lock',
  about: 'Dumps of page tables walked the memmap while memory was removed, until they took the lock.',
  edits: [
    { kind: 'skip', action: 'get_online_mems' },
    { kind: 'skip', action: 'put_online_mems' },
  ],
  on: { designs: ['F'], kernels: ['7.3'], configurations: ['locks'] },
  expect: ['D1', 'X7', 'S17'],
});
