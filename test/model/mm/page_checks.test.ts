/** What becomes of a page that is freed with its type left, as in mm/page_alloc.c. */

import { expect, test } from 'vitest';
import type { KernelVersion } from '../../../src/model/designs.js';
import { putSpeculativePage } from '../../../src/model/mm/page_alloc.js';
import { allocPage, folioAddLru } from '../../../src/model/mm/users.js';
import { Owner, PG_BUDDY, PG_OFFLINE } from '../../../src/model/state.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { machine, runAlone } from '../run_alone.js';

/** A walker's reference is the last to unplugged page 0, whose driver has dropped its own. Then somebody allocates it. */
function putAndAlloc(kernel: KernelVersion, pageChecks: boolean): { freed: number; got: number; mapped: number } {
  const actors = { users: 1, walkers: ['late'] } as const;
  const { k, context } = machine(scenarioOf('D', 'tiny', { kernel, actors, overrides: { pageChecks } }));
  k.owner[0] = Owner.RELEASED;
  k.speculative[0] = 1;
  runAlone(k, putSpeculativePage(context, 0));
  const freed = k.pageType[0];
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

// check_new_page(): 5.10 mm/page_alloc.c 2202 and 2897, 6.1 2414 and 3166. free_pages_prepare(): 6.12 1160; 7.3 1407 clears first.
test.each([
  ['5.8', { freed: PG_BUDDY | PG_OFFLINE, got: 0, mapped: 0 }],
  ['6.1', { freed: PG_BUDDY | PG_OFFLINE, got: 0, mapped: 0 }],
  ['6.12', { freed: PG_OFFLINE, got: 0, mapped: PG_OFFLINE }],
  ['7.3', { freed: PG_BUDDY, got: 1, mapped: 0 }],
] as const)(
  'page checks stop it on 5.8 and 6.1 when it is allocated, on 6.12 when it is freed, on 7.3 never: %s',
  (kernel, due) => {
    expect(putAndAlloc(kernel, true)).toEqual(due);
  },
);
