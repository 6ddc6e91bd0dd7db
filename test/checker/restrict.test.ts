/** A restricted program does a part of what the program does, and the same part as the program when it keeps to the restriction. */

import { expect, test } from 'vitest';
import type { Cells } from '../../src/checker/layout.js';
import { atomic, choose, type Process, retryPoint, step } from '../../src/checker/process.js';
import { keepsTo, type Restriction, restrict } from '../../src/checker/restrict.js';
import { type Search, search } from '../../src/checker/search.js';
import { compileSystem, createWorkspace, type System } from '../../src/checker/system.js';

interface Counter {
  readonly count: Cells;
  readonly inside: Cells;
}

const enter = atomic('enter', (s: Counter, who: number) => {
  s.inside[who] = 1;
});
const leave = atomic('leave', (s: Counter, who: number) => {
  s.inside[who] = 0;
});
const add = atomic('add', (s: Counter, by: number) => {
  s.count[0] = Math.min(3, s.count[0] + by);
});

function* counter(who: number): Process<Counter> {
  for (;;) {
    yield retryPoint('counter');
    yield step(enter, who);
    if ((yield choose('much', ['no', 'yes'])) === 1) yield step(add, 2);
    else yield step(add, 1);
    yield step(leave, who);
  }
}

const SYSTEM: System<Counter> = {
  fields: { count: { length: 1, max: 3 }, inside: { length: 2, max: 1 } },
  bind: ({ count, inside }) => ({ count, inside }),
  init: () => {},
  processes: [0, 1].map((who) => ({ name: `counter ${who}`, run: () => counter(who) })),
};
const program = compileSystem(SYSTEM);

/** Nobody enters while the other is inside. */
const oneInside: Restriction<Counter> =
  () =>
  (_, { action, args: [who] }) =>
    action?.name === 'enter' ? ({ inside }) => inside[1 - who] === 0 : undefined;

/** The same, by where the processes stand. */
const oneInsideByLocation: Restriction<Counter> =
  () =>
  (process, { action }) =>
    action?.name === 'enter' ? (_, locations) => locations[1 - process] === 0 : undefined;

const notMuch: Restriction<Counter> =
  () =>
  (_, { choices }) =>
    choices.some(({ option }) => option === 'yes') ? () => false : undefined;

function statesOf(found: Search<Counter>): Set<string> {
  const workspace = createWorkspace(found.program);
  const { unpack } = found.program.layout.packer(workspace.views);
  const states = new Set<string>();
  for (let state = 0; state < found.store.size; state++) {
    unpack(found.store.arena, state * found.store.words);
    states.add(workspace.words.join());
  }
  return states;
}

const all = statesOf(search(program));

test.each([
  ['a guard of states', [oneInside]],
  ['a guard of locations', [oneInsideByLocation]],
  ['a choice', [notMuch]],
  ['both', [oneInside, notMuch]],
])('%s leaves fewer steps, and no other states', (_, restrictions) => {
  const restricted = search(restrict(program, restrictions));
  expect(restricted.transitions).toBeLessThan(search(program).transitions);
  const left = statesOf(restricted);
  expect([...left].filter((state) => !all.has(state))).toEqual([]);
});

test('guards of states and of locations that say the same leave the same', () => {
  const byState = search(restrict(program, [oneInside])).store.digest();
  expect(search(restrict(program, [oneInsideByLocation])).store.digest()).toBe(byState);
});

test('both ways to make successors agree', () => {
  const restricted = restrict(program, [oneInside, notMuch]);
  const plain = search(restricted, { successors: 'tables' });
  expect(search(restricted, { successors: 'generated' }).store.digest()).toBe(plain.store.digest());
});

test('without a restriction nothing changes', () => {
  expect(restrict(program, [])).toBe(program);
});

test('a run keeps to what it was found under, and is told of what it does not keep to', () => {
  const invariants = [{ id: 'never 3', holds: ({ count }: Counter) => count[0] < 3 }];
  const racesUnder = (restrictions: readonly Restriction<Counter>[]) => {
    const found = search(restrict(program, restrictions), { invariants });
    return found.pathTo(found.violations.get('never 3') ?? -1);
  };
  const both = [oneInside, notMuch];
  expect(keepsTo(program, both, racesUnder(both))).toEqual([true, true]);
  expect(keepsTo(program, both, racesUnder([oneInside]))).toEqual([true, false]);
  expect(keepsTo(program, both, racesUnder([notMuch]))).toEqual([false, true]);
});
