/** The order between designs, on explanations made by hand: which is safer hangs on the minimal sets alone. */

import { expect, test } from 'vitest';
import type { DesignId } from '../../../src/model/designs.js';
import { ASSUMPTIONS, assumptionNamed, closureOf } from '../../../src/properties/studies/assumptions.js';
import type { Explanation } from '../../../src/properties/studies/explain.js';
import { hittingSets, setOf } from '../../../src/properties/studies/minimal_sets.js';
import { ranksOf, separationOf } from '../../../src/properties/studies/order.js';
import { sentencesOf } from '../../../src/report/answer.js';
import { configurationNamed } from '../../named.js';

const bitsOfIds = (ids: readonly string[]) =>
  closureOf(setOf(ids.map((id) => ASSUMPTIONS.indexOf(assumptionNamed(id)))));

/** A design that is safe under these sets, with a race for each maximal set under which it is not. */
function explanation(design: DesignId, ...sets: readonly (readonly string[])[]): Explanation {
  const holding = sets.map((ids) => ({
    set: bitsOfIds(ids),
    parts: [],
    proof: { states: 1, transitions: 1, configurations: [], referenced: true, stuck: [], silent: [] },
  }));
  const race = { configuration: configurationNamed('quiet'), property: 'S5', wrong: 'wrong', trace: [] };
  const failing = hittingSets(holding.map(({ set }) => set)).map((breaks) => ({ ...race, breaks }));
  return {
    properties: ['S5'],
    silent: [],
    subject: { design, kernel: '5.8', overrides: {} },
    holding,
    vacuous: [],
    failing: sets.length === 0 ? [{ ...race, breaks: 0 }] : failing,
    bare: sets.some((ids) => ids.length === 0) ? undefined : { ...race, breaks: 0 },
    searches: 1,
    states: 1,
    seconds: 0,
    interrupted: false,
  };
}

const F = explanation('F', ['look']);
const D = explanation('D', ['look', 'drop', 'count'], ['look', 'drop', 'lru']);
const A = explanation('A-nohook', ['look', 'drop', 'count'], ['look', 'drop', 'lru']);
const RCU = explanation('D-rcu', ['look', 'drop', 'count'], ['look', 'drop', 'lru'], ['look', 'identity']);
const E = explanation('E', ['look', 'offline', 'count']);
const B = explanation('B');

test('safer designs come first, alike ones together, each below those that are next safer', () => {
  expect(ranksOf([B, D, E, A, RCU, F])).toEqual([
    { designs: ['F'], below: [] },
    { designs: ['E'], below: [0] },
    { designs: ['D-rcu'], below: [0] },
    { designs: ['D', 'A-nohook'], below: [2] },
    { designs: ['B'], below: [1, 3] },
  ]);
});

test('a set tells two designs apart under which one is safe, and the other has a race that keeps to it', () => {
  expect(separationOf(F, D)).toBeUndefined();
  expect(separationOf(D, A)).toBeUndefined();
  for (const [one, other] of [
    [D, F],
    [D, E],
    [E, D],
    [D, RCU],
  ]) {
    const { set = -1, race } = separationOf(one, other) ?? {};
    expect(other.holding.map((held) => held.set)).toContain(set);
    expect((race?.breaks ?? set) & set).toBe(0);
  }
});

test('each sentence is said once, of all designs that it is true of', () => {
  expect(sentencesOf([B, D, A, RCU, F, explanation('E', [])])).toEqual([
    'B is safe under no assumption: S5 falls in 0 steps with no walker, user, veto, signal, plugging back or onlining again among them.',
    "D and A-nohook are safe exactly if sections stay online while walkers look, and no reference spans the driver's drop, and either plug-back overwrites no held count or walkers take only pages that they saw in use.",
    "D-rcu is safe exactly if sections stay online while walkers look, and either no reference spans the driver's drop or walkers check identity inside one RCU section, and either plug-back overwrites no held count or walkers take only pages that they saw in use.",
    'F is safe exactly if sections stay online while walkers look.',
    'E is safe as it is.',
  ]);
});
