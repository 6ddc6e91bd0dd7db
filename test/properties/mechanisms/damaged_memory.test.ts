/** Damaged memory in use: what falls on which version, and what mends it. */

import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../src/checker/mutate.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { fallen } from './fallen.js';

const IDS = ['HW2', 'HW3', 'HW4', 'HW5', 'HW6', 'WN'];

/** No block goes offline while an error is handled. */
const LOCKED = { poisonOnlineMems: true };

/** Who allocates or frees looks at what it is given, as Debian has it. */
const CHECKED = { pageChecks: true };

const inUse = (kernel: '5.10' | '6.1' | '7.3', overrides: object) =>
  scenarioOf('D', 'poison-in-use', { kernel, overrides });

describe('an error that strikes while its block goes offline', () => {
  test.each(['5.10', '6.1', '7.3'] as const)('is not accounted for on %s', (kernel) => {
    expect(fallen(inUse(kernel, {}), IDS)).toEqual(expect.arrayContaining(['HW5', 'HW6']));
  });

  test('is forgotten with the memmap when the block comes back', () => {
    const back = varied('poison-in-use', 'with onlining', {}, { noReonline: false, signals: false });
    const fell = fallen(scenarioOf('D', back, { kernel: '5.10' }), ['HW2', 'HW3', 'L1']);
    expect(fell).toEqual(['HW2', 'HW3', 'L1']);
  });

  test('does no harm but to pages that nobody can handle, where handlers hold mem_hotplug_lock', () => {
    expect(fallen(inUse('7.3', { ...LOCKED, ...CHECKED }), IDS)).toEqual(['HW6']);
  });

  test('to no page, if offlining does not pass over those that are in use', () => {
    const heeds: Edit = { kind: 'misread', action: 'test_pages_isolated', field: 'hwpoison', as: 0 };
    expect(fallen(inUse('7.3', { ...LOCKED, ...CHECKED }), ['HW6'], [heeds])).toEqual([]);
  });

  test('is warned of in do_migrate_range() up to 6.1', () => {
    expect(fallen(inUse('5.10', {}), ['WN'])).toEqual(['WN']);
    expect(fallen(inUse('6.1', {}), ['WN'])).toEqual(['WN']);
    expect(fallen(inUse('7.3', {}), ['WN'])).toEqual([]);
  });
});

describe('a page on a per-CPU list', () => {
  test.each(['5.10', '6.1', '7.3'] as const)('is given away on %s though it is known to be damaged', (kernel) => {
    const fell = fallen(scenarioOf('D', 'poison-pcp', { kernel }), [...IDS, 'HW7']);
    expect(fell).toEqual(kernel === '6.1' ? ['HW4'] : ['HW4', 'HW7']);
  });

  test('is not on 7.3 with page checks', () => {
    expect(fallen(scenarioOf('D', 'poison-pcp', { kernel: '7.3', overrides: CHECKED }), IDS)).toEqual([]);
  });
});

describe('soft offlining', () => {
  test.each(['5.10', '6.1', '7.3'] as const)(
    'on %s writes to a memmap that is gone, if offlining comes in between',
    (kernel) => {
      expect(fallen(scenarioOf('D', 'soft-offlining', { kernel }), ['X7', 'HW3', 'HW4', 'HW5', 'HW6'])).toEqual(['X7']);
    },
  );

  test('is undone by unpoisoning without harm, if nobody else comes by', () => {
    const alone = varied('soft-offlining', 'and unpoisoning', { sysfs: 0, unpoison: true });
    expect(fallen(scenarioOf('D', alone, { kernel: '7.3' }), ['X7', 'HW2', 'HW5', 'DL'])).toEqual([]);
  });
});

test('unpoisoning frees a page that a user is about to free, on 7.3 too', () => {
  const alone = varied('unpoison', 'without walkers', { walkers: [] });
  expect(fallen(scenarioOf('D', alone, { kernel: '7.3' }), ['X7'])).toEqual(['X7']);
});
