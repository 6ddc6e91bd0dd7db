/** The bounded buffer of docs/checker.md, run: what stands between markers here is what stands there. */

import { expect, test } from 'vitest';
// [protocol
import {
  atomic,
  BLOCKED,
  type Cells,
  compileSystem,
  type Process,
  reducedSearch,
  replayMoves,
  retryPoint,
  type System,
  search,
  select,
  step,
  waitUntil,
} from '../../../src/checker/index.js';

/** One condition variable for those who put and those who get, as notify() of Java has it. */
interface Buffer {
  readonly items: Cells;
  readonly locked: Cells;
  /** Of each process: it sleeps until somebody wakes it. */
  readonly sleeps: Cells;
}

const CAPACITY = 1;

const lock = atomic('lock', ({ locked }: Buffer) => {
  if (locked[0] === 1) return BLOCKED;
  locked[0] = 1;
  return 0;
});

const unlock = atomic('unlock', ({ locked }: Buffer) => {
  locked[0] = 0;
});

const put = atomic('put', ['full', 'done'], ({ items }: Buffer) => {
  if (items[0] === CAPACITY) return 0;
  items[0]++;
  return 1;
});

const get = atomic('get', ['empty', 'done'], ({ items }: Buffer) => {
  if (items[0] === 0) return 0;
  items[0]--;
  return 1;
});

/** Lets go of the lock and falls asleep, at once. */
const sleep = atomic('wait', ({ locked, sleeps }: Buffer, me: number) => {
  locked[0] = 0;
  sleeps[me] = 1;
});

const isAwake = atomic('woken', ({ sleeps }: Buffer, me: number) => (sleeps[me] === 1 ? BLOCKED : 0));

const wake = atomic('notify', ({ sleeps }: Buffer, whom: number) => {
  if (sleeps[whom] === 0) return BLOCKED;
  sleeps[whom] = 0;
  return 0;
});

const wakeNobody = atomic('notify nobody', ({ sleeps }: Buffer) => {
  for (let i = 0; i < sleeps.length; i++) if (sleeps[i] === 1) return BLOCKED;
  return 0;
});

const wakeAll = atomic('notifyAll', ({ sleeps }: Buffer) => {
  for (let i = 0; i < sleeps.length; i++) sleeps[i] = 0;
});

type Wake = 'notify' | 'notifyAll';

/** Puts or gets, for ever. */
function* worker(me: number, act: typeof put, processes: number, how: Wake): Process<Buffer> {
  for (;;) {
    yield retryPoint('lock');
    yield waitUntil(lock);
    for (;;) {
      yield retryPoint('try');
      if ((yield step(act)) === 1) break;
      yield step(sleep, me);
      yield waitUntil(isAwake, me);
      yield waitUntil(lock);
    }
    yield* wakeSomebody(processes, how);
    yield step(unlock);
  }
}

function* wakeSomebody(processes: number, how: Wake): Process<Buffer> {
  if (how === 'notifyAll') {
    yield step(wakeAll);
    return;
  }
  // The choice is made with the action: whoever does not sleep cannot be chosen.
  const others = Array.from({ length: processes }, (_, i) => `process ${i}`);
  const whom = yield select('who wakes', [...others, 'nobody']);
  if (whom === processes) yield waitUntil(wakeNobody);
  else yield waitUntil(wake, whom);
}

function buffer(producers: number, consumers: number, how: Wake): System<Buffer> {
  const all = producers + consumers;
  return {
    fields: {
      items: { length: 1, max: CAPACITY },
      locked: { length: 1, max: 1 },
      sleeps: { length: all, max: 1, index: 'process' },
    },
    bind: ({ items, locked, sleeps }) => ({ items, locked, sleeps }),
    init: () => {},
    processes: Array.from({ length: all }, (_, me) => ({
      name: me < producers ? `producer ${me}` : `consumer ${me}`,
      run: () => worker(me, me < producers ? put : get, all, how),
    })),
  };
}
// ]

test('notify() can wake the wrong one, and then all sleep', () => {
  // [deadlock
  const program = compileSystem(buffer(1, 2, 'notify'));
  const found = search(program, {});
  const { deadlock } = found.result();
  expect(deadlock?.waiting).toEqual(['producer 0', 'consumer 1', 'consumer 2']);
  const { steps } = replayMoves(program, found.pathTo(deadlock?.state ?? -1));
  const wakings = steps.filter(({ action }) => action === 'notify');
  // A consumer woke the other consumer, and not who could fill the buffer.
  expect(wakings.map(({ process, args }) => `${process} wakes ${args}`).at(-1)).toBe('consumer 1 wakes 2');
  // ]
});

test('notifyAll() cannot, and one consumer alone is safe', () => {
  // [holds
  for (const system of [buffer(1, 2, 'notifyAll'), buffer(1, 1, 'notify')]) {
    const { deadlock, incomplete } = search(compileSystem(system), {}).result();
    expect([deadlock, incomplete]).toEqual([undefined, undefined]);
  }
  // ]
});

test('what is done under the lock need not be tried in every order', () => {
  // [reduced
  const sleeping = compileSystem(buffer(1, 2, 'notify'));
  const { states, isDeadlocked } = reducedSearch(sleeping, { invariants: [], afterViolation: 'explore' });
  expect(isDeadlocked).toBe(true);
  expect(states).toBeLessThan(search(sleeping, {}).result().states / 2);
  // ]
});
