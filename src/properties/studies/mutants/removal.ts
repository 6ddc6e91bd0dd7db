/** Removing blocks, and adding them. */

import { BigBlock } from '../../../model/drivers/virtio_mem/state.js';
import { BlockState } from '../../../model/state.js';
import type { Mutant } from './mutant.js';
import { MUTEX_UNLOCK, SETTINGS } from './settings.js';

const { twoBlocks, removal, bigBlocks } = SETTINGS;

export const REMOVAL: readonly Mutant[] = [
  {
    id: 'remove-untested',
    breaks:
      'offline_and_remove_memory() offlines nothing, and try_remove_memory() does not look whether blocks are offline',
    edits: [
      { kind: 'skip', action: 'device_offline', outcome: 'offline already' },
      { kind: 'misread', action: 'try_remove_memory', field: 'blockState', as: BlockState.OFFLINE },
    ],
    tried: [removal, twoBlocks],
  },
  {
    id: 'rollback-without-callback',
    breaks: 'blocks that are brought back after a failure are onlined without the online callback',
    edits: [{ kind: 'misread', process: 'remover', action: 'virtio_mem_online_page_cb', field: 'bitmap', as: 1 }],
    tried: [twoBlocks],
  },
  {
    id: 'rollback-skipped',
    breaks: 'offline_and_remove_memory() leaves blocks offline when it fails at a later one',
    edits: [{ kind: 'skip', action: 'try_reonline_memory_block', outcome: 'left alone' }],
    tried: [twoBlocks],
  },
  {
    id: 'rollback-onlines-all',
    breaks: 'offline_and_remove_memory() onlines again what it has not offlined',
    edits: [{ kind: 'force', action: 'try_reonline_memory_block', outcome: 'to be onlined' }],
    tried: [twoBlocks],
  },
  {
    id: 'rollback-into-other-zone',
    breaks: 'offline_and_remove_memory() brings blocks back into another zone',
    edits: [{ kind: 'redirect', process: 'remover', action: 'move_pfn_range_to_zone', to: ['same', 0] }],
    tried: [twoBlocks],
  },
  {
    id: 'removal-not-tried',
    breaks: 'the driver does not notice that nothing of a block is plugged any more',
    edits: [{ kind: 'force', action: 'virtio_mem_sbm_test_sb_unplugged', outcome: 'no' }],
    tried: [removal],
  },
  {
    id: 'removal-tried-always',
    breaks: 'the driver removes a block of which some is plugged',
    edits: [{ kind: 'force', action: 'virtio_mem_sbm_test_sb_unplugged', outcome: 'yes' }],
    tried: [removal],
  },
  {
    id: 'removal-not-recorded',
    breaks: 'the driver does not record that a block is about to be removed, and lets it be onlined',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_set_mb_state' }],
    tried: [removal],
  },
  {
    id: 'big-block-not-marked',
    breaks: 'the big block is not marked FAKE_OFFLINE before its pages are taken',
    edits: [{ kind: 'skip', action: 'virtio_mem_bbm_set_bb_state', args: [BigBlock.FAKE_OFFLINE] }],
    tried: [bigBlocks],
  },
  {
    id: 'big-block-not-taken',
    breaks: 'a big block is marked FAKE_OFFLINE and its pages are not taken',
    edits: [{ kind: 'force', process: 'worker', action: 'pfn_to_online_page', outcome: 'NULL' }],
    tried: [bigBlocks],
  },
  {
    id: 'big-block-keeps-mutex',
    breaks: 'the driver waits for device_hotplug_lock with hotplug_mutex held',
    edits: [{ kind: 'delay', process: 'worker', action: MUTEX_UNLOCK, until: 'lock_device_hotplug' }],
    tried: [bigBlocks],
  },
];
