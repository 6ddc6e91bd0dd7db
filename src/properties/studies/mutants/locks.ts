/** Locks: not waited for, not let go of, let go of too soon. */

import type { Mutant } from './mutant.js';
import { MUTEX_LOCK, MUTEX_UNLOCK, SETTINGS } from './settings.js';

const { D, tiny, small } = SETTINGS;

export const LOCKS: readonly Mutant[] = [
  {
    id: 'worker-ignores-mutex',
    breaks: 'the worker takes hotplug_mutex although a notifier callback holds it',
    edits: [{ kind: 'misread', process: 'worker', action: MUTEX_LOCK, field: 'hotplugMutex', as: 0 }],
    tried: [D],
  },
  {
    id: 'notifier-ignores-mutex',
    breaks: 'MEM_GOING_* takes hotplug_mutex although the worker holds it',
    edits: [{ kind: 'misread', process: 'sysfs', action: MUTEX_LOCK, field: 'hotplugMutex', as: 0 }],
    tried: [D],
  },
  {
    id: 'worker-keeps-mutex',
    breaks: 'the worker never unlocks hotplug_mutex',
    edits: [{ kind: 'skip', process: 'worker', action: MUTEX_UNLOCK }],
    tried: [small],
  },
  {
    id: 'worker-unlocks-twice',
    breaks: 'the worker unlocks hotplug_mutex twice',
    edits: [{ kind: 'repeat', process: 'worker', action: MUTEX_UNLOCK }],
    tried: [D],
  },
  {
    id: 'notifier-keeps-mutex',
    breaks: 'the closing notification does not unlock hotplug_mutex',
    edits: [{ kind: 'lose', process: 'sysfs', action: MUTEX_UNLOCK, field: 'hotplugMutex' }],
    tried: [small],
  },
  {
    id: 'unlock-before-raise',
    breaks: 'MEM_CANCEL_OFFLINE unlocks hotplug_mutex before it takes the references again',
    edits: [{ kind: 'delay', action: 'page_ref_inc', until: MUTEX_UNLOCK }],
    tried: [D],
  },
  {
    id: 'unlock-before-record',
    breaks: 'MEM_OFFLINE unlocks hotplug_mutex before the driver records that the block is offline',
    edits: [{ kind: 'delay', action: 'virtio_mem_sbm_notify_offline', until: MUTEX_UNLOCK }],
    tried: [D],
  },
  {
    id: 'device-lock-kept',
    breaks: 'device_hotplug_lock is never unlocked',
    edits: [{ kind: 'skip', action: 'unlock_device_hotplug' }],
    tried: [tiny],
  },
];
