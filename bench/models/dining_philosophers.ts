/**
 * Dijkstra's dining philosophers: each takes the fork on one side, then the other, eats, and puts both back. If all take the
 * same side first they may deadlock, each with one fork; if one of them takes the other side first they cannot.
 */

import type { Cells } from '../../src/checker/layout.js';
import { atomic, BLOCKED, type Process, retryPoint, step, waitUntil } from '../../src/checker/process.js';
import type { System } from '../../src/checker/system.js';

interface Table {
  readonly taken: Cells;
}

const take = atomic('take', (table: Table, fork: number) => {
  if (table.taken[fork] === 1) return BLOCKED;
  table.taken[fork] = 1;
  return 0;
});

const putBack = atomic('put back', (table: Table, fork: number, other: number) => {
  table.taken[fork] = 0;
  table.taken[other] = 0;
});

function* philosopher(first: number, second: number): Process<Table> {
  for (;;) {
    yield retryPoint('thinking');
    yield waitUntil(take, first);
    yield waitUntil(take, second);
    yield step(putBack, first, second);
  }
}

/** @param manners `same side`: all take the fork on their own side first; `one differs`: the last takes the other first. */
export function diningPhilosophers(philosophers: number, manners: 'same side' | 'one differs'): System<Table> {
  return {
    fields: { taken: { length: philosophers, max: 1, labels: ['free', 'taken'], index: 'fork' } },
    bind: ({ taken }) => ({ taken }),
    // Every fork is on the table at first: all zeros.
    init: () => {},
    processes: Array.from({ length: philosophers }, (_, i) => {
      const [own, next] = [i, (i + 1) % philosophers];
      const differs = manners === 'one differs' && i === philosophers - 1;
      return { name: `philosopher ${i}`, run: () => (differs ? philosopher(next, own) : philosopher(own, next)) };
    }),
  };
}
