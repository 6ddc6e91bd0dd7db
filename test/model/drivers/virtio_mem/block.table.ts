/** What each action of virtio-mem's blocks does: state and arguments in, outcome and changes out. */

import { setMbOffline, setMbUnused } from '../../../../src/model/drivers/virtio_mem/block.js';
import { BigBlock } from '../../../../src/model/drivers/virtio_mem/state.js';
import { actionTable } from '../../action_table.js';
import '../../../../src/model/modules.js';

actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_sbm_test_sb_unplugged', [
  [{}, [0], 'no', []],
  [{ 'bitmap[1]': 0 }, [0], 'yes', []],
]);
actionTable('drivers/virtio/virtio_mem.c', setMbUnused, [[{}, [0], 'done', ['unused[block 0] used -> unused']]]);
actionTable('drivers/virtio/virtio_mem.c', setMbOffline, [
  [{ 'unused[0]': 1 }, [0], 'done', ['unused[block 0] unused -> used']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'BUG_ON', [
  [{}, [], 'done', ['oops none -> BUG_ON: a block was not removed']],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_get_bb_state', [
  [{}, [], 'ADDED', [], { with: 'bigBlocks' }],
  [{ bigBlock: BigBlock.UNUSED }, [], 'UNUSED', [], { with: 'bigBlocks' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_set_bb_state', [
  [{}, [BigBlock.FAKE_OFFLINE], 'done', ['bigBlock added -> fake offline'], { with: 'bigBlocks' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_plug_bb', [
  [
    { 'plugged[0]': 0, 'plugged[1]': 0 },
    [],
    'done',
    ['plugged[page 0] unplugged -> plugged', 'plugged[page 1] unplugged -> plugged'],
    { with: 'bigBlocks' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_bbm_unplug_bb', [
  [
    {},
    [],
    'done',
    ['plugged[page 0] plugged -> unplugged', 'plugged[page 1] plugged -> unplugged'],
    { with: 'bigBlocks' },
  ],
]);
