/** Predecessors in two bits a state: told as they were put in, in whatever order they are asked for, also while more come. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Predecessors, wordsOfPredecessors } from '../../src/checker/predecessors.js';

const MOST = 3_000;

/** Predecessors that never fall, each of an earlier state; often the same for long, or many states further. */
const drawn = fc
  .array(fc.tuple(fc.nat(40), fc.oneof(fc.constant(0), fc.constant(1), fc.nat(700))), { minLength: 1, maxLength: 60 })
  .map((runs) => {
    const found = [-1, 0];
    for (const [same, further] of runs) {
      const next = Math.min(found[found.length - 1] + further, found.length - 1);
      for (let i = 0; i <= same * 20 && found.length < MOST; i++) found.push(next);
    }
    return found;
  });

function rowOf(capacity: number) {
  const words = new Int32Array(wordsOfPredecessors(capacity));
  const note = (state: number, predecessor: number) => {
    const place = state + predecessor + 1;
    words[place >>> 5] |= 1 << place;
  };
  return { note, predecessors: new Predecessors(() => words) };
}

it('are told as they were put in', () => {
  fc.assert(
    fc.property(drawn, (expected) => {
      const { note, predecessors } = rowOf(MOST);
      expected.forEach((predecessor, state) => {
        note(state, predecessor);
      });
      const backwards = expected.map((_, i) => predecessors.of(expected.length - 1 - i)).reverse();
      expect(backwards).toEqual(expected);
      expect(expected.map((_, state) => predecessors.of(state))).toEqual(expected);
    }),
  );
});

it('are told while more come', () => {
  fc.assert(
    fc.property(drawn, fc.infiniteStream(fc.nat(MOST)), (expected, asked) => {
      const { note, predecessors } = rowOf(MOST);
      expected.forEach((predecessor, state) => {
        note(state, predecessor);
        const { value } = asked.next();
        const before = state - (Number(value) % (state + 1));
        expect(predecessors.of(before)).toBe(expected[before]);
      });
    }),
  );
});

it('are not told of a state that is not there', () => {
  const { note, predecessors } = rowOf(100);
  note(0, -1);
  expect(() => predecessors.of(1)).toThrow('no state 1');
});
