/**
 * The lost update: tasks increment a shared counter, each by a read and, later, a write of what it read plus one. Two that
 * read the same value count once. With an atomic increment nothing is lost.
 */

import type { Cells } from '../../src/checker/layout.js';
import { atomic, type Process, step } from '../../src/checker/process.js';
import type { System } from '../../src/checker/system.js';

interface Shared {
  readonly counter: Cells;
  /** Increments that are over. No task looks at it. */
  readonly finished: Cells;
}

const write = atomic('write', (s: Shared, value: number) => {
  s.counter[0] = value;
  s.finished[0]++;
});

const increment = atomic('increment', (s: Shared) => {
  s.counter[0]++;
  s.finished[0]++;
});

function* atomicTask(): Process<Shared> {
  yield step(increment);
}

/** @param how `racy`: by a read and a write; `atomic`: in one step */
export function lostUpdate(tasks: number, how: 'racy' | 'atomic'): System<Shared> {
  // Who reads has not written yet, so the counter is below the number of tasks.
  const values = Array.from({ length: tasks }, (_, value) => String(value));
  const read = atomic('read', values, (s: Shared) => s.counter[0]);

  function* racyTask(): Process<Shared> {
    const seen = yield step(read);
    yield step(write, seen + 1);
  }

  return {
    fields: { counter: { length: 1, max: tasks }, finished: { length: 1, max: tasks, ghost: true } },
    bind: ({ counter, finished }) => ({ counter, finished }),
    init: () => {},
    processes: Array.from({ length: tasks }, (_, i) => ({
      name: `task ${i}`,
      run: how === 'racy' ? racyTask : atomicTask,
    })),
  };
}

/** Every increment that is over has been counted. */
export function nothingLost(s: Shared): boolean {
  return s.counter[0] === s.finished[0];
}
