/**
 * What designs rest on is found for properties of other kinds than invariants too, against a search of every set of some
 * assumptions: what holds under a set holds under every set that has more, whatever the kind.
 */

import { expect, test } from 'vitest';
import { ASSUMPTIONS, assumptionNamed, closureOf } from '../../../src/properties/studies/assumptions.js';
import { type Explanation, explain } from '../../../src/properties/studies/explain.js';
import { type Explainable, isExplainable } from '../../../src/properties/studies/fall.js';
import { isSubset, setOf } from '../../../src/properties/studies/minimal_sets.js';
import { Questions, type Slices, type Subject } from '../../../src/properties/studies/questions.js';
import { predicateOf } from '../../../src/report/answer.js';
import { recheck } from '../../../src/run/recheck.js';
import { varied } from '../../../src/scenario/varied.js';
import { propertyNamed } from '../../named.js';

function resultOf<T>(slices: Slices<T>): T {
  for (let next = slices.next(); ; next = slices.next()) if (next.done === true) return next.value;
}

function explainable(id: string): Explainable {
  const property = propertyNamed(id);
  if (!isExplainable(property)) throw new Error(id);
  return property;
}

const WALKER = varied('tiny', 'tiny, a walker', { walkers: ['late'] });
const ON_5_8: Subject = { design: 'D', kernel: '5.8', overrides: {}, configurations: [WALKER] };
const COUNTS: Subject = { ...ON_5_8, design: 'E', overrides: { sign: 'count' } };
const WAITS: Subject = {
  ...{ design: 'A', kernel: '7.3', overrides: { goingFreezes: 'wait' } },
  configurations: [varied('tiny', 'tiny, alone')],
};

const IDS = ['look', 'drop', 'count', 'lru', 'walkers', 're-online', 'signal'];

const setNamed = (ids: readonly string[]) =>
  closureOf(setOf(ids.map((id) => ASSUMPTIONS.indexOf(assumptionNamed(id)))));

const sets = new Set(
  Array.from({ length: 2 ** IDS.length }, (_, chosen) => setNamed(IDS.filter((__, i) => (chosen & (1 << i)) !== 0))),
);

test.each([
  ['reachability', 'EF', COUNTS],
  ['liveness', 'L2', ON_5_8],
  ['liveness', 'L3', ON_5_8],
  ['deadlock', 'DL', WAITS],
  ['step', 'D12', ON_5_8],
] as const)('%s: %s', (kind, id, subject) => {
  const property = explainable(id);
  expect(property.kind).toBe(kind);
  const explanation: Explanation = resultOf(explain(subject, [property]));
  const { holding, vacuous, bare } = explanation;
  const resting = [...holding.map(({ set }) => set), ...vacuous];
  const questions = new Questions(subject, [property]);
  for (const set of sets) {
    const race = resultOf(questions.race(set));
    expect(race === undefined, String(set)).toBe(resting.some((held) => isSubset(held, set)));
    if (race === undefined) continue;
    const { configuration, trace: steps, loop } = race;
    const repeated = loop === undefined ? {} : { loop };
    const found = recheck({
      scenario: { ...subject, configuration },
      foundBy: 'a search',
      property: id,
      ...repeated,
      steps,
    });
    expect(found.kept?.is).toBe('violated');
  }
  expect(bare).toBeDefined();
});

test('a property that says nothing where it is asked is not said to hold', () => {
  const { silent, ...explanation } = resultOf(explain(ON_5_8, [explainable('S2')]));
  expect(silent).toEqual(['S2']);
  expect(predicateOf({ silent, ...explanation })).toContain('S2 says nothing in these configurations');
});
