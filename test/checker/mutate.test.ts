/** Each kind of edit on a system of two processes with a lock and a counter, by the states that can then be reached. */

import { describe, expect, test } from 'vitest';
import type { Cells } from '../../src/checker/layout.js';
import { compileMutant, type Edit } from '../../src/checker/mutate.js';
import {
  atomic,
  BLOCKED,
  ignoreOutcome,
  type Process,
  retryPoint,
  step,
  waitUntil,
} from '../../src/checker/process.js';
import { search } from '../../src/checker/search.js';
import { compileSystem, createWorkspace, type System } from '../../src/checker/system.js';
import { Replay, type TraceStep } from '../../src/checker/trace.js';

interface Counter {
  readonly lock: Cells;
  readonly count: Cells;
  readonly inside: Cells;
  readonly seen: Cells;
}

const lock = atomic('lock', (s: Counter) => {
  if (s.lock[0] === 1) return BLOCKED;
  s.lock[0] = 1;
  return 0;
});
const unlock = atomic('unlock', (s: Counter) => {
  s.lock[0] = 0;
});
const enter = atomic('enter', (s: Counter) => {
  s.inside[0]++;
});
const leave = atomic('leave', (s: Counter) => {
  s.inside[0]--;
});
const add = atomic('add', ['first', 'again'], (s: Counter, by: number) => {
  const before = s.count[0];
  s.count[0] = Math.min(9, before + by);
  return before === 0 ? 0 : 1;
});
const note = atomic('note', (s: Counter, what: number) => {
  s.seen[0] = what;
});

/** Counts under the lock, and notes whether it was the first. */
function* counter(): Process<Counter> {
  yield waitUntil(lock);
  yield step(enter);
  const outcome = yield step(add, 1);
  yield step(leave);
  yield step(unlock);
  yield step(note, outcome + 1);
}

const SYSTEM: System<Counter> = {
  fields: {
    lock: { length: 1, max: 1 },
    count: { length: 1, max: 9 },
    inside: { length: 1, max: 2, ghost: true },
    seen: { length: 1, max: 2 },
  },
  bind: ({ lock, count, inside, seen }) => ({ lock, count, inside, seen }),
  init: () => {},
  processes: [
    { name: 'one', run: counter },
    { name: 'two', run: counter },
  ],
};

/** Every value that a field takes in some reachable state. */
function reached(field: keyof Counter, edits: readonly Edit[], system = SYSTEM): number[] {
  const program = compileMutant(system, edits);
  const { store } = search(program);
  const workspace = createWorkspace(program);
  const { unpack } = program.layout.packer(workspace.views);
  const values = new Set<number>();
  for (let state = 0; state < store.size; state++) {
    unpack(store.arena, state * store.words);
    values.add(workspace.state[field][0]);
  }
  return [...values].sort();
}

/** The actions of process one, with what it is told, when it runs alone. */
function alone(edits: readonly Edit[], system = SYSTEM): string[] {
  const replay = new Replay(compileMutant(system, edits));
  const steps: TraceStep[] = [];
  for (;;) {
    const move = replay.enabled().find(({ process }) => process === 0);
    const done = move === undefined ? undefined : replay.move(move);
    if (done === undefined) return steps.map(({ action, args, outcome }) => `${action}(${args.join()}) ${outcome}`);
    steps.push(done);
  }
}

test('where the system is compiled already, only processes that an edit is about are compiled again', () => {
  const compiled = compileSystem(SYSTEM);
  const edits: Edit[] = [{ kind: 'skip', action: 'lock', process: 'two' }];
  const [one, two] = compileMutant(SYSTEM, edits, compiled).automata;
  expect(one).toBe(compiled.automata[0]);
  expect(two).toEqual(compileMutant(SYSTEM, edits).automata[1]);
  expect(two).not.toEqual(compiled.automata[1]);
  const ofNone: Edit[] = [{ kind: 'skip', action: 'note', args: [3] }];
  expect(() => compileMutant(SYSTEM, ofNone, compiled)).toThrow('the system has no such step');
});

const UNCHANGED = ['lock() done', 'enter() done', 'add(1) first', 'leave() done', 'unlock() done', 'note(1) done'];

describe('without edits', () => {
  test('the system is as it was', () => {
    expect(alone([])).toEqual(UNCHANGED);
    expect(reached('inside', [])).toEqual([0, 1]);
    expect(reached('count', [])).toEqual([0, 1, 2]);
  });
});

describe('skip', () => {
  test('leaves a step out and tells the first outcome', () => {
    expect(alone([{ kind: 'skip', action: 'add' }])).toEqual(UNCHANGED.filter((each) => !each.startsWith('add')));
  });

  test('or the one that is named', () => {
    expect(alone([{ kind: 'skip', action: 'add', outcome: 'again' }]).at(-1)).toBe('note(2) done');
  });

  test('of one process alone', () => {
    expect(reached('count', [{ kind: 'skip', action: 'add', process: 'two' }])).toEqual([0, 1]);
  });

  test('with certain arguments alone', () => {
    expect(reached('seen', [])).toEqual([0, 1, 2]);
    expect(reached('seen', [{ kind: 'skip', action: 'note', args: [2] }])).toEqual([0, 1]);
    expect(reached('seen', [{ kind: 'skip', action: 'note', args: ['any'] }])).toEqual([0]);
  });
});

describe('force', () => {
  test('keeps what the step does, and tells another outcome', () => {
    expect(alone([{ kind: 'force', action: 'add', outcome: 'again' }]).slice(2)).toEqual([
      'add(1) again',
      'leave() done',
      'unlock() done',
      'note(2) done',
    ]);
  });

  test('in place of one outcome', () => {
    expect(alone([{ kind: 'force', action: 'add', instead: 'again', outcome: 'first' }])).toEqual(UNCHANGED);
    expect(reached('seen', [{ kind: 'force', action: 'add', instead: 'again', outcome: 'first' }])).toEqual([0, 1]);
  });

  test('lets a step that has to wait wait', () => {
    expect(reached('inside', [{ kind: 'force', action: 'lock', outcome: 'done' }])).toEqual([0, 1]);
  });
});

test('repeat does a step twice and tells the second outcome', () => {
  const steps = alone([{ kind: 'repeat', action: 'add' }]);
  expect(steps.slice(2, 4)).toEqual(['add(1) first', 'add(1) again']);
  expect(steps.at(-1)).toBe('note(2) done');
});

describe('redirect', () => {
  test('does a step with other arguments', () => {
    const steps = alone([{ kind: 'redirect', action: 'add', to: [3] }]);
    expect(steps[2]).toBe('add(3) first');
    expect(alone([{ kind: 'redirect', action: 'add', to: ['same'] }])).toEqual(alone([]));
  });

  test('or once more with them, and tells the outcome of the first', () => {
    const steps = alone([{ kind: 'redirect', action: 'add', to: [3], also: true }]);
    expect(steps.slice(2, 4)).toEqual(['add(1) first', 'add(3) again']);
    expect(steps.at(-1)).toBe('note(1) done');
  });
});

describe('delay', () => {
  test('puts a step off until another is done', () => {
    expect(alone([{ kind: 'delay', action: 'enter', until: 'leave' }]).slice(1, 4)).toEqual([
      'add(1) first',
      'leave() done',
      'enter() done',
    ]);
  });

  test('at most to the end of the process', () => {
    expect(alone([{ kind: 'delay', action: 'unlock', until: 'enter' }]).slice(-2)).toEqual([
      'note(1) done',
      'unlock() done',
    ]);
  });

  test('at most to the next retry point', () => {
    const system = { ...SYSTEM, processes: [{ name: 'one', run: unlocksLate }] };
    expect(alone([{ kind: 'delay', action: 'add', until: 'enter' }], system)).toEqual([
      'note(0) done',
      'add(1) first',
      'note(0) done',
    ]);
  });

  test('keeps several steps in their order', () => {
    const edits: Edit[] = [{ kind: 'delay', action: 'note', until: 'never' }];
    const system = { ...SYSTEM, processes: [{ name: 'one', run: notesTwice }] };
    expect(alone(edits, system)).toEqual(['note(1) done', 'note(2) done']);
  });

  test('only when nothing depends on how the step goes', () => {
    expect(() => compileMutant(SYSTEM, [{ kind: 'delay', action: 'add', until: 'leave' }])).toThrow(
      'add cannot be put off: the process looks at its outcome',
    );
  });
});

function* unlocksLate(): Process<Counter> {
  yield ignoreOutcome(step(add, 1));
  yield step(note, 0);
  yield retryPoint('between');
  yield step(note, 0);
}

function* notesTwice(): Process<Counter> {
  yield step(note, 1);
  yield step(note, 2);
}

describe('misread', () => {
  test('makes a lock free, and its new owner its owner', () => {
    const edit: Edit = { kind: 'misread', action: 'lock', field: 'lock', as: 0 };
    expect(reached('inside', [edit])).toEqual([0, 1, 2]);
    expect(reached('lock', [edit])).toEqual([0, 1]);
  });

  test('gives back what the step did not write', () => {
    const edit: Edit = { kind: 'misread', action: 'add', field: 'lock', as: 0 };
    expect(reached('inside', [edit])).toEqual([0, 1]);
  });
});

test('lose undoes what the step writes to a field, and nothing else', () => {
  expect(reached('count', [{ kind: 'lose', action: 'add', field: 'count' }])).toEqual([0]);
  expect(reached('inside', [{ kind: 'lose', action: 'lock', field: 'lock' }])).toEqual([0, 1, 2]);
});

test('an edit changes what the ones before it made', () => {
  const edits: Edit[] = [
    { kind: 'repeat', action: 'add' },
    { kind: 'skip', action: 'add', process: 'two' },
  ];
  expect(reached('count', edits)).toEqual([0, 1, 2]);
});

describe('says what is wrong with an edit', () => {
  test.each<[Edit, string]>([
    [{ kind: 'skip', action: 'subtract' }, 'the system has no such step'],
    [{ kind: 'skip', action: 'add', process: 'three' }, 'the system has no such step'],
    [{ kind: 'skip', action: 'add', args: [2] }, 'the system has no such step'],
    [{ kind: 'skip', action: 'add', outcome: 'last' }, 'add has no outcome "last": one of first, again'],
    [{ kind: 'force', action: 'add', outcome: 'last' }, 'add has no outcome "last"'],
    [{ kind: 'lose', action: 'add', field: 'total' }, 'no field is called total: one of lock, count'],
    [{ kind: 'misread', action: 'add', field: 'inside', as: 0 }, 'field inside is ghost state'],
  ])('%j', (edit, message) => {
    expect(() => compileMutant(SYSTEM, [edit])).toThrow(message);
  });
});
