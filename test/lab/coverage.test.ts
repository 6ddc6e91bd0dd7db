/** The table of places by kernel, from what was read of real kernels. */

import { expect, test } from 'vitest';
import { coverageOf } from '../../src/lab/coverage.js';
import { codeOf, LAB_SERIES } from './fixtures.js';

test('tells by kernel what can be held by, and what is inlined', () => {
  const rows = coverageOf(LAB_SERIES.map(codeOf));
  const byOf = (actor: string, between: string) =>
    rows.find((row) => row.actor === actor && row.between.includes(between))?.by;
  // set_migratetype_isolate() is inlined but on 7.3; a notifier needs no function; no kdamond takes a folio on 5.10 and 6.1.
  expect(byOf('sysfs', 'set_migratetype_isolate → set_migratetype_isolate')).toEqual([
    undefined,
    undefined,
    undefined,
    'set_migratetype_isolate',
  ]);
  expect(byOf('sysfs', 'unset_migratetype_isolate → hotplug_active')).toEqual(Array(4).fill('notifier'));
  expect(byOf('kdamond', 'get_page_unless_zero → put_page_testzero')?.slice(0, 2)).toEqual([undefined, undefined]);
});
