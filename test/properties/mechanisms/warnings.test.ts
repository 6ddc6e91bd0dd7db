/** WARNs of the kernel as verdicts: which fire, in which design and version, and what keeps them from it. */

import { describe, expect, test } from 'vitest';
import type { DesignId } from '../../../src/model/designs.js';
import { Decision } from '../../../src/properties/decide.js';
import { type Scenario, scenarioOf } from '../../../src/scenario/scenario.js';
import { propertyNamed } from '../../named.js';

/** Alone in the way of who offlines: a walker, and the driver where it matters. */
const walker = (design: DesignId, overrides: Scenario['overrides'] = {}): Scenario =>
  scenarioOf(design, 'tiny', { kernel: '7.3', actors: { walkers: ['late'] }, overrides });

function wrongIn(scenario: Scenario): string | undefined {
  const decision = new Decision(scenario, [propertyNamed('WN')]);
  decision.run();
  return decision.cells()[0].wrong;
}

test('without walkers none fires', () => {
  for (const design of ['D', 'E', 'F'] as const) expect(wrongIn(scenarioOf(design, 'small'))).toBeUndefined();
});

describe('with a walker', () => {
  test('design D warns in MEM_GOING_OFFLINE, but where it freezes the count or refuses', () => {
    expect(wrongIn(walker('D'))).toMatch(/^WARN in virtio_mem_fake_offline_going_offline\(\)/);
    expect(wrongIn(walker('D', { goingFreezes: 'refuse' }))).toBeUndefined();
  });

  test('design E warns when a referenced page goes offline', () => {
    expect(wrongIn(walker('E'))).toMatch(/^WARN in __offline_isolated_pages\(\)/);
    expect(wrongIn(walker('E', { bitNeedsReference: true }))).toMatch(/^WARN in __offline_isolated_pages\(\)/);
  });

  test('design F has nothing to warn of', () => {
    expect(wrongIn(walker('F'))).toBeUndefined();
  });
});

test('a range that is freed while a walker holds a page of it warns, but not in 7.3', () => {
  const ranges = (kernel: '6.12' | '7.3'): Scenario =>
    scenarioOf('F', 'tiny', { kernel, actors: { sysfs: 0, contig: 1, walkers: ['late'] } });
  expect(wrongIn(ranges('6.12'))).toMatch(/^WARN in free_contig_range\(\)/);
  expect(wrongIn(ranges('7.3'))).toBeUndefined();
});
