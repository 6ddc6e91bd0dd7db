/** Locks: not waited for, not let go of, let go of too soon. */

import type { Mutant } from './mutant.js';
import { MUTEX_LOCK, MUTEX_UNLOCK, SETTINGS } from './settings.js';

const { D, tiny, small, locks, softOffline } = SETTINGS;

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
  {
    id: 'hot-add-without-lock',
    breaks: 'a driver that adds memory does not take device_hotplug_lock',
    edits: [
      { kind: 'skip', process: 'adder', action: 'lock_device_hotplug' },
      { kind: 'skip', process: 'adder', action: 'unlock_device_hotplug' },
    ],
    tried: [locks],
  },
  {
    id: 'device-lock-of-block-kept',
    breaks: 'the device lock of a block is never unlocked',
    edits: [{ kind: 'skip', process: 'sysfs', action: 'device_unlock' }],
    tried: [locks],
  },
  {
    id: 'mem-hotplug-lock-kept',
    breaks: 'mem_hotplug_done() is left out',
    edits: [{ kind: 'skip', process: 'sysfs', action: 'mem_hotplug_done' }],
    tried: [locks],
  },
  {
    id: 'mem-hotplug-ignores-readers',
    breaks: 'mem_hotplug_begin() does not wait for readers of mem_hotplug_lock',
    edits: [{ kind: 'misread', action: 'mem_hotplug_begin', field: 'memHotplugReaders', as: 0 }],
    tried: [locks],
  },
  {
    id: 'readers-ignore-mem-hotplug',
    breaks: 'get_online_mems() does not wait for who offlines or onlines',
    edits: [{ kind: 'misread', action: 'get_online_mems', field: 'memHotplugLock', as: 0 }],
    tried: [locks, softOffline],
  },
  {
    id: 'page-table-dump-without-lock',
    breaks: 'a page-table dump does not take mem_hotplug_lock',
    edits: [
      { kind: 'skip', process: 'walker', action: 'get_online_mems' },
      { kind: 'skip', process: 'walker', action: 'put_online_mems' },
    ],
    tried: [locks],
  },
];
