/** Random walks against the exhaustive search of the same small system. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { Cells, Fields, Views } from '../../src/checker/layout.js';
import { atomic, BLOCKED, idleUntil, type Process, retryPoint, select, step } from '../../src/checker/process.js';
import { search } from '../../src/checker/search.js';
import { compileSystem, type System } from '../../src/checker/system.js';
import { replayMoves } from '../../src/checker/trace.js';
import { type Draw, follow, Walk } from '../../src/checker/walk.js';

interface Counter {
  readonly count: Cells;
}

const MOST = 5;
const drawOf = (seed: string): Draw => {
  const random = seedrandom(seed);
  return (below) => Math.floor(random.quick() * below);
};

const raise = atomic('raise', (k: Counter) => {
  if (k.count[0] === MOST) return BLOCKED;
  k.count[0]++;
  return 0;
});
const lower = atomic('lower', ['lowered', 'at 0'], (k: Counter, by: number) => {
  if (k.count[0] < by) return 1;
  k.count[0] -= by;
  return 0;
});

function* raiser(): Process<Counter> {
  for (;;) {
    yield retryPoint('raise');
    yield idleUntil(raise);
  }
}

/** Chooses by how much, then ends. */
function* lowerOnce(): Process<Counter> {
  const by = yield select('by', ['one', 'two', 'three']);
  yield step(lower, by + 1);
}

function counterSystem(processes: System<Counter>['processes'], halted?: (k: Counter) => boolean): System<Counter> {
  return {
    fields: { count: { length: 1, max: MOST } },
    bind: ({ count }: Views<Fields>) => ({ count }),
    init: () => {},
    processes,
    ...(halted === undefined ? {} : { halted }),
  };
}

const both = [
  { name: 'raiser', run: raiser },
  { name: 'lowerer', run: lowerOnce },
];

describe('Walk', () => {
  it('makes only moves that are possible, and reaches what the search reaches', () => {
    const program = compileSystem(counterSystem(both));
    const walk = new Walk(program);
    const seen = new Set<string>();
    for (let run = 0; run < 5_000; run++) {
      walk.run(drawOf(`reach/${run}`), 12);
      replayMoves(program, walk.path());
      follow(program, walk.path(), (_, __, { words }) => {
        seen.add(words.join());
        return false;
      });
    }
    expect(seen.size).toBe(search(program).store.size);
  });

  it('draws uniformly from the moves that are possible', () => {
    const init = (k: Counter) => {
      k.count[0] = MOST;
    };
    const program = compileSystem({ ...counterSystem(both), init });
    const walk = new Walk(program);
    const counts = [0, 0, 0];
    const runs = 3_000;
    for (let run = 0; run < runs; run++) {
      walk.run(drawOf(`uniform/${run}`), 1);
      const [move] = walk.path();
      expect(move.process).toBe(1);
      counts[move.branch]++;
    }
    // Five standard deviations of a fair draw.
    for (const count of counts) expect(Math.abs(count - runs / 3)).toBeLessThan(5 * Math.sqrt((runs * 2) / 9));
  });

  it('stops in the first state that violates an invariant', () => {
    const invariants = [{ id: 'below 3', holds: (k: Counter) => k.count[0] < 3 }];
    const walk = new Walk(compileSystem(counterSystem(both)), { invariants });
    expect(walk.run(drawOf('stop'), 100)).toBe('violation');
    const after = follow(walk.program, walk.path(), (k) => k.count[0] >= 3);
    expect(walk.violations.get('below 3')).toBe(walk.length);
    expect(after).toBe(walk.length);
  });

  it('goes on behind a violation when told to, and notes the first only', () => {
    const invariants = [{ id: 'below 3', holds: (k: Counter) => k.count[0] < 3 }];
    const walk = new Walk(compileSystem(counterSystem([both[0]])), { invariants, afterViolation: 'explore' });
    expect(walk.run(drawOf('explore'), 100)).toBe('dead end');
    expect(walk.violations).toEqual(new Map([['below 3', 3]]));
    expect(walk.length).toBe(MOST);
  });

  it('tells why it ended', () => {
    const raiserOnly = counterSystem([both[0]]);
    expect(new Walk(compileSystem(raiserOnly)).run(drawOf('end'), 3)).toBe('length');
    expect(new Walk(compileSystem(raiserOnly)).run(drawOf('end'), 30)).toBe('dead end');
    const halting = counterSystem([both[0]], (k) => k.count[0] === 2);
    expect(new Walk(compileSystem(halting)).run(drawOf('end'), 30)).toBe('halted');
  });

  it('starts from the initial state each time, and is the same for the same draws', () => {
    const walk = new Walk(compileSystem(counterSystem(both)));
    walk.run(drawOf('again'), 300);
    const first = walk.path();
    walk.run(drawOf('other'), 10);
    walk.run(drawOf('again'), 300);
    expect(walk.path()).toEqual(first);
  });

  it('refuses an outcome that is not declared, a step that blocks, and a value out of range', () => {
    const program = (run: (k: Counter) => number) => {
      const fault = atomic('fault', ['only'], run);
      function* faulty(): Process<Counter> {
        yield step(fault);
      }
      return compileSystem(counterSystem([{ name: 'faulty', run: faulty }]));
    };
    const walk = (run: (k: Counter) => number) => () => new Walk(program(run)).run(drawOf('fault'), 3);
    expect(walk(() => 1)).toThrow(
      'process faulty: fault() returned 1, which is no outcome of it: 0 only, in the initial state',
    );
    expect(walk(() => BLOCKED)).toThrow('process faulty: fault() blocked, but was asked for with step');
    expect(
      walk((k) => {
        k.count[0] = MOST + 1;
        return 0;
      }),
    ).toThrow('process faulty: fault() leaves count = 6, outside 0..5, in the initial state');
  });
});

describe('follow', () => {
  it('refuses moves of another program', () => {
    const program = compileSystem(counterSystem(both));
    const never = () => false;
    expect(() => follow(program, [{ process: 1, branch: 7 }], never)).toThrow('move 1 of 1 is not possible');
  });
});
