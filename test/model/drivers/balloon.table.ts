/** What each action of another driver's balloon does: state and arguments in, outcome and changes out. */

import { Owner, PG_OFFLINE } from '../../../src/model/state.js';
import { actionTable } from '../action_table.js';
import '../../../src/model/modules.js';

actionTable('drivers/hv/hv_balloon.c', 'alloc_page', [
  [
    {},
    [1],
    'got',
    [
      'pageType[page 1] Buddy -> none',
      'refcount[page 1] 0 -> 1',
      'owner[page 1] buddy -> another driver',
      'balloonBusy 0 -> 1',
    ],
    { touching: 'balloonBusy' },
  ],
  [{}, [0], 'no', [], { touching: 'balloonBusy' }],
]);
actionTable('drivers/hv/hv_balloon.c', '__SetPageOffline', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.FOREIGN, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] none -> Offline'],
    { touching: '!owner' },
  ],
]);
actionTable('drivers/hv/hv_balloon.c', '__ClearPageOffline', [
  [
    { 'pageType[1]': PG_OFFLINE, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] Offline -> none'],
    { touching: '!dirty' },
  ],
]);
actionTable('drivers/hv/hv_balloon.c', 'adjust_managed_page_count', [
  [{ balloonBusy: 1 }, [1, -1], 'done', ['managed 3 -> 2', 'balloonBusy 1 -> 0'], { touching: 'balloonBusy' }],
  [{}, [1, -1], 'done', ['managed 3 -> 2', 'managedMovable 3 -> 2'], { with: 'zones', touching: 'balloonBusy' }],
  [{ 'zoneMovable[0]': 0 }, [1, -1], 'done', ['managed 3 -> 2'], { with: 'zones', touching: 'balloonBusy' }],
]);
actionTable('drivers/hv/hv_balloon.c', 'DM_BALLOON_RESPONSE', [
  [{}, [1], 'done', ['plugged[page 1] plugged -> unplugged']],
]);
actionTable('drivers/hv/hv_balloon.c', 'DM_UNBALLOON_REQUEST', [
  [{ 'plugged[1]': 0 }, [1], 'done', ['plugged[page 1] unplugged -> plugged', 'balloonBusy 0 -> 1']],
]);
