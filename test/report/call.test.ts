/** How actions read as calls. */

import { expect, it } from 'vitest';
import { callParts, callText, thingsOf } from '../../src/report/call.js';

it.each([
  ['get_page_unless_zero', [1], 'got', 'get_page_unless_zero(page 1) = got'],
  ['free_pages_prepare', [1], 'ok', 'free_pages_prepare(page 1)'],
  [
    'set_migratetype_isolate',
    [2, 1],
    '-EBUSY: unmovable page',
    'set_migratetype_isolate(sub-block 2) = -EBUSY /* unmovable page */',
  ],
  ['test_pages_isolated', [0, 1, 0], '0', 'test_pages_isolated(sub-block 0) = 0'],
  ['test_pages_isolated', [0, 2, 0], '-EBUSY', 'test_pages_isolated(sub-blocks 0, 1) = -EBUSY'],
  ['test_pages_isolated', [4, 8, 0], '0', 'test_pages_isolated(sub-blocks 4-7) = 0'],
  ['mutex_lock(hotplug_mutex)', [3], 'online, plugged', 'mutex_lock(hotplug_mutex) /* sub-block 3: online, plugged */'],
  ['mutex_lock(hotplug_mutex)', [], 'done', 'mutex_lock(hotplug_mutex)'],
  ['hotplug_active', [], 'yes', 'hotplug_active = yes'],
  ['__put_page: PageOffline', [0], 'no', '__put_page(page 0): PageOffline = no'],
  [
    'page_ref_dec_and_test',
    [0],
    'WARN: still referenced',
    'page_ref_dec_and_test(page 0) /* WARN: still referenced */',
  ],
  ['try_remove_memory', [0, 2], 'removed', 'try_remove_memory(blocks 0, 1)'],
  ['try_remove_memory', [1, 2], '-EBUSY: not offline', 'try_remove_memory(block 1) = -EBUSY /* not offline */'],
  ['page_ref_freeze', [1], 'plugged: left alone', 'page_ref_freeze(page 1) /* plugged: left alone */'],
  ['unlock_device_hotplug', [0, 2], 'done', 'unlock_device_hotplug(block 0)'],
  ['adjust_managed_page_count', [0, -1], 'done', 'adjust_managed_page_count()'],
  ['a_new_function', [1, 2], 'done', 'a_new_function(1, 2)'],
])('%s(%j) with outcome "%s" reads %s', (action, args, outcome, text) => {
  expect(callText(callParts({ action, args, outcome }))).toBe(text);
});

it('names the sub-blocks of a range', () => {
  expect(thingsOf({ action: 'test_pages_isolated', args: [1, 3, 0] })).toEqual([
    { kind: 'sub-block', number: 1 },
    { kind: 'sub-block', number: 2 },
  ]);
});
