/** Invariants for any number of walkers, readers and brief users: proofs, and what takes how many to fall. */

import { describe, expect, test } from 'vitest';
import { restrict } from '../../src/checker/restrict.js';
import { search } from '../../src/checker/search.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import type { WalkerKind } from '../../src/model/mm/walkers.js';
import {
  type Countless,
  decideForAny,
  type ForAnyNumber,
  programForAny,
  searchForAny,
} from '../../src/properties/any_number.js';
import { PRODUCT_PROPERTIES } from '../../src/properties/catalogue/main.js';
import type { Limits } from '../../src/properties/decide.js';
import { invariantsAmong } from '../../src/properties/property.js';
import { ASSUMPTIONS } from '../../src/properties/studies/assumptions.js';
import { EXPLAINED } from '../../src/properties/studies/explain.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { uncovered } from '../checker/covering.js';

const withWalkers = (design: DesignId, kernel: KernelVersion, name: string, ...walkers: WalkerKind[]): Scenario => ({
  ...scenarioOf(design, name, { actors: { walkers, users: 0 } }),
  kernel,
});

/** One page, the driver, and attempts to offline. */
const ONE_PAGE = 'lru-alone';

const restrictionsOf = (ids: readonly string[]) =>
  ASSUMPTIONS.filter(({ id }) => ids.includes(id)).map(({ restriction }) => restriction);

/**
 * What each design assumes of references. That sections stay online while walkers look is assumed by walkers that take theirs as
 * soon as they look.
 */
const ASSUMED: Readonly<Partial<Record<DesignId, readonly string[]>>> = {
  A: ['drop', 'count'],
  'A-nohook': ['drop', 'count'],
  D: ['drop', 'count'],
  'D-hook': ['drop', 'count'],
  'D-rcu': ['drop', 'count'],
  E: ['offline', 'count'],
  F: [],
};

const PROOFS = Object.entries(ASSUMED).flatMap(([design, ids]) =>
  (['5.8', '7.3'] as const).map((kernel) => [design as DesignId, kernel, ids] as const),
);

describe('for any number of walkers', () => {
  test.each(PROOFS)('design %s on %s is safe under what it assumes', (design, kernel, ids) => {
    const any = programForAny(withWalkers(design, kernel, ONE_PAGE, 'prompt'), 'walkers');
    const proof = searchForAny({ ...any, program: restrict(any.program, restrictionsOf(ids)) }, EXPLAINED);
    proof.run();
    expect(proof.incomplete).toBeUndefined();
    expect([...proof.violations.keys()]).toEqual([]);
  });

  test.each(PROOFS.filter(([, , ids]) => ids.length > 0))('design %s on %s is not without', (design, kernel) => {
    const any = programForAny(withWalkers(design, kernel, ONE_PAGE, 'prompt'), 'walkers');
    const proof = searchForAny(any, EXPLAINED);
    while (proof.violations.size === 0 && !proof.run(100));
    expect(proof.violations.size).toBeGreaterThan(0);
  });

  test('design F is safe beside the driver and a brief user', () => {
    const any = programForAny(withWalkers('F', '5.8', 'quiet', 'prompt'), 'walkers');
    const proof = searchForAny(any, EXPLAINED);
    proof.run();
    expect([...proof.violations.keys()]).toEqual([]);
  });

  test.each([1, 2, 3])('what %i of them come to is among it', (count) => {
    for (const design of ['D', 'F'] as const) {
      const any = programForAny(withWalkers(design, '5.8', 'tiny', 'prompt'), 'walkers');
      const restrictions = restrictionsOf(['drop', 'count']);
      const some = programOf(withWalkers(design, '5.8', 'tiny', ...Array<WalkerKind>(count).fill('prompt')));
      const restricted = { ...any, program: restrict(any.program, restrictions) };
      expect(uncovered(restricted, search(restrict(some, restrictions)), (name) => name.startsWith('walker'))).toBe(0);
    }
  });
});

function decided(scenario: Scenario, actor: Countless, limits: Limits = {}): readonly ForAnyNumber[] {
  const deciding = decideForAny(scenario, actor, invariantsAmong(PRODUCT_PROPERTIES), limits);
  let next = deciding.next(false);
  while (next.done !== true) next = deciding.next(false);
  return next.value;
}

describe('what falls', () => {
  test('is decided with as few as show it', () => {
    const found = decided(withWalkers('D', '5.8', 'tiny', 'prompt'), 'walkers');
    expect(
      found.flatMap((each) => (each.verdict === 'violated' ? [[each.property.id, each.with]] : [])),
    ).toContainEqual(['S5', 1]);
    expect(found.map(({ property }) => property.id).sort()).toEqual(PRODUCT_PROPERTIES.map(({ id }) => id).sort());
  });

  test.each([
    ['readers', { readers: 1 }],
    ['briefUsers', { briefUsers: 1 }],
  ] as const)('of %s too', (actor, actors) => {
    const found = decided(scenarioOf('D', 'tiny', { actors }), actor);
    const verdicts = found.map(({ property, verdict }) => [property.id, verdict]);
    expect(verdicts).toContainEqual(['S5', 'holds']);
  });
});

test('where it cannot be told what comes next the search ends, and a few of them are tried as far as they are few states', () => {
  const found = decided(withWalkers('F', '5.8', 'walkers', 'late'), 'walkers', { maxStates: 15_000 });
  const why =
    'a count is overwritten that several hold, and what comes then depends on how many they are, or it takes more than 0; 1 have more than 15,000 states';
  const open = found.filter(({ verdict }) => verdict === 'open');
  expect(open.length).toBeGreaterThan(0);
  for (const each of open) expect(each).toMatchObject({ why });
});

describe('any number cannot be asked', () => {
  test.each([
    ['of nobody', scenarioOf('D', 'tiny'), 'walkers: there are none in configuration tiny'],
    ['of several kinds', withWalkers('D', '5.8', 'tiny', 'late', 'lru'), 'not of late and lru'],
    ['of those with state of their own', withWalkers('D', '5.8', 'tiny', 'rcu'), 'each walker has state of its own'],
  ])('%s', (_, scenario, message) => {
    expect(() => programForAny(scenario, 'walkers')).toThrow(message);
  });
});
