/**
 * Random small systems for tests that compare two ways of doing the same: a few processes, each a random table of
 * instructions over a few shared cells, with steps, waits, idling, choices, ignored outcomes, and a state that halts.
 */

import fc from 'fast-check';
import type { Cells } from '../../src/checker/layout.js';
import {
  atomic,
  BLOCKED,
  choose,
  idleUntil,
  ignoreOutcome,
  type Process,
  type Request,
  retryPoint,
  select,
  step,
  waitUntil,
} from '../../src/checker/process.js';
import type { System } from '../../src/checker/system.js';

export interface SmallState {
  readonly cell: Cells;
}

const CELLS = 3;
const LARGEST = 2;

/** Moves one cell on, around the range; the outcome tells whether it came back to zero. */
const turn = atomic('turn', ['on', 'wrapped'], (s: SmallState, i: number) => {
  s.cell[i] = (s.cell[i] + 1) % (LARGEST + 1);
  return s.cell[i] === 0;
});

/** Takes a cell from one value to zero, and blocks at any other. */
const consume = atomic('consume', (s: SmallState, i: number, value: number) => {
  if (s.cell[i] !== value) return BLOCKED;
  s.cell[i] = 0;
  return 0;
});

const swap = atomic('swap', ['same', 'different'], (s: SmallState, i: number, j: number) => {
  const was = s.cell[i];
  s.cell[i] = s.cell[j];
  s.cell[j] = was;
  return was !== s.cell[i];
});

const ACTIONS = ['turn', 'consume', 'idle', 'swap', 'ignored'] as const;

interface Instruction {
  readonly choice: 'none' | 'choose' | 'select';
  readonly action: (typeof ACTIONS)[number];
  readonly i: number;
  readonly j: number;
  /** Where to go on after each outcome, or past the table to end. */
  readonly next: readonly [number, number];
}

function request({ action, i, j }: Instruction): Request<SmallState> {
  switch (action) {
    case 'turn':
      return step(turn, i);
    case 'consume':
      return waitUntil(consume, i, j);
    case 'idle':
      return idleUntil(consume, i, j);
    case 'swap':
      return step(swap, i, j);
    case 'ignored':
      return ignoreOutcome(step(swap, i, j));
  }
}

function* follow(table: readonly Instruction[]): Process<SmallState> {
  let at = 0;
  while (at < table.length) {
    yield retryPoint('instruction', at);
    let instruction = table[at];
    const other = table[(at + 1) % table.length];
    const options = ['this', 'other'];
    if (instruction.choice === 'choose' && (yield choose('which', options)) === 1) instruction = other;
    else if (instruction.choice === 'select' && (yield select('which', options)) === 1) instruction = other;
    at = instruction.next[(yield request(instruction)) === 0 ? 0 : 1];
  }
}

const index = fc.nat({ max: CELLS - 1 });
// One past the longest table, so that some ways end.
const next = fc.nat({ max: 4 });
const instruction: fc.Arbitrary<Instruction> = fc.record({
  choice: fc.constantFrom('none', 'none', 'choose', 'select'),
  action: fc.constantFrom(...ACTIONS),
  i: index,
  j: index,
  next: fc.tuple(next, next),
});
const table = fc.array(instruction, { minLength: 1, maxLength: 4 });

export const randomSystem: fc.Arbitrary<System<SmallState>> = fc
  .record({ tables: fc.array(table, { minLength: 1, maxLength: 3 }), halts: fc.boolean() })
  .map(({ tables, halts }) => ({
    fields: { cell: { length: CELLS, max: LARGEST, index: 'cell' } },
    bind: ({ cell }) => ({ cell }),
    init: (s) => {
      s.cell[1] = 1;
    },
    processes: tables.map((instructions, i) => ({ name: `p${i}`, run: () => follow(instructions) })),
    ...(halts ? { halted: (s: SmallState) => s.cell[0] === LARGEST && s.cell[1] === LARGEST } : {}),
  }));
