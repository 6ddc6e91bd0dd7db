/** MEM_GOING_OFFLINE and MEM_CANCEL_OFFLINE in the driver. */

import type { Mutant } from './mutant.js';
import { MUTEX_LOCK, MUTEX_UNLOCK, SETTINGS } from './settings.js';

const { D, twoPages, removal } = SETTINGS;

export const NOTIFIER: readonly Mutant[] = [
  {
    id: 'drop-skipped',
    breaks: 'MEM_GOING_OFFLINE does not drop the references of unplugged pages',
    edits: [{ kind: 'skip', action: 'page_ref_dec_and_test' }],
    tried: [D],
  },
  {
    id: 'drop-skips-second',
    breaks: 'MEM_GOING_OFFLINE stops behind the first page',
    edits: [{ kind: 'skip', action: 'page_ref_dec_and_test', args: [1] }],
    tried: [D],
  },
  {
    id: 'drop-stops-in-sub-block',
    breaks: 'MEM_GOING_OFFLINE stops behind the first page of a sub-block, and MEM_CANCEL_OFFLINE does not',
    edits: [{ kind: 'skip', action: 'page_ref_dec_and_test', args: [1] }],
    tried: [twoPages],
  },
  {
    id: 'drop-twice',
    breaks: 'MEM_GOING_OFFLINE drops two references of each unplugged page',
    edits: [{ kind: 'repeat', action: 'page_ref_dec_and_test' }],
    tried: [D],
  },
  {
    id: 'drop-ignores-bitmap',
    breaks: 'MEM_GOING_OFFLINE drops references of plugged pages too',
    edits: [{ kind: 'misread', action: 'page_ref_dec_and_test', field: 'bitmap', as: 0 }],
    tried: [D],
  },
  {
    id: 'drop-without-accounting',
    breaks: 'MEM_GOING_OFFLINE does not raise the managed count for what the core will subtract',
    edits: [{ kind: 'lose', action: 'page_ref_dec_and_test', field: 'managed' }],
    tried: [D],
  },
  {
    id: 'raise-skipped',
    breaks: 'MEM_CANCEL_OFFLINE does not take the references again',
    edits: [{ kind: 'skip', action: 'page_ref_inc' }],
    tried: [D],
  },
  {
    id: 'raise-skips-second',
    breaks: 'MEM_CANCEL_OFFLINE stops behind the first page',
    edits: [{ kind: 'skip', action: 'page_ref_inc', args: [1] }],
    tried: [D],
  },
  {
    id: 'raise-twice',
    breaks: 'MEM_CANCEL_OFFLINE takes two references to each unplugged page',
    edits: [{ kind: 'repeat', action: 'page_ref_inc' }],
    tried: [D],
  },
  {
    id: 'raise-ignores-bitmap',
    breaks: 'MEM_CANCEL_OFFLINE takes references to plugged pages too',
    edits: [{ kind: 'misread', action: 'page_ref_inc', field: 'bitmap', as: 0 }],
    tried: [D],
  },
  {
    id: 'raise-without-accounting',
    breaks: 'MEM_CANCEL_OFFLINE does not lower the managed count again',
    edits: [{ kind: 'lose', action: 'page_ref_inc', field: 'managed' }],
    tried: [D],
  },
  {
    id: 'active-not-set',
    breaks: 'MEM_GOING_OFFLINE does not set hotplug_active, so that MEM_CANCEL_OFFLINE does nothing',
    edits: [{ kind: 'lose', process: 'sysfs', action: MUTEX_LOCK, field: 'hotplugActive' }],
    tried: [D],
  },
  {
    id: 'active-not-tested',
    breaks: 'MEM_CANCEL_OFFLINE does not look at hotplug_active',
    edits: [{ kind: 'force', action: 'hotplug_active', outcome: 'yes' }],
    tried: [D],
  },
  {
    id: 'active-not-cleared',
    breaks: 'the closing notification leaves hotplug_active set',
    edits: [{ kind: 'lose', process: 'sysfs', action: MUTEX_UNLOCK, field: 'hotplugActive' }],
    tried: [D],
  },
  {
    id: 'offline-not-recorded',
    breaks: 'MEM_OFFLINE does not record in the driver that the block is offline',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_notify_offline' }],
    tried: [D],
  },
  {
    id: 'online-not-recorded',
    breaks: 'MEM_ONLINE does not record in the driver that the block is online',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_notify_online' }],
    tried: [D],
  },
  {
    id: 'going-online-unchecked',
    breaks: 'MEM_GOING_ONLINE accepts whatever state the driver has recorded',
    edits: [{ kind: 'skip', action: 'virtio_mem_sbm_notify_going_online', outcome: 'NOTIFY_OK' }],
    tried: [D, removal],
  },
  {
    id: 'going-online-refused',
    breaks: 'MEM_GOING_ONLINE always refuses',
    edits: [{ kind: 'force', action: 'virtio_mem_sbm_notify_going_online', outcome: 'NOTIFY_BAD' }],
    tried: [D],
  },
];
