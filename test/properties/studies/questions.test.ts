/** Questions asked one after another have the answers that each has alone: no search that is left out would have told otherwise. */

import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { ASSUMPTIONS, closureOf } from '../../../src/properties/studies/assumptions.js';
import { EXPLAINED } from '../../../src/properties/studies/explain.js';
import { type BitSet, setOf } from '../../../src/properties/studies/minimal_sets.js';
import { Questions, type Slices, type Subject } from '../../../src/properties/studies/questions.js';
import { varied } from '../../../src/scenario/varied.js';

const SEED = process.env.PAGEOFFLINE_SEED ?? String(Date.now());
const random = seedrandom(SEED);

const CONFIGURATIONS = [
  varied('tiny', 'tiny, a walker', { walkers: ['late'] }),
  varied('tiny', 'tiny, a GUP-fast walker', { walkers: ['gup'], users: 1 }),
  varied('tiny', 'tiny, vetoed', {}, { veto: ['beforeDriver'], signals: true }),
];

function resultOf<T>(slices: Slices<T>): T {
  for (let next = slices.next(); ; next = slices.next()) if (next.done === true) return next.value;
}

/** Under these every scene is asked. */
const EVERYWHERE = [...ASSUMPTIONS.keys()].filter((i) => ASSUMPTIONS[i].without === undefined);

function drawnSet(): BitSet {
  const chance = random();
  return closureOf(setOf(EVERYWHERE.filter(() => random() < chance)));
}

/** What is known of a set: whether anything falls, by which runs, or else how large the proof is. */
function told(questions: Questions, set: BitSet) {
  const nearestFirst = set % 2 === 0;
  const shortest = nearestFirst ? resultOf(questions.shortestRace(set)) : undefined;
  const race = resultOf(questions.race(set));
  return {
    race,
    shortest: nearestFirst ? shortest : resultOf(questions.shortestRace(set)),
    ...(race === undefined ? { proof: resultOf(questions.proof(set)) } : {}),
  };
}

const design = (['A', 'D'] as const)[Math.floor(random() * 2)];

test(`of design ${design} (PAGEOFFLINE_SEED=${SEED})`, () => {
  const subject: Subject = { design, kernel: '5.8', overrides: {}, configurations: CONFIGURATIONS };
  const questions = new Questions(subject, EXPLAINED);
  let alone = 0;
  const falls = new Set<boolean>();
  // What holds first, and what falls soonest last: neither may be told by what was found before.
  for (const set of [closureOf(setOf(EVERYWHERE)), ...Array.from({ length: 5 }, drawnSet), 0]) {
    const own = new Questions(subject, EXPLAINED);
    const expected = told(own, set);
    expect(told(questions, set), String(set)).toEqual(expected);
    falls.add(expected.race !== undefined);
    alone += own.searches;
  }
  expect([...falls].sort()).toEqual([false, true]);
  expect(questions.searches).toBeLessThan(alone);
});
