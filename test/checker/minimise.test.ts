/** Partition refinement: which locations become one, which stay apart, and how they are numbered. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Branch, Location } from '../../src/checker/automaton.js';
import { minimise } from '../../src/checker/minimise.js';
import { atomic } from '../../src/checker/process.js';

type None = Record<string, never>;

const actions = [atomic('a', ['0', '1'], (_: None) => 0), atomic('b', ['0', '1'], (_: None) => 0)];

function branch(action: number, ...targets: number[]): Branch<None> {
  return { choices: [], kind: 'step', action: actions[action], args: [], targets };
}

const end: Location<None> = { branches: [] };

function targets(locations: readonly Location<None>[]): (readonly number[])[] {
  return locations.map(({ branches }) => branches.flatMap((each) => each.targets));
}

describe('minimise', () => {
  it('numbers breadth first from the start, which stays 0', () => {
    const locations = [
      { branches: [branch(0, 3, 2)] },
      end,
      { branches: [branch(1, 1, 1)] },
      { branches: [branch(0, 1, 2)] },
    ];
    expect(targets(minimise(locations))).toEqual([[1, 2], [3, 2], [3, 3], []]);
  });

  it('makes one of locations that no sequence of outcomes tells apart, loops included', () => {
    const ring = (i: number) => ({ branches: [branch(0, (i + 1) % 6, i)] });
    expect(targets(minimise([0, 1, 2, 3, 4, 5].map(ring)))).toEqual([[0, 0]]);
  });

  it('keeps apart what differs only far away', () => {
    const chain = Array.from({ length: 9 }, (_, i) => ({ branches: [branch(0, i + 1, i + 1)] }));
    expect(minimise([...chain, end])).toHaveLength(10);
  });

  it('drops locations that cannot be reached', () => {
    expect(minimise([end, { branches: [branch(0, 0, 0)] }])).toEqual([end]);
  });

  it.each<[string, Partial<Branch<None>>]>([
    ['the action', { action: actions[1] }],
    ['the kind', { kind: 'wait' }],
    ['the arguments', { args: [1] }],
    ['the choices', { choices: [{ name: 'way', option: 'left' }] }],
  ])('keeps apart locations that differ in %s', (_, difference) => {
    const plain = branch(0, 3, 3);
    const locations = [
      { branches: [branch(0, 1, 2)] },
      { branches: [plain] },
      { branches: [{ ...plain, ...difference }] },
      end,
    ];
    expect(minimise(locations)).toHaveLength(4);
  });
});

/** Random automata: each location ends, or does one of two actions. */
const automaton = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const target = fc.nat({ max: size - 1 });
  const location = fc.oneof(
    { weight: 1, arbitrary: fc.constant(end) },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.nat({ max: 1 }), target, target).map(([a, x, y]) => ({ branches: [branch(a, x, y)] })),
    },
  );
  return fc.array(location, { minLength: size, maxLength: size });
});

/** What a location does within `depth` actions, told as text. */
function behaviour(locations: readonly Location<None>[], at: number, depth: number): string {
  const branches = locations[at].branches.map(
    ({ action, targets }) =>
      `${action?.name}(${depth === 0 ? '' : targets.map((target) => behaviour(locations, target, depth - 1)).join()})`,
  );
  return branches.join('+') || 'end';
}

describe('any automaton', () => {
  it('behaves as before, and no two locations of the smallest one behave alike', () => {
    fc.assert(
      fc.property(automaton, (locations) => {
        const smallest = minimise(locations);
        expect(behaviour(smallest, 0, 10)).toBe(behaviour(locations, 0, 10));
        // Two locations of an automaton with n locations that differ do so within n actions.
        const behaviours = smallest.map((_, at) => behaviour(smallest, at, Math.min(smallest.length, 11)));
        expect(new Set(behaviours).size).toBe(smallest.length);
      }),
    );
  });
});
