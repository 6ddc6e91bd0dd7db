/** Ranges that span sub-blocks and blocks: what their users do to offlining and to each other, by version. */

import { describe, expect, test } from 'vitest';
import type { KernelVersion } from '../../../src/model/designs.js';
import type { Switches } from '../../../src/model/switches.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { fallen } from './fallen.js';

const IDS = ['CM', 'X5', 'X6', 'X7', 'EF', 'DL', 'L1', 'L2', 'WN'];

const fallenOn = (name: string, kernel: KernelVersion, overrides: Partial<Switches> = {}) =>
  fallen(scenarioOf('D', name, { kernel, overrides }), IDS);

describe('a gigantic page over two blocks', () => {
  test('on Linux 5.10 leaves the isolation of others alone', () => {
    expect(fallenOn('hugetlb', '5.10')).toEqual([]);
  });

  test.each(['6.1', '6.12', '7.3'] as const)(
    'on Linux %s undoes the isolation of who offlines one of them',
    (kernel) => {
      expect(fallenOn('hugetlb', kernel)).toEqual(['X5', 'X7', 'EF', 'L1', 'L2']);
      expect(fallenOn('hugetlb', kernel, { contigUndoesAlways: false })).toEqual([]);
    },
  );
});

describe('a gigantic page whose range has a CMA area in it', () => {
  test('on Linux 5.10 is refused, and harms nobody', () => {
    expect(fallenOn('cma', '5.10')).toEqual([]);
  });

  test.each(['6.1', '6.12'] as const)(
    'on Linux %s undoes the isolation of CMA, and takes the type of its pageblock away',
    (kernel) => {
      expect(fallenOn('cma', kernel)).toContain('CM');
      expect(fallenOn('cma', kernel, { contigUndoesAlways: false })).toEqual([]);
      expect(fallenOn('cma', kernel, { undoKeepsType: true })).not.toContain('CM');
    },
  );

  test('on Linux 7.3 undoes the isolation of CMA, whose pageblock keeps its type', () => {
    expect(fallenOn('cma', '7.3')).not.toContain('CM');
  });
});
