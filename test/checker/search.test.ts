/** Exhaustive search: shortest counterexamples, deadlocks, limits, slices, and what was never taken. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diningPhilosophers } from '../../bench/models/dining_philosophers.js';
import { consistent, twoPhase } from '../../bench/models/two_phase.js';
import {
  atomic,
  BLOCKED,
  choose,
  idleUntil,
  type Process,
  retryPoint,
  step,
  waitUntil,
} from '../../src/checker/process.js';
import { Search, search } from '../../src/checker/search.js';
import { compileSystem, type Program, type System } from '../../src/checker/system.js';
import { Replay, replayMoves } from '../../src/checker/trace.js';
import { randomSystem } from './random_system.js';

interface State {
  readonly x: { [index: number]: number };
}

const MAX = 10;

const add = atomic('add', (s: State, n: number) => {
  s.x[0] += n;
});

const isAbove = atomic('is above', ['no', 'yes'], (s: State, n: number) => s.x[0] > n);

const awaitValue = atomic('await', (s: State, n: number) => (s.x[0] === n ? 0 : BLOCKED));

type Run = () => Process<State>;

function systemOf(runs: Record<string, Run>, more: Partial<System<State>> = {}): Program<State> {
  return compileSystem({
    fields: { x: { length: 1, max: MAX } },
    bind: (views) => ({ x: views.x }),
    init: () => {},
    processes: Object.entries(runs).map(([name, run]) => ({ name, run })),
    ...more,
  });
}

/** Adds 1 or 3 until x is more than 6. */
const climber: Run = function* () {
  for (;;) {
    yield retryPoint('climb');
    if ((yield step(isAbove, 6)) === 1) return;
    yield step(add, (yield choose('by', ['1', '3'])) === 0 ? 1 : 3);
  }
};

const never = (x: number) => ({ id: `x is not ${x}`, holds: (s: State) => s.x[0] !== x });
const below = (x: number) => ({ id: `x < ${x}`, holds: (s: State) => s.x[0] < x });

describe('counterexamples', () => {
  it('are shortest, and one run finds those of several properties', () => {
    const run = search(systemOf({ climber }), { invariants: [never(7), never(3), below(MAX), never(4)] });
    const lengths = [...run.violations].map(([id, state]) => [id, run.pathTo(state).length]);
    // Each addition takes two moves: the test, then the addition.
    expect(lengths).toEqual([
      ['x is not 3', 2],
      ['x is not 4', 4],
      ['x is not 7', 6],
    ]);
  });

  it('are no longer than those of a search that keeps all paths', () => {
    fc.assert(
      fc.property(randomSystem, (system) => {
        const program = compileSystem(system);
        const run = search(program);
        const distances = distancesByReplay(program, run.store.size);
        const paths = Array.from({ length: run.store.size }, (_, state) => run.pathTo(state).length);
        expect(paths.sort((a, b) => a - b)).toEqual(distances.sort((a, b) => a - b));
        expect(run.depth).toBe(Math.max(...distances));
      }),
      { numRuns: 40 },
    );
  });

  it('lead to the state they were found in', () => {
    // Each may add 3 to what the other has brought to 9.
    const program = systemOf({ climber, other: climber }, { fields: { x: { length: 1, max: MAX + 2 } } });
    const run = search(program, { invariants: [never(9)] });
    const { replay } = replayMoves(program, run.pathTo(run.violations.get('x is not 9') ?? -1));
    expect(replay.state.x[0]).toBe(9);
  });

  it('may be the initial state', () => {
    const run = search(systemOf({ climber }), { invariants: [never(0)] });
    expect(run.violations.get('x is not 0')).toBe(0);
    expect(run.pathTo(0)).toEqual([]);
  });
});

/** The distance of each state from the initial one, by a search of another kind: over traces, with the states as text. */
function distancesByReplay<S>(program: Program<S>, atMost: number): number[] {
  const replay = new Replay(program);
  const { words } = replay.workspace;
  const distances = new Map([[words.join(), 0]]);
  for (const [text, distance] of distances) {
    expect(distances.size).toBeLessThanOrEqual(atMost);
    const state = text.split(',').map(Number);
    words.set(state);
    for (const move of replay.enabled()) {
      words.set(state);
      replay.move(move);
      const next = words.join();
      if (!distances.has(next)) distances.set(next, distance + 1);
    }
  }
  return [...distances.values()];
}

describe('behind a violation', () => {
  const invariants = [never(3), never(6), never(1)];

  it('the search goes on by default', () => {
    const run = search(systemOf({ climber }), { invariants });
    expect([...run.violations.keys()].sort()).toEqual(['x is not 1', 'x is not 3', 'x is not 6']);
    expect(run.result().states).toBe(search(systemOf({ climber })).result().states);
  });

  it('the search does not look when told to stop, so that only root causes are found', () => {
    const run = search(systemOf({ climber }), { invariants, afterViolation: 'stop' });
    expect([...run.violations.keys()].sort()).toEqual(['x is not 1', 'x is not 3']);
    // x = 0 before and after the test, and the two violating states.
    expect(run.result()).toMatchObject({ states: 4, transitions: 3, depth: 2 });
    expect(run.result().incomplete).toBeUndefined();
    expect(run.result().deadlock).toBeUndefined();
    expect(Array.from({ length: 4 }, (_, state) => run.isCutAt(state))).toEqual([false, false, true, true]);
  });

  it('a state that violates two properties counts for both when told to stop', () => {
    const run = search(systemOf({ climber }), { invariants: [never(1), below(1)], afterViolation: 'stop' });
    expect([...run.violations.keys()]).toEqual(['x is not 1', 'x < 1']);
  });

  it('every violating state is a dead end when told to stop, not only the first of a property', () => {
    const run = search(systemOf({ climber }), { invariants: [below(1)], afterViolation: 'stop' });
    expect(run.result()).toMatchObject({ states: 4, transitions: 3 });
    expect(run.violations.get('x < 1')).toBe(2);
  });

  it('nothing is hidden where nothing can happen there anyway', () => {
    const options = { invariants: [never(3)], afterViolation: 'stop' as const };
    const isOver = (s: { readonly x: { readonly [index: number]: number } }) => s.x[0] === 3;
    expect(search(systemOf({ climber }, { halted: isOver }), options).mayHide).toBe(false);
    expect(search(systemOf({ climber }), options).mayHide).toBe(true);
    expect(search(systemOf({ climber }), { ...options, invariants: [never(12)] }).mayHide).toBe(false);
  });

  it('looks behind a violation that causes no other, even when told to stop', () => {
    const harmless = { ...never(1), harmless: true };
    const stopped = search(systemOf({ climber }), { invariants: [harmless], afterViolation: 'stop' });
    const whole = search(systemOf({ climber }), { invariants: [harmless] });
    expect([...stopped.violations]).toEqual([['x is not 1', 2]]);
    expect(stopped.result()).toEqual(whole.result());
    expect(stopped.isCutAt(2)).toBe(false);
  });
});

describe('deadlock', () => {
  const waiter: Run = function* () {
    yield waitUntil(awaitValue, 5);
  };
  const idler: Run = function* () {
    yield idleUntil(awaitValue, 5);
  };
  const adder: Run = function* () {
    yield step(add, 1);
  };

  it('is a state where nothing can move and some process waits for ever: the waiting ones are named', () => {
    const run = search(systemOf({ waiter, adder, idler }));
    const { deadlock } = run.result();
    expect(deadlock?.waiting).toEqual(['waiter']);
    expect(run.pathTo(deadlock?.state ?? -1)).toEqual([{ process: 1, branch: 0 }]);
  });

  it('is the nearest one of several', () => {
    const run: Run = function* () {
      if ((yield choose('way', ['long', 'short'])) === 0) {
        yield step(add, 1);
        yield step(add, 1);
      }
      yield waitUntil(awaitValue, 5);
    };
    const found = search(systemOf({ run }));
    expect(found.store.size).toBe(4);
    expect(found.pathTo(found.deadlock?.state ?? -1)).toEqual([{ process: 0, branch: 1 }]);
  });

  it('is not where every process has ended or idles', () => {
    expect(search(systemOf({ adder })).result().deadlock).toBeUndefined();
    expect(search(systemOf({ idler, adder })).result().deadlock).toBeUndefined();
  });

  it('is not a halted state, which has no successors', () => {
    const halted = (s: State) => s.x[0] === 1;
    const run = search(systemOf({ waiter, adder, other: adder }, { halted }));
    expect(run.result()).toMatchObject({ states: 3, transitions: 2 });
    expect(run.result().deadlock).toBeUndefined();
  });
});

describe('what was never taken', () => {
  const run: Run = function* () {
    if ((yield step(isAbove, 5)) === 1) yield step(add, 9);
    yield step(add, 1);
    if ((yield step(isAbove, 0)) === 0) yield step(add, 1);
  };

  it('lists steps and single outcomes', () => {
    expect(search(systemOf({ solo: run })).result().neverTaken).toEqual([
      { process: 'solo', action: 'is above(5)', outcome: 'yes' },
      { process: 'solo', action: 'add(9)' },
      { process: 'solo', action: 'is above(0)', outcome: 'no' },
    ]);
  });

  it('counts a step as taken that one of its places took', () => {
    const actions = search(systemOf({ solo: run }))
      .result()
      .neverTaken.map(({ action }) => action);
    expect(actions).not.toContain('add(1)');
  });

  it('tells processes apart', () => {
    const program = systemOf({ early: run, late: run }, { halted: (s) => s.x[0] > 0 });
    expect(search(program).result().neverTaken).toContainEqual({ process: 'late', action: 'is above(0)' });
  });
});

describe('limits', () => {
  const program = compileSystem(twoPhase(5));
  const whole = search(program).result();

  it('a search that ends by itself is complete', () => {
    expect(whole).not.toHaveProperty('incomplete');
    expect(search(program, { maxStates: whole.states }).result()).not.toHaveProperty('incomplete');
  });

  it.each([0, 1, 100, 8_000])('%d states', (maxStates) => {
    const run = search(program, { maxStates });
    expect(run.done).toBe(true);
    expect(run.result().incomplete).toBe('state limit');
    expect(run.result().states).toBeLessThan(whole.states);
    expect(run.result().states).toBeGreaterThan(maxStates);
    expect(run.queued).toBeGreaterThan(0);
  });

  it.each([0.3, 0.6, 0.9])('%d of the bytes it takes, which the store then does not exceed', (part) => {
    const maxBytes = Math.floor(part * search(program).store.bytes);
    const run = search(program, { maxBytes });
    expect(run.result().incomplete).toBe('memory limit');
    expect(run.store.bytes).toBeLessThanOrEqual(maxBytes);
    expect(run.queued).toBeGreaterThan(0);
  });

  it('an interrupt ends the search where it is', () => {
    const run = new Search(program);
    run.run(10);
    run.interrupt();
    expect(run.done).toBe(true);
    const before = run.store.size;
    expect(run.run()).toBe(true);
    expect(run.store.size).toBe(before);
    expect(run.result().incomplete).toBe('interrupted');
  });

  it('an interrupt after the end changes nothing', () => {
    const run = search(program);
    run.interrupt();
    expect(run.result()).not.toHaveProperty('incomplete');
  });
});

describe('slices', () => {
  const invariants = [{ id: 'consistent', holds: consistent }];

  it.each([1, 7, 1_000])('of %d states give the same result as one run', (slice) => {
    const program = compileSystem(twoPhase(4));
    const whole = search(program, { invariants });
    const sliced = new Search(program, { invariants });
    let slices = 1;
    while (!sliced.run(slice)) slices++;
    expect(slices).toBe(Math.ceil(whole.store.size / slice));
    expect(sliced.result()).toEqual(whole.result());
    expect(sliced.store.digest()).toBe(whole.store.digest());
    expect(sliced.queued).toBe(0);
  });

  it('find the same deadlock', () => {
    const program = compileSystem(diningPhilosophers(4, 'same side'));
    const sliced = new Search(program);
    while (!sliced.run(3));
    expect(sliced.result()).toEqual(search(program).result());
  });
});

describe('ranges', () => {
  const runaway: Run = function* () {
    for (;;) {
      yield retryPoint('loop');
      yield step(add, 1);
    }
  };

  it('a value that does not fit its bits ends the search with an error', () => {
    expect(() => search(systemOf({ runaway }, { fields: { x: { length: 1, max: 3 } } }))).toThrow(
      'process runaway: add(1) leaves x = 4, outside 0..3, after 3 moves:\n' +
        '  1. runaway: add(1): done\n  2. runaway: add(1): done\n  3. runaway: add(1): done',
    );
  });

  it('so does a value that fits its bits', () => {
    expect(() => search(systemOf({ runaway }))).toThrow('add(1) leaves x = 11, outside 0..10, after 10 moves:');
  });

  it('an initial state out of range is an error', () => {
    const init = (s: State) => {
      s.x[0] = 11;
    };
    expect(() => search(systemOf({ climber }, { init }))).toThrow('x = 11, outside 0..10: in the initial state');
  });
});

it('generated code and tables give equal results on random systems', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const program = compileSystem(system);
      const [generated, tables] = (['generated', 'tables'] as const).map((successors) =>
        search(program, { successors }),
      );
      expect(generated.result()).toEqual(tables.result());
      expect(generated.store.digest()).toBe(tables.store.digest());
    }),
    { numRuns: 60 },
  );
});
