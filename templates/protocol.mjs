/**
 * A protocol of one's own, with the engine alone: two processes that lock by a flag each and a turn (Peterson). Run it with
 * `node example.mjs`, in a project that has the package. docs/checker.md says more.
 */

import { atomic, BLOCKED, compileSystem, idleUntil, retryPoint, search, step, waitUntil } from 'pageoffline/checker';

const setWants = atomic('wants = 1', (s, me) => {
  s.wants[me] = 1;
});
const giveTurn = atomic('turn = other', (s, me) => {
  s.turn[0] = 1 - me;
});
const enter = atomic('enter', (s, me) => {
  if (s.wants[1 - me] === 1 && s.turn[0] !== me) return BLOCKED;
  s.inside[0]++;
  return 0;
});
const leave = atomic('leave', (s, me) => {
  s.inside[0]--;
  s.wants[me] = 0;
});

function* contender(me) {
  for (;;) {
    yield retryPoint('outside');
    yield idleUntil(setWants, me);
    yield step(giveTurn, me);
    yield waitUntil(enter, me);
    yield step(leave, me);
  }
}

const program = compileSystem({
  fields: { wants: { length: 2, max: 1 }, turn: { length: 1, max: 1 }, inside: { length: 1, max: 2 } },
  bind: (views) => views,
  init: () => {},
  processes: [0, 1].map((me) => ({ name: `process ${me}`, run: () => contender(me) })),
});

const invariants = [{ id: 'one at a time', holds: (s) => s.inside[0] <= 1 }];

export const result = search(program, { invariants }).result();

process.stdout.write(`example: ${result.states} states, ${result.violations.size} violations\n`);
