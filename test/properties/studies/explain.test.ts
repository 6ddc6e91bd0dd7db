/** What designs rest on, found by the enumeration, against a search of every set; and that assumptions say what they say. */

import { describe, expect, test } from 'vitest';
import { type Restriction, restrict } from '../../../src/checker/restrict.js';
import { search } from '../../../src/checker/search.js';
import { DESIGN_IDS, type DesignId } from '../../../src/model/designs.js';
import type { Kernel } from '../../../src/model/state.js';
import { ASSUMPTIONS, assumptionNamed, CLOSURE } from '../../../src/properties/studies/assumptions.js';
import { EXPLAINED, type Explanation, explain, factorsOf } from '../../../src/properties/studies/explain.js';
import { bitsOf, isSubset, setOf } from '../../../src/properties/studies/minimal_sets.js';
import { Questions, type Slices, type Subject } from '../../../src/properties/studies/questions.js';
import { SCENES } from '../../../src/properties/studies/scenes.js';
import { programOf } from '../../../src/scenario/program.js';

function resultOf<T>(slices: Slices<T>): T {
  for (let next = slices.next(); ; next = slices.next()) if (next.done === true) return next.value;
}

const subjectOf = (design: DesignId): Subject => ({ design, kernel: '5.8', overrides: {} });
const known = new Map<DesignId, Explanation>();

function explained(design: DesignId): Explanation {
  const explanation = known.get(design) ?? resultOf(explain(subjectOf(design)));
  known.set(design, explanation);
  return explanation;
}

const numbersOf = (ids: readonly string[]) => ids.map((id) => ASSUMPTIONS.indexOf(assumptionNamed(id)));
const idsOf = (numbers: readonly number[]) => numbers.map((i) => ASSUMPTIONS[i].id);

const programs = (design: DesignId) =>
  SCENES.map(({ configuration }) => programOf({ design, kernel: '5.8', configuration, overrides: {} }));

test('every assumption forbids some step of some design', () => {
  const forbids = ({ restriction }: { restriction: Restriction<Kernel> }) =>
    DESIGN_IDS.some((design) =>
      programs(design).some((program) => {
        const guardOf = restriction(program);
        return program.automata.some(({ locations }, process) =>
          locations.some(({ branches }) => branches.some((branch) => guardOf(process, branch) !== undefined)),
        );
      }),
    );
  expect(ASSUMPTIONS.filter((assumption) => !forbids(assumption)).map(({ id }) => id)).toEqual([]);
});

describe('what an assumption implies changes nothing beside it', () => {
  const implying = ASSUMPTIONS.flatMap(({ id, implies }) => (implies === undefined ? [] : [id]));
  test.each(implying)('%s', (id) => {
    const own = assumptionNamed(id);
    const all = bitsOf(CLOSURE[ASSUMPTIONS.indexOf(own)]).map((i) => ASSUMPTIONS[i].restriction);
    for (const design of ['A', 'D'] as const) {
      for (const program of programs(design)) {
        const alone = search(restrict(program, [own.restriction]), { maxStates: 60_000 });
        const together = search(restrict(program, all), { maxStates: 60_000 });
        expect(together.store.digest()).toBe(alone.store.digest());
      }
    }
  });
});

test('design D rests on the same sets when every set of what it rests on is searched', () => {
  const ids = ['look', 'drop', 'count', 'lru', 'veto'];
  const { holding } = explained('D');
  const questions = new Questions(subjectOf('D'), EXPLAINED);
  for (let chosen = 0; chosen < 2 ** ids.length; chosen++) {
    const set = setOf(numbersOf(ids.filter((_, i) => (chosen & (1 << i)) !== 0)));
    const holds = resultOf(questions.race(set)) === undefined;
    expect(holds, idsOf(bitsOf(set)).join()).toBe(holding.some((held) => isSubset(held.set, set)));
  }
});

test.each(['D', 'F'] as const)('design %s: races keep to what they are said to keep to', (design) => {
  const { holding, failing } = explained(design);
  for (const { set, parts } of holding) {
    for (const { assumption, without } of parts) {
      const [i] = numbersOf([assumption]);
      expect(without.breaks & set, assumption).toBe(1 << i);
    }
  }
  // What no race keeps to is what each minimal set has something of.
  for (const { set } of holding) for (const { breaks } of failing) expect(set & breaks).not.toBe(0);
});

test('a set that leaves nobody to take a reference is not offered', () => {
  const { holding, vacuous } = explained('D');
  expect(vacuous.length).toBeGreaterThan(0);
  expect(holding.every(({ proof }) => proof.referenced)).toBe(true);
});

test.each([
  ['D', [['look'], ['drop'], ['count', 'lru']]],
  ['F', [['look']]],
  ['B', undefined],
] as const)('design %s is safe exactly under what it was found to rest on', (design, factors) => {
  const { holding } = explained(design);
  expect(holding.length === 0 ? undefined : factorsOf(holding).map(idsOf)).toEqual(factors);
});

test('design B falls under all assumptions at once', () => {
  const { failing, bare } = explained('B');
  expect(failing.map(({ breaks }) => breaks)).toEqual([0]);
  expect(bare?.property).toBe('S3');
});

test('more assumptions never make a design worse: where a set holds, so does every set that has more', () => {
  const questions = new Questions(subjectOf('D'), EXPLAINED);
  const [{ set }] = explained('D').holding;
  for (const more of ['veto', 'signal', 're-online', 'plug-back', 'identity']) {
    const larger = set | CLOSURE[numbersOf([more])[0]];
    expect(resultOf(questions.race(larger)), more).toBeUndefined();
  }
});
