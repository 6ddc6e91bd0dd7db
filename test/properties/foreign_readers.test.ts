/** Readers of other drivers' pages: what keeps them from virtio-mem's keeps nobody from those of another. */

import { describe, expect, test } from 'vitest';
import { compileMutant, type Edit } from '../../src/checker/mutate.js';
import { search } from '../../src/checker/search.js';
import { type KernelVersion, switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { S4 } from '../../src/properties/catalogue/unplugged_pages.js';
import { invariantOf } from '../../src/properties/kinds/invariant.js';
import { configurationNamed } from '../named.js';

/** A dump that knows no page types, such as one of an older makedumpfile on a kernel that has changed them. */
const IGNORES_TYPES: readonly Edit[] = [{ kind: 'misread', action: 'read_vmcore', field: 'pageType', as: 0 }];

/** The steps of the shortest race to S4, by who reads; undefined: it holds. */
function race(name: string, kernel: KernelVersion, readers: number, edits: readonly Edit[] = []): number | undefined {
  const found = configurationNamed(name);
  const configuration = { ...found, actors: { ...found.actors, readers } };
  const program = compileMutant(kernelSystem(configuration, switchesOf('D', kernel)), edits);
  const run = search(program, { invariants: [invariantOf(S4)] });
  const state = run.violations.get('S4');
  return state === undefined ? undefined : run.pathTo(state).length;
}

describe('a dump that ignores page types', () => {
  test.each(['6.1', '6.12', '7.3'] as const)("reads another driver's page on %s, and virtio-mem's not", (kernel) => {
    expect(race('foreign-readers', kernel, 0, IGNORES_TYPES)).toBe(5);
    expect(race('foreign-readers', kernel, 0)).toBeUndefined();
    expect(race('kdump', kernel, 0, IGNORES_TYPES)).toBeUndefined();
  });
});

describe('a reader of /proc/kcore', () => {
  test.each(['6.12', '7.3'] as const)("reads another driver's page on %s: only virtio-mem takes the lock", (kernel) => {
    expect(race('foreign-readers', kernel, 1)).toBe(8);
  });
});
