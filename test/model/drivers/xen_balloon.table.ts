/**
 * What each action of Xen's balloon does: state and arguments in, outcome and changes out. Page 0 is in the balloon, the others are
 * free.
 */

import {
  lockToDecrease,
  lockToIncrease,
  lockToReserve,
} from '../../../src/model/drivers/xen_balloon/balloon_thread.js';
import { lockToAlloc } from '../../../src/model/drivers/xen_balloon/ballooned_pages.js';
import { balloonLock } from '../../../src/model/drivers/xen_balloon/mutex.js';
import { allocForBalloon } from '../../../src/model/drivers/xen_balloon/reservation.js';
import { BalloonMutex, XenPage } from '../../../src/model/drivers/xen_balloon/state.js';
import { BlockState, Owner } from '../../../src/model/state.js';
import { actionTable, FRESH, type Where } from '../action_table.js';
import '../../../src/model/modules.js';

const XEN: Where = { with: 'xen' };
const inXen = (touching: string): Where => ({ with: 'xen', touching });
const NORMAL = { 'zoneMovable[0]': 0 };
const EMPTY = { 'xenPage[0]': XenPage.NO, balloonSize: 0, totalPages: 2, 'blockState[1]': BlockState.ABSENT };
actionTable('drivers/xen/balloon.c', 'xen_online_page', [
  [
    { ...FRESH, 'xenPage[0]': XenPage.NO },
    [0],
    'done',
    [
      'pageType[page 0] none -> Offline',
      'owner[page 0] nobody -> another driver',
      'xenPage[page 0] no -> listed',
      'balloonSize 1 -> 2',
    ],
    XEN,
  ],
  [{ balloonMutex: BalloonMutex.THREAD }, [0], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c, credit above 0', lockToIncrease, [
  [{}, [0], 'done', ['balloonMutex free -> thread'], XEN],
  [{}, [1], 'waits', [], XEN],
  [{ targetPages: 3 }, [0], 'waits', [], XEN],
  [{ balloonMutex: BalloonMutex.MAPPER }, [0], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c, credit below 0', lockToDecrease, [
  [{ ...NORMAL, targetPages: 2 }, [1], 'done', ['balloonMutex free -> thread'], XEN],
  [{ targetPages: 2 }, [1], 'waits', [], XEN],
  [NORMAL, [1], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c, the balloon empty', lockToReserve, [
  [EMPTY, [1], 'done', ['balloonMutex free -> thread'], XEN],
  [{ ...EMPTY, totalPages: 4 }, [1], 'waits', [], XEN],
  [{ ...EMPTY, totalPages: 4, targetUnpopulated: 1 }, [1], 'done', ['balloonMutex free -> thread'], XEN],
  [{ ...EMPTY, balloonSize: 1 }, [1], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c', balloonLock, [
  [{}, [BalloonMutex.MAPPER], 'done', ['balloonMutex free -> mapper'], XEN],
  [{ balloonMutex: BalloonMutex.THREAD }, [BalloonMutex.MAPPER], 'waits', [], XEN],
]);
actionTable('drivers/xen/balloon.c', 'mutex_unlock(balloon_mutex)', [
  [{ balloonMutex: BalloonMutex.THREAD }, [], 'done', ['balloonMutex thread -> free'], XEN],
]);
actionTable('drivers/xen/balloon.c, reserve_additional_memory()', 'total_pages', [
  [{ totalPages: 2 }, [1], 'done', ['totalPages 2 -> 4'], XEN],
]);
actionTable('drivers/xen/balloon.c', 'balloon_set_new_target', [
  [{}, [-1], 'done', ['targetPages 4 -> 3'], XEN],
  [{}, [1], 'waits', [], XEN],
]);
actionTable('drivers/xen/mem-reservation.c', 'xenmem_reservation_increase', [
  [{}, [0], 'done', ['plugged[page 0] unplugged -> plugged'], XEN],
]);
actionTable('drivers/xen/balloon.c', 'balloon_retrieve', [
  [
    {},
    [0, XenPage.NO],
    'done',
    ['pageType[page 0] Offline -> none', 'xenPage[page 0] listed -> no', 'balloonSize 1 -> 0'],
    XEN,
  ],
]);
actionTable('mm/page_alloc.c, free_reserved_page(), whoever has a reference', 'init_page_count', [
  [{ 'pageType[0]': 0, 'refcount[0]': 2 }, [0], 'done', ['refcount[page 0] 2 -> 1', 'reserved[page 0] 1 -> 0'], XEN],
  [{ 'owner[0]': Owner.USER, 'reserved[0]': 0 }, [0], 'done', ['oops none -> bad free'], XEN],
]);
actionTable('mm/page_alloc.c, free_reserved_pages(), whoever has a reference', 'set_page_count', [
  [
    { 'pageType[0]': 0, 'refcount[0]': 2 },
    [0],
    'done',
    ['refcount[page 0] 2 -> 0', 'owner[page 0] another driver -> in flight', 'reserved[page 0] 1 -> 0'],
    XEN,
  ],
]);
actionTable('drivers/xen/balloon.c', 'current_pages', [[{}, [1], 'done', ['currentPages 3 -> 4'], XEN]]);
actionTable('drivers/xen/balloon.c, GFP_BALLOON', allocForBalloon, [
  [
    NORMAL,
    [1],
    'got',
    ['pageType[page 1] Buddy -> none', 'refcount[page 1] 0 -> 1', 'owner[page 1] buddy -> another driver'],
    XEN,
  ],
  [{}, [1], 'no', [], XEN],
]);
actionTable('drivers/xen/balloon.c', 'adjust_managed_page_count', [
  [{}, [1, -1], 'done', ['managed 3 -> 2'], inXen('!balloonBusy')],
]);
actionTable('drivers/xen/balloon.c', 'balloon_append', [
  [
    { 'pageType[1]': 0, 'refcount[1]': 1, 'owner[1]': Owner.FOREIGN },
    [1],
    'done',
    ['pageType[page 1] none -> Offline', 'xenPage[page 1] no -> listed', 'balloonSize 1 -> 2'],
    XEN,
  ],
]);
actionTable('drivers/xen/mem-reservation.c', 'xenmem_reservation_decrease', [
  [{}, [1], 'done', ['plugged[page 1] plugged -> unplugged'], XEN],
]);
actionTable('drivers/xen/balloon.c, xen_alloc_ballooned_pages()', lockToAlloc, [
  [{}, [0], 'in the balloon', ['balloonMutex free -> mapper', 'targetUnpopulated 0 -> 1'], XEN],
  [
    { ...NORMAL, 'xenPage[0]': XenPage.NO, balloonSize: 0 },
    [1],
    'balloon empty',
    ['balloonMutex free -> mapper', 'targetUnpopulated 0 -> 1'],
    XEN,
  ],
  [NORMAL, [1], 'waits', [], XEN],
  [{ balloonMutex: BalloonMutex.THREAD }, [0], 'waits', [], XEN],
]);
actionTable('drivers/xen/grant-table.c', 'gnttab_map_refs', [
  [{}, [0], 'done', ['plugged[page 0] unplugged -> plugged'], XEN],
]);
actionTable('drivers/xen/grant-table.c', 'gnttab_unmap_refs', [
  [{ 'plugged[0]': 1 }, [0], 'done', ['plugged[page 0] plugged -> unplugged'], XEN],
]);
actionTable('drivers/xen/balloon.c', 'target_unpopulated', [
  [{ targetUnpopulated: 1 }, [], 'done', ['targetUnpopulated 1 -> 0'], XEN],
]);
