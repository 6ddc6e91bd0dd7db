/** What is known of a scene is given for no set of assumptions for which it says nothing. */

import { expect, test } from 'vitest';
import { KnownInScene } from '../../../src/properties/studies/known_in_scene.js';
import { programOf } from '../../../src/scenario/program.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';

const known = () => new KnownInScene(programOf(scenarioOf('D', 'tiny')), []);
const fall = { property: 'S5', moves: [], wrong: 'a run' };

test('a shortest run under some is the shortest under more that it keeps to, and under no others', () => {
  const scene = known();
  scene.noteFall(0b001, fall, 0b100);
  expect([0b001, 0b011].map((set) => scene.fall(set))).toEqual([fall, fall]);
  // Fewer are assumed, or others: a shorter one may be allowed.
  expect([0b000, 0b010].map((set) => scene.fall(set))).toEqual([undefined, undefined]);
  expect(scene.fall(0b101)).toBeUndefined();
});

test('what holds under some holds under more', () => {
  const scene = known();
  scene.noteHolding(0b010);
  expect([0b010, 0b011, 0b001].map((set) => scene.holds(set))).toEqual([true, true, false]);
});
