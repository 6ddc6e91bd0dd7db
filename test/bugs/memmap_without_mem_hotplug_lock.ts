import { defineChange } from 'pageoffline';

export default defineChange({
  title: 'the memmap in a block is made and given up without mem_hotplug_lock',
  about:
    'Up to 6.6 online_pages() and offline_pages() took the lock, and memory_block_online() and memory_block_offline() changed the memmap around them (001002e73712, 6.7, and stable kernels of 6.1).',
  edits: [
    { kind: 'delay', process: 'sysfs', action: 'mem_hotplug_begin', until: 'move_pfn_range_to_zone' },
    { kind: 'delay', process: 'sysfs', action: 'mhp_deinit_memmap_on_memory', until: 'memory_block_change_state' },
  ],
  on: { designs: ['D'], kernels: ['6.1'], configurations: ['memmap-on-memory'] },
  expect: ['MH'],
});
