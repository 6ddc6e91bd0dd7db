/** What an action must not do: each is an error that names the process, the action, and the moves before it. */

import { describe, expect, it } from 'vitest';
import { ActionError } from '../../src/checker/action_error.js';
import type { Cells, Fields } from '../../src/checker/layout.js';
import { atomic, BLOCKED, type Outcome, type Process, retryPoint, step, waitUntil } from '../../src/checker/process.js';
import { search } from '../../src/checker/search.js';
import { compileSystem, type System } from '../../src/checker/system.js';
import { Walk } from '../../src/checker/walk.js';

interface State {
  readonly x: Cells;
  readonly slots: Cells;
}

const FIELDS = {
  x: { length: 1, max: 10 },
  slots: { length: 3, max: 3, index: 'slot' },
} satisfies Fields;

const raise = atomic('raise', (s: State) => {
  s.x[0]++;
});

/** Raises x to 2, then does the action with the argument 1. */
function afterTwo(run: (s: State, arg: number) => unknown, outcomes: readonly string[], waits = false): System<State> {
  // A caller that is not typed may return anything.
  const faulty = atomic('faulty', outcomes, run as (s: State, arg: number) => Outcome);
  function* process(): Process<State> {
    yield step(raise);
    yield step(raise);
    yield waits ? waitUntil(faulty, 1) : step(faulty, 1);
  }
  return {
    fields: FIELDS,
    bind: ({ x, slots }) => ({ x, slots }),
    init: () => {},
    processes: [{ name: 'bad', run: process }],
  };
}

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

const PATH = ', after 2 moves:\n  1. bad: raise(): done\n  2. bad: raise(): done';

let calls = 0;

interface Fault {
  readonly does: string;
  readonly run: (s: State, arg: number) => unknown;
  readonly what: string;
  readonly waits?: true;
}

function put(cells: Cells, element: number, value: number): void {
  cells[element] = value;
}

const isNone = (returned: string) => `returned ${returned}, which is no outcome of it: 0 no, 1 yes`;

const FAULTS: readonly Fault[] = [
  { does: 'returns NaN', run: () => Number.NaN, what: isNone('NaN') },
  { does: 'returns a string', run: () => '1', what: isNone('"1"') },
  { does: 'returns a fraction', run: () => 0.5, what: isNone('0.5') },
  { does: 'returns null', run: () => null, what: isNone('null') },
  { does: 'returns a number beyond its outcomes', run: () => 2, what: isNone('2') },
  {
    does: 'throws',
    run: () => {
      throw new Error('no luck');
    },
    what: 'failed: no luck',
  },
  {
    does: 'blocks in a step',
    run: () => BLOCKED,
    what: 'blocked, but was asked for with step: use waitUntil or idleUntil',
  },
  { does: 'leaves a value above its range', run: (s) => put(s.x, 0, 11), what: 'leaves x = 11, outside 0..10' },
  { does: 'leaves a value that does not fit', run: (s) => put(s.x, 0, 77), what: 'leaves x = 77, outside 0..10' },
  { does: 'leaves a value below its range', run: (s) => put(s.x, 0, -1), what: 'leaves x = 255, outside 0..10' },
];

const AGAIN = 'does not do the same each time in the same state';

/** Those that are found by doing the actions again. */
const HIDDEN: readonly Fault[] = [
  {
    does: 'writes beyond a field',
    run: (s, arg) => put(s.slots, arg + 2, 1),
    what: 'writes to slots[3], but slots has 3 elements, numbered from 0',
  },
  { does: 'writes before a field', run: (s) => put(s.x, -1, 1), what: 'writes to x[-1], but x has one element' },
  {
    does: 'writes a fraction',
    run: (s) => put(s.slots, 1, s.x[0] / 4),
    what: 'writes 0.5 to slots[slot 1], which holds only integers',
  },
  {
    does: 'writes NaN',
    run: (s) => put(s.slots, 1, Number.NaN),
    what: 'writes NaN to slots[slot 1], which holds only integers',
  },
  {
    does: 'leaves a value that its array wraps into its range',
    run: (s) => put(s.x, 0, 259),
    what: 'leaves x = 259, outside 0..10',
  },
  { does: 'writes what depends on earlier calls', run: (s) => put(s.x, 0, ++calls % 7), what: AGAIN },
  { does: 'returns what depends on earlier calls', run: () => ++calls % 2, what: AGAIN },
  {
    does: 'changes the state and blocks',
    run: (s) => {
      s.x[0] = 3;
      return BLOCKED;
    },
    what: 'changes the state, then blocks',
    waits: true,
  },
];

describe('a search ends with an error at an action that', () => {
  it.each([...FAULTS, ...HIDDEN])('$does', ({ run, what, waits }) => {
    const error = errorOf(() => search(compileSystem(afterTwo(run, ['no', 'yes'], waits))));
    expect(error).toBeInstanceOf(ActionError);
    expect(String(error)).toContain(`process bad: faulty(1) ${what}`);
    expect(String(error)).toContain(PATH);
    expect(error).toMatchObject({
      process: 'bad',
      action: 'faulty(1)',
      path: [{ action: 'raise' }, { action: 'raise' }],
    });
  });

  it.each(FAULTS)('$does, by tables too', ({ run, what }) => {
    const program = compileSystem(afterTwo(run, ['no', 'yes']));
    expect(() => search(program, { successors: 'tables' })).toThrow(`process bad: faulty(1) ${what}${PATH}`);
  });

  it('takes true for the one outcome that it has', () => {
    const system = afterTwo(() => true, ['done']);
    expect(() => search(compileSystem(system))).toThrow('returned true, which is no outcome of it: 0 done');
  });

  it('returns a string where there are three outcomes', () => {
    const system = afterTwo(() => '2', ['a', 'b', 'c']);
    expect(() => search(compileSystem(system))).toThrow('returned "2", which is no outcome of it: 0 a, 1 b, 2 c');
  });
});

it('what an action may return: nothing, a boolean, an index', () => {
  for (const [outcomes, returned] of [
    [['done'], undefined],
    [['done'], 0],
    [['no', 'yes'], true],
    [['no', 'yes'], undefined],
    [['a', 'b', 'c'], 2],
    [['a', 'b', 'c'], true],
  ] as const) {
    expect(search(compileSystem(afterTwo(() => returned, outcomes))).result().states).toBe(4);
  }
});

it('a fault that only few states show is found: each state of a small system is examined', () => {
  const fill = atomic('fill', (s: State) => {
    s.slots[s.x[0]] = 1;
    s.x[0] = (s.x[0] + 1) % 4;
  });
  function* filler(): Process<State> {
    for (;;) {
      yield retryPoint('filler');
      yield step(fill);
    }
  }
  const system = { ...afterTwo(() => 0, ['done']), processes: [{ name: 'filler', run: filler }] };
  expect(() => search(compileSystem(system))).toThrow('process filler: fill() writes to slots[3]');
});

describe('a walk ends with an error at an action that', () => {
  it.each(FAULTS)('$does', ({ run, what }) => {
    const walk = new Walk(compileSystem(afterTwo(run, ['no', 'yes'])));
    expect(() => walk.run(() => 0, 10)).toThrow(`process bad: faulty(1) ${what}${PATH}`);
  });
});

it('tells a long way by its last steps', () => {
  function* process(): Process<State> {
    for (let i = 0; i < 30; i++) yield step(turn);
    yield step(fail);
  }
  const turn = atomic('turn', (s: State) => {
    s.x[0] = (s.x[0] + 1) % 11;
  });
  const fail = atomic('fail', () => {
    throw new Error('at the end');
  });
  const system = { ...afterTwo(() => 0, ['done']), processes: [{ name: 'long', run: process }] };
  const { message } = errorOf(() => search(compileSystem(system))) as Error;
  expect(message.split('\n')).toHaveLength(22);
  expect(message).toContain('after 30 moves:\n  (10 more before)\n  11. long: turn(): done');
});

it('names an invariant that fails, and the way to the state', () => {
  const invariants = [
    {
      id: 'odd one',
      holds: ({ x }: State) => {
        if (x[0] === 1) throw new Error('cannot look');
        return true;
      },
    },
  ];
  const program = compileSystem(afterTwo(() => 0, ['done']));
  expect(() => search(program, { invariants })).toThrow(
    'invariant odd one failed: cannot look, after 1 move:\n  1. bad: raise(): done',
  );
});
