/** Free lists told apart: a type that was read too early puts a page where it can be allocated, or where nobody looks. */

import { describe, expect, test } from 'vitest';
import { Decision } from '../../../src/properties/decide.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { propertyNamed } from '../../named.js';
import { fallen } from './fallen.js';

const IDS = ['FL', 'FI', 'X5', 'X7', 'EF', 'L1'];

/** As it was up to 3.17. */
const EARLY = { migratetypeRead: 'before lock' } as const;

describe.each(['5.8', '6.1', '7.3'] as const)('on Linux %s', (kernel) => {
  test('every free page is on the list of its pageblock, and isolated ones are not allocated', () => {
    expect(fallen(scenarioOf('D', 'free-lists', { kernel }), IDS)).toEqual([]);
  });

  test('a type that is read before zone->lock alone gives pages of an isolated pageblock away', () => {
    const early = scenarioOf('D', 'free-lists', { kernel, overrides: EARLY });
    expect(fallen(early, IDS)).toEqual(['FL', 'FI', 'X5', 'X7']);
    const decision = new Decision(early, [propertyNamed('X5')]);
    decision.run();
    expect(decision.cells()[0].trace).toHaveLength(19);
  });

  test('per-CPU lists give isolated pages away, as alloc_contig_range() only drains them', () => {
    expect(fallen(scenarioOf('D', 'free-lists-pcp', { kernel }), ['FL', 'FI'])).toEqual(['FI']);
    const offlining = varied('free-lists-pcp', 'no driver', { worker: false });
    const disabled = kernel !== '5.8';
    expect(fallen(scenarioOf('D', offlining, { kernel }), ['FL', 'FI'])).toEqual(disabled ? [] : ['FI']);
  });
});
