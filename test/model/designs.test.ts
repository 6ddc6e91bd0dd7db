/** A design's record is its own switches and overrides of the kernel's: what each kernel decides, and where a design has its own. */

import { describe, expect, test } from 'vitest';
import { DESIGN_IDS, KERNEL_VERSIONS, switchesOf } from '../../src/model/designs.js';
import { SWITCH_NAMES } from '../../src/model/switches.js';

const everyPair = DESIGN_IDS.flatMap((design) => KERNEL_VERSIONS.map((kernel) => [design, kernel] as const));

test.each(everyPair)('design %s on %s has a value for every switch', (design, kernel) => {
  const switches = switchesOf(design, kernel);
  expect(SWITCH_NAMES.filter((name) => switches[name] === undefined)).toEqual([]);
});

describe('scan_movable_pages() knows -EBUSY', () => {
  const withBusy = (kernel: (typeof KERNEL_VERSIONS)[number]) =>
    DESIGN_IDS.filter((design) => switchesOf(design, kernel).scanEBUSY);

  test('in no design on 5.4', () => {
    expect(withBusy('5.4')).toEqual([]);
  });

  test('from 5.8 on, but for designs whose patches are older', () => {
    for (const kernel of KERNEL_VERSIONS.filter((each) => each !== '5.4')) {
      expect(withBusy(kernel)).toEqual(['D', 'D-hook', 'D-rcu', 'E', 'F']);
    }
  });
});

test.each([
  ['A', '5.4', 'rfc3'],
  ['A', '7.3', 'rfc3'],
  ['D', '5.4', '5.8'],
  ['D', '6.1', '5.8'],
  ['D', '6.12', '6.11'],
  ['E', '5.4', '6.11'],
] as const)('design %s on %s accounts as %s', (design, kernel, accounting) => {
  expect(switchesOf(design, kernel).accounting).toBe(accounting);
});

test('a switch set by hand goes before both', () => {
  expect(switchesOf('A', '5.4', { accounting: '6.11', scanEBUSY: true })).toMatchObject({
    accounting: '6.11',
    scanEBUSY: true,
  });
});
