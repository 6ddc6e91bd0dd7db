/** The enumeration against the plain one: every set asked, for drawn questions that more things only turn towards yes. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BitSet,
  hittingSets,
  isSubset,
  MinimalSetSearch,
  minimalOf,
} from '../../../src/properties/studies/minimal_sets.js';

const COUNT = 6;
const ALL = 2 ** COUNT - 1;
const sorted = (sets: readonly BitSet[]) => [...sets].sort((a, b) => a - b);
const everySet = Array.from({ length: 2 ** COUNT }, (_, set) => set);

/** What breaks: a set holds when it has something of each. */
const drawnBroken = fc.array(fc.integer({ min: 0, max: ALL }), { maxLength: 8 });

function enumerate(broken: readonly BitSet[]): { search: MinimalSetSearch; asked: number } {
  const search = new MinimalSetSearch(COUNT);
  let asked = 0;
  for (let set = search.next(); set !== undefined; set = search.next()) {
    asked++;
    const missed = broken.find((each) => ((set ?? 0) & each) === 0);
    if (missed === undefined) search.hold(set);
    else search.fail(set, missed);
  }
  return { search, asked };
}

test('finds all minimal sets that hold, and what each maximal one that fails lacks', () => {
  fc.assert(
    fc.property(drawnBroken, (broken) => {
      const { search, asked } = enumerate(broken);
      const holds = everySet.filter((set) => broken.every((each) => (set & each) !== 0));
      expect(sorted(search.holding)).toEqual(sorted(minimalOf(holds)));
      expect(sorted(search.broken)).toEqual(sorted(minimalOf(broken)));
      // No set is asked that was known to hold or to fail.
      expect(asked).toBeLessThanOrEqual(search.holding.length + broken.length);
    }),
  );
});

test('what hits all that broke is what holds, and the other way round', () => {
  fc.assert(
    fc.property(drawnBroken, (broken) => {
      const hitting = hittingSets(broken);
      expect(sorted(hitting)).toEqual(sorted(enumerate(broken).search.holding));
      if (hitting.length > 0 && broken.length > 0)
        expect(sorted(hittingSets(hitting))).toEqual(sorted(minimalOf(broken)));
    }),
  );
});

test('asks only for sets that have with each thing what comes with it', () => {
  const search = new MinimalSetSearch(2, [0b11, 0b10]);
  const asked: BitSet[] = [];
  for (let set = search.next(); set !== undefined; set = search.next()) {
    asked.push(set);
    search.fail(set, ~set & 0b11);
    if (set === 0b11) break;
  }
  expect(asked).toEqual([0, 0b10, 0b11].slice(0, asked.length));
});

test('an answer that breaks what was assumed is refused', () => {
  const search = new MinimalSetSearch(2);
  expect(() => search.fail(0b01, 0b11)).toThrow('breaks one of them');
});

test('minimal sets contain no other', () => {
  expect(minimalOf([0b011, 0b001, 0b110, 0b110])).toEqual([0b001, 0b110]);
  expect(isSubset(0b001, 0b011)).toBe(true);
  expect(isSubset(0b100, 0b011)).toBe(false);
});
