/** What each action of Hyper-V's balloon does: state and arguments in, outcome and changes out. */

import type { KernelVersion } from '../../../src/model/designs.js';
import {
  hotAddLock,
  hotAddUnlock,
  notifierLock,
  notifierUnlock,
} from '../../../src/model/drivers/hv_balloon/region_mutex.js';
import { RegionMutex } from '../../../src/model/drivers/hv_balloon/state.js';
import { PG_OFFLINE } from '../../../src/model/state.js';
import { actionTable, FRESH, type Where } from '../action_table.js';
import '../../../src/model/modules.js';

const MUTEX: Where = { with: 'hyperv', switches: { hvRegionLock: 'mutex' } };
const inHyperv = (touching: string, kernel: KernelVersion = '5.8'): Where => ({ with: 'hyperv', kernel, touching });
actionTable('drivers/hv/hv_balloon.c', 'hv_online_page', [
  [
    FRESH,
    [0],
    'kept back',
    ['pageType[page 0] none -> Offline', 'owner[page 0] nobody -> another driver'],
    { with: 'hyperv' },
  ],
  [
    { ...FRESH, 'backed[0]': 1 },
    [0],
    'onlined',
    [
      'pageType[page 0] none -> Buddy',
      'refcount[page 0] 1 -> 0',
      'owner[page 0] nobody -> buddy',
      'reserved[page 0] 1 -> 0',
      'managed 3 -> 4',
      'pagesOnlined 3 -> 4',
    ],
    { with: 'hyperv' },
  ],
  [{ ...FRESH, 'haRegion[0]': 0 }, [0], 'passed over', [], { with: 'hyperv' }],
  [
    { ...FRESH, 'reserved[0]': 0, 'pageType[0]': PG_OFFLINE, 'haRegion[0]': 0 },
    [0],
    'onlined',
    ['pageType[page 0] Offline -> Buddy', 'refcount[page 0] 1 -> 0', 'owner[page 0] nobody -> buddy', 'managed 3 -> 4'],
    { with: 'hyperv', kernel: '7.3' },
  ],
  [{ haLock: 1 }, [0], 'waits', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c, a page brought online later', '__ClearPageOffline', [
  [{}, [0], 'done', ['pageType[page 0] Offline -> none'], inHyperv('!dirty')],
]);
actionTable('drivers/hv/hv_balloon.c', 'hv_page_online_one', [
  [{}, [0], 'to be onlined', [], { with: 'hyperv', kernel: '7.3' }],
  [{}, [1], 'left alone', [], { with: 'hyperv', kernel: '7.3' }],
]);
actionTable('drivers/hv/hv_balloon.c, a page brought online later', '__free_pages_core', [
  [
    { 'refcount[0]': 2 },
    [0],
    'done',
    [
      'pageType[page 0] Offline -> none',
      'refcount[page 0] 2 -> 0',
      'owner[page 0] another driver -> in flight',
      'reserved[page 0] 1 -> 0',
      'managed 3 -> 4',
      'pagesOnlined 3 -> 4',
    ],
    inHyperv('pagesOnlined'),
  ],
]);
actionTable('drivers/hv/hv_balloon.c', 'complete', [[{}, [], 'done', ['olWaitevent 0 -> 1'], { with: 'hyperv' }]]);
actionTable('drivers/hv/hv_balloon.c', 'hv_page_offline_check', [
  [{}, [0], 'counted off', ['pagesOnlined 3 -> 2'], { with: 'hyperv' }],
  [{ pagesOnlined: 1 }, [1], 'WARN_ON_ONCE', ['pagesOnlined 1 -> 0'], { with: 'hyperv' }],
  [{ haLock: 1 }, [0], 'waits', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'DM_MEM_HOT_ADD_REQUEST', [
  [{}, [0, 0], 'block added before', ['plugged[page 0] unplugged -> plugged'], { with: 'hyperv' }],
  [{ 'haRegion[0]': 0 }, [0, 0], 'block not added', ['plugged[page 0] unplugged -> plugged'], { with: 'hyperv' }],
  [{ 'backed[1]': 0 }, [0, 1], 'waits', [], { with: 'hyperv' }],
  [{}, [1, 2], 'waits', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c, its start', 'hv_mem_hot_add', [
  [
    { 'haRegion[0]': 0 },
    [0],
    'done',
    ['backed[page 0] not backed -> backed', 'haRegion[block 0] no -> yes'],
    { with: 'hyperv' },
  ],
]);
actionTable('drivers/hv/hv_balloon.c', 'reinit_completion', [
  [{ olWaitevent: 1 }, [], 'done', ['olWaitevent 1 -> 0'], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'wait_for_completion_timeout', [
  [{ olWaitevent: 1 }, [], 'completed', ['olWaitevent 1 -> 0'], { with: 'hyperv' }],
  [{}, [], 'timed out', [], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'handle_pg_range', [
  [{}, [0], 'section online', ['backed[page 0] not backed -> backed', 'haLock 0 -> 1'], { with: 'hyperv' }],
  [{ 'sectionOnline[0]': 0 }, [0], 'section offline', ['backed[page 0] not backed -> backed'], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'spin_unlock_irqrestore(ha_lock)', [
  [{ haLock: 1 }, [], 'done', ['haLock 1 -> 0'], { with: 'hyperv' }],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', hotAddLock, [
  [{}, [], 'done', ['haRegionMutex free -> hot add'], MUTEX],
  [{ haRegionMutex: RegionMutex.NOTIFIER }, [], 'waits', [], MUTEX],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', hotAddUnlock, [
  [{ haRegionMutex: RegionMutex.HOT_ADD }, [], 'done', ['haRegionMutex hot add -> free'], MUTEX],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', notifierLock, [
  [{}, [], 'done', ['haRegionMutex free -> notifier'], MUTEX],
  [{ haRegionMutex: RegionMutex.HOT_ADD }, [], 'waits', [], MUTEX],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', notifierUnlock, [
  [
    { haRegionMutex: RegionMutex.HOT_ADD },
    [],
    'done',
    ['oops none -> unlock of a mutex not held', 'haRegionMutex hot add -> free'],
    MUTEX,
  ],
]);
actionTable('drivers/hv/hv_balloon.c, up to 4.8', 'mutex_is_locked(ha_region_mutex)', [
  [{ haRegionMutex: RegionMutex.HOT_ADD }, [], 'yes', [], MUTEX],
  [{}, [], 'no', [], MUTEX],
]);
