/** Peterson's lock of docs/checker.md, run: what stands between markers here is what stands there. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
// [protocol
import {
  atomic,
  BLOCKED,
  type Cells,
  compileSystem,
  findLasso,
  idleUntil,
  type Process,
  replayMoves,
  retryPoint,
  type System,
  search,
  step,
  Walk,
  waitUntil,
} from '../../../src/checker/index.js';

interface Lock {
  /** Of each process: it wants to enter. */
  readonly wants: Cells;
  /** Who goes first when both want to. */
  readonly turn: Cells;
  /** Of each process: it is inside. No process looks at it. */
  readonly inside: Cells;
}

const setWants = atomic('wants[me] = true', (lock: Lock, me: number) => {
  lock.wants[me] = 1;
});

const giveTurn = atomic('turn = other', (lock: Lock, me: number) => {
  lock.turn[0] = 1 - me;
});

const mayEnter = atomic('while (wants[other] && turn == other)', (lock: Lock, me: number) => {
  if (lock.wants[1 - me] === 1 && lock.turn[0] !== me) return BLOCKED;
  lock.inside[me] = 1;
  return 0;
});

const leave = atomic('wants[me] = false', (lock: Lock, me: number) => {
  lock.inside[me] = 0;
  lock.wants[me] = 0;
});

function* contender(me: number): Process<Lock> {
  for (;;) {
    yield retryPoint('outside');
    yield idleUntil(setWants, me);
    yield step(giveTurn, me);
    yield waitUntil(mayEnter, me);
    yield step(leave, me);
  }
}
// ]

// [system
function lockOf(run: (me: number) => Process<Lock>): System<Lock> {
  return {
    fields: {
      wants: { length: 2, max: 1, index: 'process' },
      turn: { length: 1, max: 1 },
      inside: { length: 2, max: 1, index: 'process', ghost: true },
    },
    bind: ({ wants, turn, inside }) => ({ wants, turn, inside }),
    init: () => {},
    processes: [0, 1].map((me) => ({ name: `process ${me}`, run: () => run(me) })),
  };
}

const exclusion = { id: 'mutual exclusion', holds: ({ inside }: Lock) => inside[0] + inside[1] < 2 };
// ]

test('both are never inside', () => {
  // [holds
  const found = search(compileSystem(lockOf(contender)), { invariants: [exclusion] });
  const { states, violations, deadlock, incomplete, neverTaken } = found.result();
  expect(violations.size).toBe(0);
  expect(deadlock).toBeUndefined();
  // Every state was seen: this is a proof.
  expect(incomplete).toBeUndefined();
  expect(states).toBe(20);
  // And every step happened: it is a proof of something.
  expect(neverTaken).toEqual([]);
  // ]
});

// [broken
function* hasty(me: number): Process<Lock> {
  for (;;) {
    yield retryPoint('outside');
    yield idleUntil(giveTurn, me);
    yield step(setWants, me);
    yield waitUntil(mayEnter, me);
    yield step(leave, me);
  }
}
// ]

test('without the right order they are', () => {
  // [race
  const program = compileSystem(lockOf(hasty));
  const found = search(program, { invariants: [exclusion] });
  const state = found.violations.get('mutual exclusion') ?? -1;
  const { steps } = replayMoves(program, found.pathTo(state));
  expect(steps.map(({ process, action }) => `${process}: ${action}`)).toEqual([
    'process 0: turn = other',
    'process 1: turn = other',
    'process 1: wants[me] = true',
    'process 1: while (wants[other] && turn == other)',
    'process 0: wants[me] = true',
    'process 0: while (wants[other] && turn == other)',
  ]);
  // ]
});

test('who wants to enter does', () => {
  // [liveness
  const found = search(compileSystem(lockOf(contender)), {});
  const enters = { from: (lock: Lock) => lock.wants[0] === 1, to: (lock: Lock) => lock.inside[0] === 1 };
  expect(findLasso(found, { ...enters, fairness: () => 'weak' }).lasso).toBeUndefined();

  // Where a process may stop for ever inside, the other waits for ever.
  const { lasso } = findLasso(found, { ...enters, fairness: (process) => (process === 'process 0' ? 'weak' : 'none') });
  expect(lasso?.loop).toEqual([]);
  // ]
});

test('random runs find what is broken, and shrink', () => {
  // [random
  const walk = new Walk(compileSystem(lockOf(hasty)), { invariants: [exclusion] });
  const isSafe = (choices: readonly number[]) => {
    let next = 0;
    return walk.run((below) => choices[next++ % choices.length] % below, choices.length) !== 'violation';
  };
  const runs = fc.array(fc.nat(), { minLength: 1, maxLength: 60 });
  const { counterexample } = fc.check(
    fc.property(runs, (choices) => isSafe(choices)),
    { seed: 1, numRuns: 1_000 },
  );
  expect(counterexample?.[0].length).toBeLessThanOrEqual(8);
  // ]
});
