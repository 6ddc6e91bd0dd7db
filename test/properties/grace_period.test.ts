/** What waiting for a grace period before the drop buys: look-ups that check what they find under RCU do no harm. */

import { describe, expect, test } from 'vitest';
import { compileMutant, type Edit } from '../../src/checker/mutate.js';
import { search } from '../../src/checker/search.js';
import { type DesignId, type KernelVersion, switchesOf } from '../../src/model/designs.js';
import type { Switches } from '../../src/model/switches.js';
import { kernelSystem } from '../../src/model/system.js';
import { PROPERTIES } from '../../src/properties/catalogue/main.js';
import { invariantOf } from '../../src/properties/kinds/invariant.js';
import { configurationNamed } from '../named.js';

interface Asked {
  readonly kernel?: KernelVersion;
  readonly changed?: Partial<Switches>;
  readonly edits?: readonly Edit[];
}

/** The root causes, each with the steps of its shortest race. */
function rootCauses(design: DesignId, { kernel = '5.8', changed = {}, edits = [] }: Asked): Record<string, number> {
  const invariants = PROPERTIES.filter((property) => property.kind === 'invariant').map(invariantOf);
  const system = kernelSystem(configurationNamed('gup-alone'), switchesOf(design, kernel, changed));
  const run = search(compileMutant(system, edits), { invariants, afterViolation: 'stop' });
  return Object.fromEntries([...run.violations].map(([id, state]) => [id, run.pathTo(state).length]));
}

/** Offlining waits for those in an RCU section, and plugging back puts a reference: without these faults nothing is left. */
const NO_OTHER_FAULT: Partial<Switches> = { plugBackPuts: true, offlineGrace: true };

const WAITS_AFTER_DROP: readonly Edit[] = [
  { kind: 'delay', action: 'synchronize_rcu', until: 'page_ref_dec_and_test' },
];

describe('a look-up under RCU of a page in use', () => {
  test('frees an unplugged page in design D', () => {
    expect(rootCauses('D', {})).toMatchObject({ S5: 28 });
    expect(rootCauses('D', { kernel: '7.3' })).toMatchObject({ S5: 30 });
  });

  test('does so in D-rcu only behind other faults, which X7 tells', () => {
    expect(Object.keys(rootCauses('D-rcu', {}))).toEqual(['X7']);
    expect(Object.keys(rootCauses('D-rcu', { kernel: '7.3' }))).toEqual(['X7']);
    expect(rootCauses('D-rcu', { changed: NO_OTHER_FAULT })).toEqual({});
  });

  test('does so again where the driver waits after the drop', () => {
    expect(rootCauses('D-rcu', { changed: NO_OTHER_FAULT, edits: WAITS_AFTER_DROP })).toHaveProperty('S5');
  });
});
