/** What each action of virtio-mem's fake-offline pages does: state and arguments in, outcome and changes out. */

import { Owner, PG_OFFLINE } from '../../../../src/model/state.js';
import { actionTable } from '../../action_table.js';
import '../../../../src/model/modules.js';

actionTable('drivers/virtio/virtio_mem.c', '__SetPageOffline', [
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.CONTIG, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] none -> Offline', 'owner[page 1] contig -> driver'],
    { touching: 'owner' },
  ],
  [
    { 'pageType[1]': 0, 'owner[1]': Owner.CONTIG, 'refcount[1]': 1 },
    [1],
    'done',
    ['pageType[page 1] none -> Offline', 'owner[page 1] contig -> released', 'skippable[page 1] 0 -> 1'],
    { design: 'E', touching: 'owner' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_dec', [
  [
    { 'pageType[1]': PG_OFFLINE, 'owner[1]': Owner.RELEASED, 'refcount[1]': 1 },
    [1],
    'done',
    ['refcount[page 1] 1 -> 0'],
    { design: 'A' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_inc', [
  [
    { 'refcount[0]': 0, 'owner[0]': Owner.RELEASED },
    [0],
    'done',
    ['refcount[page 0] 0 -> 1', 'owner[page 0] released -> driver'],
    { design: 'A', touching: '!bitmap' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'page_ref_freeze', [
  [
    { 'pageType[1]': PG_OFFLINE, 'owner[1]': Owner.DRIVER, 'refcount[1]': 1 },
    [1],
    'frozen',
    ['refcount[page 1] 1 -> 0', 'owner[page 1] driver -> released'],
    { design: 'A', touching: '!bitmap' },
  ],
  [
    { 'pageType[1]': PG_OFFLINE, 'owner[1]': Owner.DRIVER, 'refcount[1]': 2 },
    [1],
    '-EBUSY: referenced',
    [],
    { design: 'A', touching: '!bitmap' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_clear_fake_offline', [
  [{ 'dirty[0]': 0 }, [0], 'allocated before', ['pageType[page 0] Offline -> none']],
  [{}, [0], 'never onlined', ['pageType[page 0] Offline -> none', 'dirty[page 0] 1 -> 0']],
  [{}, [0], 'never onlined', ['dirty[page 0] 1 -> 0'], { kernel: '7.3' }],
]);
actionTable('drivers/virtio/virtio_mem.c', '__free_pages_core', [
  [
    { 'refcount[0]': 2 },
    [0],
    'done',
    [
      'pageType[page 0] Offline -> none',
      'refcount[page 0] 2 -> 0',
      'owner[page 0] driver -> in flight',
      'managed 3 -> 4',
    ],
    { touching: '!pagesOnlined' },
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', '__free_pages_ok', [
  [
    { 'pageType[0]': 0, 'refcount[0]': 0, 'owner[0]': Owner.INFLIGHT },
    [0],
    'done',
    ['pageType[page 0] none -> Buddy', 'owner[page 0] in flight -> buddy'],
  ],
]);
actionTable('drivers/virtio/virtio_mem.c', 'adjust_managed_page_count', [
  [{}, [0, 1], 'done', ['managed 3 -> 4'], { touching: '!balloonBusy' }],
]);
actionTable('drivers/virtio/virtio_mem.c', 'virtio_mem_online_page_cb', [
  [
    { 'refcount[0]': 1, 'owner[0]': Owner.NONE, 'pageType[0]': 0, 'dirty[0]': 0, 'sectionOnline[0]': 0 },
    [0],
    'kept back',
    ['pageType[page 0] none -> Offline', 'owner[page 0] nobody -> driver', 'dirty[page 0] 0 -> 1'],
  ],
  [
    { 'refcount[1]': 1, 'owner[1]': Owner.NONE, 'pageType[1]': 0, 'sectionOnline[0]': 0 },
    [1],
    'onlined',
    ['pageType[page 1] none -> Buddy', 'refcount[page 1] 1 -> 0', 'owner[page 1] nobody -> buddy', 'managed 3 -> 4'],
  ],
]);
