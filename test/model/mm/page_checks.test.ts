/** What becomes of a page that is freed with its type left, as in mm/page_alloc.c. */

import { expect, test } from 'vitest';
import type { KernelVersion } from '../../../src/model/designs.js';
import { freePagesPrepare, putSpeculativePage } from '../../../src/model/mm/page_alloc.js';
import { allocPage, folioAddLru } from '../../../src/model/mm/users.js';
import { Isolated, Oops, Owner, PG_BUDDY, PG_OFFLINE } from '../../../src/model/state.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { machine, runAlone } from '../run_alone.js';

/** A walker's reference is the last to unplugged page 0, whose driver has dropped its own. Then somebody allocates it. */
function putAndAlloc(
  kernel: KernelVersion,
  pageChecks: boolean,
  isolated: number = Isolated.NO,
): { freed: number; got: number; mapped: number } {
  const actors = { users: 1, walkers: ['late'] } as const;
  const { k, context } = machine(scenarioOf('D', 'tiny', { kernel, actors, overrides: { pageChecks } }));
  k.owner[0] = Owner.RELEASED;
  k.speculative[0] = 1;
  k.isolated[0] = isolated;
  runAlone(k, putSpeculativePage(context, 0));
  const freed = k.pageType[0];
  k.isolated[0] = Isolated.NO;
  const got = Number(allocPage.run(k, 0, 0));
  if (got === 1) folioAddLru.run(k, 0);
  return { freed, got, mapped: k.pageType[0] };
}

test.each([
  ['5.8', { freed: PG_BUDDY | PG_OFFLINE, got: 1, mapped: 0 }],
  ['6.12', { freed: PG_BUDDY, got: 1, mapped: 0 }],
  ['7.3', { freed: PG_BUDDY, got: 1, mapped: 0 }],
] as const)(
  'without page checks on %s it is allocated, and mapping it clears what is left of its type',
  (kernel, due) => {
    expect(putAndAlloc(kernel, false)).toEqual(due);
  },
);

// free_pages_prepare(): 6.12 mm/page_alloc.c 1160; 7.3 1407 clears first. bulkfree_pcp_prepare(): 5.10 1318, 6.1 1563.
test.each([
  ['5.8', { freed: 0, got: 0, mapped: 0 }],
  ['6.1', { freed: 0, got: 0, mapped: 0 }],
  ['6.12', { freed: PG_OFFLINE, got: 0, mapped: PG_OFFLINE }],
  ['7.3', { freed: PG_BUDDY, got: 1, mapped: 0 }],
] as const)('page checks stop it when it is freed, but for 7.3, which clears the type first: %s', (kernel, due) => {
  expect(putAndAlloc(kernel, true)).toEqual(due);
});

// check_new_page(): 5.10 mm/page_alloc.c 2202 and 2897, 6.1 2414 and 3166.
test.each(['5.8', '6.1'] as const)(
  'up to 6.2 a page of an isolated pageblock is stopped when it is allocated: %s',
  (kernel) => {
    const put = putAndAlloc(kernel, true, Isolated.FOR_OFFLINE);
    expect(put).toEqual({ freed: PG_BUDDY | PG_OFFLINE, got: 0, mapped: 0 });
  },
);

test.each([
  ['6.12', 'dropped'],
  ['7.3', 'dropped'],
  ['6.1', 'ok'],
] as const)('from 6.3 a page whose count was raised meanwhile is not freed: %s', (kernel, due) => {
  const { k } = machine(scenarioOf('D', 'tiny', { kernel, overrides: { pageChecks: true } }));
  k.pageType[0] = 0;
  k.refcount[0] = 1;
  k.dirty[0] = 1;
  const outcome = freePagesPrepare.run(k, 0);
  expect([freePagesPrepare.outcomes?.[Number(outcome)], k.dirty[0]]).toEqual([due, due === 'ok' ? 0 : 1]);
});

// page_expected_state(): any type is bad; bad_page() takes Buddy away. Seen on 6.12.117.
test('on 6.12 a page that is on a free list already is not freed a second time, and is free no longer', () => {
  const { k, context } = machine(
    scenarioOf('D', 'tiny', { kernel: '6.12', actors: { walkers: ['late'] }, overrides: { pageChecks: true } }),
  );
  k.pageType[0] = PG_BUDDY;
  k.refcount[0] = 1;
  k.speculative[0] = 1;
  runAlone(k, putSpeculativePage(context, 0));
  expect([k.pageType[0], k.oops[0]]).toEqual([0, Oops.NONE]);
});
