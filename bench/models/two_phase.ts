/**
 * Two-phase commit with N resource managers, as in Lamport's TwoPhase specification: messages are a set that only grows, a
 * manager may abort alone while it works, and the transaction manager commits once all have prepared.
 * Published counts of distinct states: 288, 8,832, 296,448 and 1,745,408 for N = 3, 5, 7, 8.
 */

import type { Cells } from '../../src/checker/layout.js';
import { atomic, BLOCKED, type Process, retryPoint, select, step, waitUntil } from '../../src/checker/process.js';
import type { System } from '../../src/checker/system.js';

interface TwoPhase {
  readonly manager: Cells;
  /** The message "prepared" of this resource manager was sent. */
  readonly sent: Cells;
  /** The transaction manager has received "prepared" from this resource manager. */
  readonly received: Cells;
  readonly decision: Cells;
}

const PREPARED = 1;
const COMMITTED = 2;
const ABORTED = 3;

const COMMIT = 1;
const ABORT = 2;

const prepare = atomic('prepare', (s: TwoPhase, rm: number) => {
  s.manager[rm] = PREPARED;
  s.sent[rm] = 1;
});

const abortAlone = atomic('abort alone', (s: TwoPhase, rm: number) => {
  s.manager[rm] = ABORTED;
});

const receiveCommit = atomic('receive commit', (s: TwoPhase, rm: number) => {
  if (s.decision[0] !== COMMIT) return BLOCKED;
  s.manager[rm] = COMMITTED;
  return 0;
});

const receiveAbort = atomic('receive abort', (s: TwoPhase, rm: number) => {
  if (s.decision[0] !== ABORT) return BLOCKED;
  s.manager[rm] = ABORTED;
  return 0;
});

function* resourceManager(rm: number): Process<TwoPhase> {
  const working = yield select('working', ['prepare', 'abort alone', 'told to abort']);
  if (working === 1) yield step(abortAlone, rm);
  else if (working === 2) yield waitUntil(receiveAbort, rm);
  else {
    yield step(prepare, rm);
    if ((yield select('prepared', ['told to commit', 'told to abort'])) === 0) yield waitUntil(receiveCommit, rm);
    else yield waitUntil(receiveAbort, rm);
  }
}

const receivePrepared = atomic('receive prepared', (s: TwoPhase, rm: number) => {
  if (s.sent[rm] === 0 || s.received[rm] === 1) return BLOCKED;
  s.received[rm] = 1;
  return 0;
});

const commit = atomic('commit', (s: TwoPhase) => {
  for (let rm = 0; rm < s.received.length; rm++) if (s.received[rm] === 0) return BLOCKED;
  s.decision[0] = COMMIT;
  return 0;
});

const abort = atomic('abort', (s: TwoPhase) => {
  s.decision[0] = ABORT;
});

function* transactionManager(managers: number): Process<TwoPhase> {
  const receive = Array.from({ length: managers }, (_, rm) => `prepared from ${rm}`);
  for (;;) {
    yield retryPoint('undecided');
    const next = yield select('undecided', ['commit', 'abort', ...receive]);
    if (next === 0) return void (yield waitUntil(commit));
    if (next === 1) return void (yield step(abort));
    yield waitUntil(receivePrepared, next - 2);
  }
}

export function twoPhase(managers: number): System<TwoPhase> {
  return {
    fields: {
      manager: { length: managers, max: 3, labels: ['working', 'prepared', 'committed', 'aborted'], index: 'rm' },
      sent: { length: managers, max: 1, index: 'rm' },
      received: { length: managers, max: 1, index: 'rm' },
      decision: { length: 1, max: 2, labels: ['undecided', 'commit', 'abort'] },
    },
    bind: ({ manager, sent, received, decision }) => ({ manager, sent, received, decision }),
    // Every manager working and nothing decided is all zeros.
    init: () => {},
    processes: [
      { name: 'tm', run: () => transactionManager(managers) },
      ...Array.from({ length: managers }, (_, rm) => ({ name: `rm${rm}`, run: () => resourceManager(rm) })),
    ],
  };
}

/** No manager has committed while another aborted. */
export function consistent(state: TwoPhase): boolean {
  let seen = 0;
  for (let rm = 0; rm < state.manager.length; rm++) seen |= 1 << state.manager[rm];
  return (seen & ((1 << COMMITTED) | (1 << ABORTED))) !== ((1 << COMMITTED) | (1 << ABORTED));
}
