/** Offlining of a memory block, as in mm/memory_hotplug.c. */

import { describe, expect, test } from 'vitest';
import { Errno } from '../../../src/model/errno.js';
import { offlinePages } from '../../../src/model/mm/memory_hotplug.js';
import { Owner } from '../../../src/model/state.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { machine, runAlone } from '../run_alone.js';

describe.each(['5.8', '7.3'] as const)('offline_pages() on Linux %s', (kernel) => {
  /** Page 0 is unplugged, page 1 is a user's and movable. */
  const withUser = () => {
    const { k, context } = machine(scenarioOf('D', 'tiny', { kernel, actors: { users: 1 } }));
    k.pageType[1] = 0;
    k.refcount[1] = 1;
    k.lru[1] = 1;
    k.owner[1] = Owner.USER;
    k.userPage[0] = 2;
    return { k, context };
  };
  const scans = (steps: readonly string[]) => steps.filter((each) => /scan|test_pages/.test(each));

  // The inner loop: mm/memory_hotplug.c, 5.10 lines 1521 to 1541, 6.1 1876 to 1895, 7.3 2051 to 2075.
  test('goes on at the page that scan_movable_pages() found', () => {
    const { k, context } = withUser();
    // A walker has a reference to the unplugged page while the other is migrated, and puts it soon after.
    const { returned, steps } = runAlone(k, offlinePages(context, 0), {
      'migrate_folio(1)': () => k.refcount[0]++,
      'test_pages_isolated(0, 2, 0)': () => k.refcount[0]--,
    });
    expect(scans(steps)).toEqual([
      'scan_movable_pages(0): passed over',
      'scan_movable_pages(1): movable',
      'scan_movable_pages(1): passed over',
      'test_pages_isolated(0, 2, 0): 0',
    ]);
    expect(returned).toBe(Errno.OK);
  });

  test('starts anew where the block is not isolated still', () => {
    const { k, context } = withUser();
    const { returned, steps } = runAlone(k, offlinePages(context, 0), { 'migrate_folio(1)': () => k.refcount[0]++ });
    expect(scans(steps).slice(-2)).toEqual([
      'test_pages_isolated(0, 2, 0): -EBUSY',
      'scan_movable_pages(0): -EBUSY: PageOffline page referenced',
    ]);
    expect(returned).toBe(Errno.EBUSY);
  });
});
