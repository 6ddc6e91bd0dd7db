/** Invariants for any number of walkers, readers and brief users: proofs, and what takes how many to fall. */

import { describe, expect, test } from 'vitest';
import type { CountUse } from '../../src/checker/count_use.js';
import { restrict } from '../../src/checker/restrict.js';
import { search } from '../../src/checker/search.js';
import type { DesignId, KernelVersion } from '../../src/model/designs.js';
import type { WalkerKind } from '../../src/model/mm/walkers.js';
import {
  type AnyLimits,
  type AskedOfAny,
  decideForAny,
  type ForAnyNumber,
  oneOfMany,
  programForAny,
  searchForAny,
} from '../../src/properties/any_number.js';
import { MAIN_INVARIANTS } from '../../src/properties/catalogue/causes.js';
import type { Countless } from '../../src/properties/countless.js';
import type { InvariantProperty } from '../../src/properties/kinds/invariant.js';
import { EXPLAINED } from '../../src/properties/studies/explain.js';
import { programOf } from '../../src/scenario/program.js';
import { type Scenario, scenarioOf } from '../../src/scenario/scenario.js';
import { uncovered } from '../checker/covering.js';
import { ASSUMED, assumptionsOf } from './assumed.js';

const withWalkers = (design: DesignId, kernel: KernelVersion, name: string, ...walkers: WalkerKind[]): Scenario => ({
  ...scenarioOf(design, name, { actors: { walkers, users: 0 } }),
  kernel,
});

/** One page, the driver, and attempts to offline. */
const ONE_PAGE = 'lru-alone';

const restrictionsOf = (ids: readonly string[]) => assumptionsOf(ids).map(({ restriction }) => restriction);

const PROOFS = Object.entries(ASSUMED).flatMap(([design, ids]) =>
  (['5.8', '7.3'] as const).map((kernel) => [design as DesignId, kernel, ids] as const),
);

const explained = (scenario: Scenario, assumed: readonly string[] = []): AskedOfAny => ({
  scenario,
  actor: 'walkers',
  properties: EXPLAINED,
  restrictions: restrictionsOf(assumed),
});

describe('for any number of walkers', () => {
  test.each(PROOFS)('design %s on %s is safe under what it assumes', (design, kernel, ids) => {
    const any = programForAny(explained(withWalkers(design, kernel, ONE_PAGE, 'prompt'), ids));
    const proof = searchForAny(any, EXPLAINED);
    proof.run();
    expect(proof.incomplete).toBeUndefined();
    expect([...proof.violations.keys()]).toEqual([]);
  });

  test.each(PROOFS.filter(([, , ids]) => ids.length > 0))('design %s on %s is not without', (design, kernel) => {
    const any = programForAny(explained(withWalkers(design, kernel, ONE_PAGE, 'prompt')));
    const proof = searchForAny(any, EXPLAINED);
    while (proof.violations.size === 0 && !proof.run(100));
    expect(proof.violations.size).toBeGreaterThan(0);
  });

  test('design F is safe beside the driver and a brief user', () => {
    const any = programForAny(explained(withWalkers('F', '5.8', 'quiet', 'prompt')));
    const proof = searchForAny(any, EXPLAINED);
    proof.run();
    expect([...proof.violations.keys()]).toEqual([]);
  });

  test.each([1, 2, 3])('what %i of them come to is among it', (count) => {
    for (const design of ['D', 'F'] as const) {
      const assumed = ['drop', 'count'];
      const any = programForAny(explained(withWalkers(design, '5.8', 'tiny', 'prompt'), assumed));
      const some = programOf(withWalkers(design, '5.8', 'tiny', ...Array<WalkerKind>(count).fill('prompt')));
      const found = search(restrict(some, restrictionsOf(assumed)));
      expect(uncovered(any, found, (name) => name.startsWith('walker'))).toBe(0);
    }
  });
});

const decided = (
  scenario: Scenario,
  actor: Countless,
  limits: AnyLimits = {},
  properties: readonly InvariantProperty[] = MAIN_INVARIANTS,
): readonly ForAnyNumber[] => decidedAs({ scenario, actor, properties }, limits);

function decidedAs(asked: AskedOfAny, limits: AnyLimits): readonly ForAnyNumber[] {
  const deciding = decideForAny(asked, limits);
  let next = deciding.next(false);
  while (next.done !== true) next = deciding.next(false);
  return next.value;
}

/** Of all properties: those that fall, with how many; those that hold; those that are open. */
function verdictsOf(found: readonly ForAnyNumber[]) {
  const falls = found.flatMap((each) => (each.verdict === 'violated' ? [`${each.property.id} with ${each.with}`] : []));
  const ids = (verdict: string) => found.filter((each) => each.verdict === verdict).map(({ property }) => property.id);
  expect(found.map(({ property }) => property.id).sort()).toEqual(MAIN_INVARIANTS.map(({ id }) => id).sort());
  return { falls, holds: ids('holds').length, open: ids('open') };
}

const LIMITS: AnyLimits = { any: { maxStates: 3_000 }, few: { maxStates: 3_000 } };

describe('what falls is decided with as few as show it, and what holds is proved', () => {
  test('of walkers', () => {
    const found = decided(withWalkers('D', '5.8', 'tiny', 'prompt'), 'walkers');
    const { falls, open } = verdictsOf(found);
    expect(falls).toContain('S5 with 1');
    expect(open).not.toContain('S5');
  });

  test('of readers, whose look at what was unplugged is what falls', () => {
    const found = decided(scenarioOf('D', 'tiny', { actors: { readers: 1 } }), 'readers');
    expect(verdictsOf(found)).toEqual({ falls: ['S4 with 1'], holds: MAIN_INVARIANTS.length - 1, open: [] });
  });

  test('of readers, and where their states are too many it is said', () => {
    const found = decided(scenarioOf('D', 'tiny', { actors: { readers: 1 } }), 'readers', LIMITS);
    expect(verdictsOf(found)).toMatchObject({ falls: ['S4 with 1'], holds: 0 });
    expect(found.at(-1)).toMatchObject({ verdict: 'open', why: 'not every state was seen: state limit' });
  });

  test('of readers that hold the lock of PageOffline while they read', () => {
    const found = decided({ ...scenarioOf('D', 'foreign-readers', {}), kernel: '7.3' }, 'readers');
    expect(verdictsOf(found)).toMatchObject({ falls: ['S4 with 1'], open: [] });
  });

  test('of brief users', () => {
    const found = decided(scenarioOf('D', 'tiny', { actors: { briefUsers: 1 } }), 'briefUsers');
    expect(verdictsOf(found)).toEqual({ falls: [], holds: MAIN_INVARIANTS.length, open: [] });
    const broken = decided(scenarioOf('B', 'tiny', { actors: { briefUsers: 1 } }), 'briefUsers');
    expect(verdictsOf(broken).falls).toContain('S5 with 1');
  });
});

describe('what is open', () => {
  const late = withWalkers('F', '5.8', 'tiny', 'late');

  test('says at which step nothing can be told, how many were tried and up to where', () => {
    const why = 'what move_pfn_range_to_zone does depends on how many hold what it counts';
    const open = decided(late, 'walkers', LIMITS).filter(({ verdict }) => verdict === 'open');
    expect(open.length).toBeGreaterThan(0);
    for (const each of open)
      expect(each).toMatchObject({ why: `${why}; with 1 it holds; 2 have more than 3,000 states` });
  });

  test('is tried further where more states are allowed', () => {
    const few = { maxStates: 12_000 };
    const open = decided(late, 'walkers', { ...LIMITS, few }).filter(({ verdict }) => verdict === 'open');
    for (const each of open)
      expect(each).toMatchObject({ why: expect.stringMatching(/with 1 to 2 it holds; 3 have more/) });
  });

  test('is what takes more of them than are tried', () => {
    const id = 'not 17';
    const violator: InvariantProperty['violator'] = (k) => (k.speculative[0] === 17 ? 0 : -1);
    const notSeventeen = { ...MAIN_INVARIANTS[0], id, violator };
    const asked = explained(withWalkers('D', '5.8', 'tiny', 'prompt'), ['drop', 'count']);
    const [found] = decidedAs({ ...asked, properties: [notSeventeen] }, LIMITS);
    expect(found).toMatchObject({ verdict: 'open', why: expect.stringMatching(/^more than are tried break it, or/) });
  });
});

describe('what is read of the code is the same for any number', () => {
  const usesOf = (asked: AskedOfAny, size: number) => {
    const { program, uses } = oneOfMany(asked, size);
    const plain = (use: CountUse) =>
      'why' in use ? use : { ...use, limits: use.limits.map((limit) => ({ ...limit, value: limit.value - size })) };
    const branches = program.automata.flatMap(({ locations }) => locations.flatMap((location) => location.branches));
    return [
      ...branches.map(({ action, args }) => action && [action.name, plain(uses.ofAction(action, args))]),
      ...EXPLAINED.map(({ id }) => plain(uses.ofPredicate(id))),
    ];
  };

  test.each([
    ['walkers', withWalkers('D', '7.3', 'walkers', 'late')],
    ['walkers', withWalkers('A', '5.8', 'walkers', 'locked')],
    ['readers', { ...scenarioOf('D', 'readers', {}), kernel: '7.3' }],
    ['briefUsers', scenarioOf('F', 'quiet', {})],
  ] as const)('of %s', (actor, scenario) => {
    const asked = { scenario, actor, properties: EXPLAINED };
    const read = usesOf(asked, 40);
    for (const size of [1, 2, 3]) expect(usesOf(asked, size)).toEqual(read);
    // Of all that the walker, the reader and the user meet nothing is unread.
    expect(read.filter((each) => each !== undefined && JSON.stringify(each).includes('"why"'))).toEqual([]);
  });
});

describe('any number cannot be asked', () => {
  test.each([
    ['of nobody', scenarioOf('D', 'tiny'), 'walkers: there are none in configuration tiny'],
    ['of several kinds', withWalkers('D', '5.8', 'tiny', 'late', 'lru'), 'not of late and lru'],
    ['of those with state of their own', withWalkers('D', '5.8', 'tiny', 'rcu'), 'each walker has state of its own'],
  ])('%s', (_, scenario, message) => {
    expect(() => programForAny(explained(scenario))).toThrow(message);
  });
});
