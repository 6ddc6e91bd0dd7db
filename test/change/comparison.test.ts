/** Comparisons: what is not searched, since the change does nothing there. */

import { expect, test } from 'vitest';
import { defineChange, type ModelChange } from '../../src/change/change.js';
import { comparisonOf, isAlike } from '../../src/change/comparison.js';
import { type Pair, pairsOf } from '../../src/change/pairs.js';
import { registerChange } from '../../src/change/registered.js';
import { S5 } from '../../src/properties/catalogue/unplugged_pages.js';

let registered = 0;

function pairOf(change: Omit<ModelChange, 'title' | 'on'>, kernel = '7.3'): Pair {
  const digest = `${registered++}`.padStart(12, '0');
  const on = { designs: ['D'], kernels: [kernel], configurations: ['tiny'] };
  const whole = defineChange({ title: digest, on, ...change });
  return pairsOf(registerChange(whole, { title: digest, digest, file: 'here' }))[0];
}

const isTouched = (pair: Pair): boolean => comparisonOf(pair, [S5]).isTouched;

test('a step that is left out touches what takes it, and nothing else', () => {
  expect(isTouched(pairOf({ edits: [{ kind: 'skip', action: 'page_ref_inc' }] }))).toBe(true);
  expect(isTouched(pairOf({ edits: [{ kind: 'skip', action: 'read_vmcore' }] }))).toBe(false);
});

test('a function that is replaced touches nothing where it does the same', () => {
  expect(isTouched(pairOf({ functions: { undo_isolate_page_range: (original) => original } }))).toBe(false);
  expect(isTouched(pairOf({ functions: { undo_isolate_page_range: () => function* () {} } }))).toBe(true);
});

test('a switch touches nothing that does not ask for it', () => {
  expect(isTouched(pairOf({ set: { notifierGuard: false } }))).toBe(true);
  expect(isTouched(pairOf({ set: { balloonFixesZones: false } }))).toBe(false);
});

test('what was not searched says nothing of a place where a switch changes', () => {
  const set = { contigUndoesAlways: true };
  const [same, other] = [pairOf({ set }, '5.8'), pairOf({ set }, '7.3')];
  const untouched = comparisonOf(same, [S5]);
  expect(untouched.isTouched).toBe(false);
  expect(isAlike(untouched.result(), other)).toBe(false);
});

test('a model is within its own number of states', () => {
  const running = comparisonOf(pairOf({ edits: [{ kind: 'skip', action: 'page_ref_inc' }] }), [S5]);
  expect([running.isWithin(10), running.isWithin(1_000)]).toEqual([false, true]);
});
