/** The reduced search: what it finds is what the plain one finds, where processes go first commutes, and wrong marks fail. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActionError } from '../../src/checker/action_error.js';
import type { AmpleLocation } from '../../src/checker/ample.js';
import { type Discipline, disciplineOf } from '../../src/checker/discipline.js';
import type { Cells } from '../../src/checker/layout.js';
import { atomic, BLOCKED, type Process, retryPoint, step, waitUntil } from '../../src/checker/process.js';
import { ReducedSearch } from '../../src/checker/reduced_search.js';
import { type Invariant, search } from '../../src/checker/search.js';
import { sortingOf } from '../../src/checker/sorting.js';
import { compileSystem, type Program, type System } from '../../src/checker/system.js';
import { doNotCommute } from './commuting.js';
import { randomSystem } from './random_system.js';

interface Account {
  /** Who has it, counted from 1. */
  readonly lock: Cells;
  readonly money: Cells;
  /** Of each clerk. */
  readonly seen: Cells;
}

const lock = atomic('lock', ({ lock: held }: Account, me: number) => {
  if (held[0] !== 0) return BLOCKED;
  held[0] = me + 1;
  return 0;
});

const unlock = atomic('unlock', ({ lock: held }: Account) => {
  held[0] = 0;
});

const look = atomic('look', ({ money, seen }: Account, me: number) => {
  seen[me] = money[0];
});

const pay = atomic('pay', ({ money, seen }: Account, me: number) => {
  money[0] = (seen[me] + 1) % 4;
});

const peep = atomic('peep', ['none', 'some'], ({ money }: Account) => money[0] > 0);

function* clerk(me: number): Process<Account> {
  for (;;) {
    yield retryPoint('desk');
    yield waitUntil(lock, me);
    yield step(look, me);
    yield step(pay, me);
    yield step(unlock);
  }
}

function* careless(me: number): Process<Account> {
  for (;;) {
    yield retryPoint('desk');
    yield step(look, me);
    yield step(pay, me);
  }
}

function* spy(): Process<Account> {
  for (;;) {
    yield retryPoint('window');
    yield step(peep);
  }
}

const bank = (...processes: readonly (() => Process<Account>)[]): System<Account> => ({
  fields: {
    lock: { length: 1, max: processes.length },
    money: { length: 1, max: 3 },
    seen: { length: processes.length, max: 3, index: 'clerk' },
  },
  bind: ({ lock: held, money, seen }) => ({ lock: held, money, seen }),
  init: () => {},
  processes: processes.map((run, i) => ({ name: `process ${i}`, run })),
});

const clerks = (count: number): System<Account> => bank(...Array.from({ length: count }, (_, me) => () => clerk(me)));

const LOST: Invariant<Account> = {
  id: 'lost',
  holds: ({ money, seen }) => !Array.from(seen).some((each) => each === (money[0] + 1) % 4),
};

/** Cells that one process each has to itself. */
interface Pair {
  readonly a: Cells;
  readonly b: Cells;
  readonly c: Cells;
}

const set = (name: keyof Pair, value: number) =>
  atomic(`${name} = ${value}`, (s: Pair) => {
    s[name][0] = value;
  });

const [setA, clearA, setB, clearB, setC] = [set('a', 1), set('a', 0), set('b', 1), set('b', 0), set('c', 1)];

type Setting = ReturnType<typeof set>;

function* each(settings: readonly Setting[]): Process<Pair> {
  for (const setting of settings) yield step(setting);
}

const pair = (...all: readonly (readonly Setting[])[]): System<Pair> => ({
  fields: { a: { length: 1, max: 1 }, b: { length: 1, max: 1 }, c: { length: 1, max: 1 } },
  bind: ({ a, b, c }) => ({ a, b, c }),
  init: () => {},
  processes: all.map((settings, i) => ({ name: `process ${i}`, run: () => each(settings) })),
});

function reduced<S>(
  program: Program<S>,
  invariants: readonly Invariant<S>[],
  afterViolation: 'stop' | 'explore' = 'explore',
  discipline = disciplineOf(program),
): ReducedSearch<S> {
  const run = new ReducedSearch(program, { invariants, afterViolation, sorting: sortingOf(program) }, discipline);
  run.run();
  return run;
}

/** The names of the elements that are held as locks, by process and location. */
function locksIn<S>(program: Program<S>): string[][][] {
  const { slots } = program.layout;
  return disciplineOf(program).held.map((locations) =>
    locations.map((held) => [...held.keys()].map((element) => `${slots[element].field}[${slots[element].element}]`)),
  );
}

describe('locks', () => {
  it('are found where they are held', () => {
    const [held] = locksIn(compileSystem(clerks(2)));
    expect(held).toEqual([[], ['lock[0]'], ['lock[0]'], ['lock[0]']]);
  });

  it('are none that somebody changes who does not hold them', () => {
    function* breaker(): Process<Account> {
      yield step(unlock);
    }
    const program = compileSystem(bank(() => clerk(0), breaker));
    expect(locksIn(program).flat(2)).toEqual([]);
  });

  it('are told apart by what else a process knows, where its location does not tell', () => {
    interface Door {
      readonly bolt: Cells;
      readonly noted: Cells;
    }
    const tryBolt = atomic('try', ['busy', 'got'], ({ bolt, noted }: Door) => {
      if (bolt[0] !== 0) return 0;
      bolt[0] = 1;
      noted[0] = 1;
      return 1;
    });
    const isNoted = atomic('noted', ['no', 'yes'], ({ noted }: Door) => noted[0] === 1);
    const unbolt = atomic('unbolt', ({ bolt, noted }: Door) => {
      bolt[0] = 0;
      noted[0] = 0;
    });
    function* guest(): Process<Door> {
      for (;;) {
        yield retryPoint('door');
        yield step(tryBolt);
        // Whatever came of it is forgotten here.
        yield retryPoint('inside');
        if ((yield step(isNoted)) === 1) yield step(unbolt);
      }
    }
    const program = compileSystem<Door>({
      fields: { bolt: { length: 1, max: 1 }, noted: { length: 1, max: 1 } },
      bind: ({ bolt, noted }) => ({ bolt, noted }),
      init: () => {},
      processes: [{ name: 'guest', run: guest }],
    });
    const held = locksIn(program)[0];
    const unbolting = program.automata[0].locations.findIndex(({ branches: [{ action }] }) => action === unbolt);
    expect(held[unbolting]).toContain('bolt[0]');
    expect(held.filter((each) => each.includes('bolt[0]'))).toHaveLength(1);
  });
});

describe('a reduced search', () => {
  it('passes what is done under a lock', () => {
    const program = compileSystem(clerks(3));
    const plain = search(program, { sorting: sortingOf(program) });
    const run = reduced(program, []);
    expect(run.store.size).toBeLessThan(plain.store.size / 2);
    expect(run.store.size).toBeGreaterThan(1);
  });

  it('passes nothing that somebody looks at without the lock', () => {
    const program = compileSystem(bank(() => clerk(0), spy));
    const paying = program.automata[0].locations.findIndex(({ branches: [{ action }] }) => action === pay);
    expect(disciplineOf(program).ample[0][paying]).toBeUndefined();
    expect(disciplineOf(compileSystem(clerks(2))).ample[0][paying]).toBeDefined();
  });

  it('finds a lost update, and none where the lock is held', () => {
    const races = compileSystem(
      bank(
        () => clerk(0),
        () => careless(1),
      ),
    );
    const paidTwice: Invariant<Account> = { id: 'twice', holds: ({ money, seen }) => seen[0] !== 1 || money[0] !== 3 };
    for (const invariant of [LOST, paidTwice]) {
      const { violations } = search(races, { invariants: [invariant] });
      expect([...reduced(races, [invariant]).violated]).toEqual([...violations.keys()]);
    }
  });

  it('finds what comes before a violation that a step shows which goes first', () => {
    const program = compileSystem(pair([setA], [setB, clearB, setC]));
    const cut: Invariant<Pair> = { id: 'cut', holds: ({ a, b }) => a[0] === 0 || b[0] === 0 };
    const behind: Invariant<Pair> = { id: 'behind', holds: ({ a, c }) => a[0] === 1 || c[0] === 0 };
    const far: Invariant<Pair> = { id: 'far', holds: ({ c }) => c[0] === 0 };
    for (const asked of [
      [cut, behind],
      [cut, far],
    ]) {
      const { violations } = search(program, { invariants: asked, afterViolation: 'stop' });
      expect([...reduced(program, asked, 'stop').violated].sort()).toEqual([...violations.keys()].sort());
    }
  });

  it('does not let a process go first that halts the model', () => {
    const crash = atomic('crash', ({ a, c }: Pair) => {
      if (c[0] === 1) a[0] = 1;
    });
    const program = compileSystem({ ...pair([setC, crash], [setB]), halted: ({ a }: Pair) => a[0] === 1 });
    expect(disciplineOf(program).ample[0].filter((here) => here !== undefined)).toHaveLength(2);
    const both: Invariant<Pair> = { id: 'both', holds: ({ b, c }) => b[0] === 0 || c[0] === 0 };
    expect([...reduced(program, [both]).violated]).toEqual(['both']);
  });

  it('does not look behind a violation where it is to stop there', () => {
    const program = compileSystem(pair([setA, setC], [setB]));
    const cause: Invariant<Pair> = { id: 'cause', holds: ({ a }) => a[0] === 0 };
    const behind: Invariant<Pair> = { id: 'behind', holds: ({ c }) => c[0] === 0, harmless: true };
    expect([...reduced(program, [cause, behind], 'stop').violated]).toEqual(['cause']);
    expect([...reduced(program, [cause, behind], 'explore').violated].sort()).toEqual(['behind', 'cause']);
  });

  it('is not made of an action that may do too much', () => {
    const mix = atomic('mix', ({ seen }: Account) => {
      seen[0] = Array.from({ length: seen.length }, (_, i) => seen[i]).reduce((sum, each) => sum + each) % 4;
    });
    function* mixer(): Process<Account> {
      yield step(mix);
    }
    const program = compileSystem(bank(...Array.from({ length: 9 }, () => mixer)));
    expect(() => reduced(program, [])).toThrow('mix() may do something else in more than 100,000 cases');
  });

  it('finds what a plain search finds in random systems', () => {
    const invariants = [
      { id: 'one', holds: ({ cell }: { cell: Cells }) => cell[0] !== 2 || cell[2] !== 1 },
      { id: 'two', holds: ({ cell }: { cell: Cells }) => cell[1] !== 2 },
      { id: 'three', holds: ({ cell }: { cell: Cells }) => cell[1] !== 1 || cell[0] === 0, harmless: true },
    ];
    let passed = 0;
    fc.assert(
      fc.property(randomSystem, fc.subarray(invariants), (system, asked) => {
        const program = compileSystem(system);
        for (const afterViolation of ['stop', 'explore'] as const) {
          const plain = search(program, { invariants: asked, afterViolation, sorting: sortingOf(program) });
          const run = reduced(program, asked, afterViolation);
          expect([...run.violated].sort()).toEqual([...plain.violations.keys()].sort());
          expect(run.isDeadlocked).toBe(plain.deadlock !== undefined);
          if (run.store.size < plain.store.size) passed++;
        }
      }),
      { numRuns: 300 },
    );
    expect(passed).toBeGreaterThan(0);
  });

  it('lets processes go first only where that commutes with all that others do', () => {
    fc.assert(
      fc.property(randomSystem, (system) => {
        const program = compileSystem(system);
        expect(doNotCommute(program, disciplineOf(program).ample)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a wrong mark fails', () => {
  const program = compileSystem(clerks(2));
  const paying = program.automata[0].locations.findIndex(({ branches: [{ action }] }) => action === pay);

  /** The discipline with another entry for one location of the first process. */
  const withOther = <K extends 'held' | 'changes' | 'ample'>(
    part: K,
    location: number,
    other: Discipline<Account>[K][number][number],
  ): Discipline<Account> => {
    const right = disciplineOf(program);
    const locations = right[part].map((each, process) =>
      each.map((entry, l) => (process === 0 && l === location ? other : entry)),
    );
    return { ...right, [part]: locations };
  };

  it('of a lock that is not held', () => {
    const wrong = withOther('held', 0, new Map([[0, new Set([1])]]));
    const run = () => reduced(program, [], 'explore', wrong);
    expect(run).toThrow(ActionError);
    expect(run).toThrow('process process 0: lock(0) is next without the lock lock, which is held there');
  });

  it('of a change that is left out, with the field and the lock', () => {
    const wrong = withOther('changes', paying, [new Set<number>()]);
    const run = () => reduced(program, [], 'explore', wrong);
    expect(run).toThrow('process process 0: pay(0) changes what it was not seen to change, under lock: money 0 -> 1');
  });

  it('of a location where a process does not commute with another', () => {
    const racing = compileSystem(bank(() => clerk(0), spy));
    const { ample } = disciplineOf(compileSystem(clerks(2)));
    const wrong: (AmpleLocation | undefined)[][] = [[...ample[0]], []];
    expect(doNotCommute(racing, disciplineOf(racing).ample)).toEqual([]);
    expect(doNotCommute(racing, wrong)).toContain('process 0: pay(0) and process 1: peep()');
  });

  it('of an invariant that reads what it is not said to read: then its violation is passed over', () => {
    const passing = compileSystem(pair([setA, clearA], [setB]));
    const both: Invariant<Pair> = { id: 'both', holds: ({ a, b }) => a[0] === 0 || b[0] === 0 };
    expect([...reduced(passing, [both]).violated]).toEqual(['both']);
    expect([...reduced(passing, [{ ...both, parts: () => [() => true] }]).violated]).toEqual([]);
  });
});
