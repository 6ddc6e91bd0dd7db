/** The driver is unloaded. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { unload, unloadA, unloadE } = SETTINGS;

export const UNLOAD: readonly Mutant[] = [
  {
    id: 'unload-unannounced',
    breaks: 'an unloading driver does not set `removing`',
    edits: [{ kind: 'skip', action: 'removing = true' }],
    tried: [unload],
  },
  {
    id: 'unload-refuses-nothing',
    breaks: 'MEM_GOING_* does not look at `removing`',
    edits: [{ kind: 'misread', action: 'virtio_mem_memory_notifier_cb', field: 'driver', as: 0 }],
    tried: [unload],
  },
  {
    id: 'unload-leaves-worker',
    breaks: 'an unloading driver does not wait for its worker',
    edits: [{ kind: 'skip', action: 'cancel_work_sync' }],
    tried: [unload],
  },
  {
    id: 'unload-leaves-partial',
    breaks: 'an unloading driver does not remove offline blocks of which some is unplugged',
    edits: [{ kind: 'force', action: 'virtio_mem_for_each_mb_state', outcome: 'no' }],
    tried: [unload],
  },
  {
    id: 'unload-notifier-stays',
    breaks: 'an unloading driver does not unregister its memory notifier',
    edits: [{ kind: 'skip', action: 'unregister_memory_notifier' }],
    tried: [unload],
  },
  {
    id: 'A-unload-keeps-nothing',
    breaks: "design A's driver is unloaded and takes no references",
    edits: [{ kind: 'skip', process: 'unload', action: 'page_ref_inc' }],
    tried: [unloadA],
  },
  {
    id: 'E-unload-keeps-sign',
    breaks: "design E's driver is unloaded and leaves PG_offline_skippable on its pages",
    edits: [{ kind: 'lose', action: '__ClearPageOfflineSkippable', field: 'skippable' }],
    tried: [unloadE],
  },
];
