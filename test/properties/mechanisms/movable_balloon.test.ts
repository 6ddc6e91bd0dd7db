/** A balloon whose pages migrate out of what goes offline: counters, and the type that a page keeps on its way to the free list. */

import { describe, expect, test } from 'vitest';
import type { KernelVersion } from '../../../src/model/designs.js';
import type { Switches } from '../../../src/model/switches.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { fallen } from './fallen.js';

const IDS = ['X5', 'X6', 'X7', 'L1', 'L2', 'DL'];

/** But for the fault of alloc_contig_range() since 5.18, which undoes the isolation of others. */
const fallenOn = (kernel: KernelVersion, overrides: Partial<Switches> = {}) =>
  fallen(scenarioOf('D', 'movable-balloon', { kernel, overrides: { contigUndoesAlways: false, ...overrides } }), IDS);

test.each(['5.8', '5.10', '6.1', '6.12'] as const)('on Linux %s its pages are in nobody’s way', (kernel) => {
  expect(fallenOn(kernel)).toEqual([]);
});

test('up to 5.4 a page that migrates to another zone is not counted there', () => {
  expect(fallenOn('5.4')).toEqual(['X6']);
  expect(fallenOn('5.4', { balloonFixesZones: true })).toEqual([]);
});

test('since 6.17 a page that has left the balloon is waited for: it has movable_ops until it is freed', () => {
  expect(fallenOn('6.17')).not.toContain('L2');
});

describe.each(['6.17', '7.3'] as const)('on Linux %s', (kernel) => {
  test('a page that joins the balloon behind the scan and leaves it before the test is taken for released', () => {
    expect(fallenOn(kernel)).toEqual(expect.arrayContaining(['X5', 'X6', 'X7']));
  });

  test('it is not where the type goes when the page leaves the balloon', () => {
    expect(fallenOn(kernel, { freeType: 'overwrite' })).toEqual([]);
  });
});
