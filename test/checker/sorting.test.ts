/** Identical processes sorted: the search is the plain one without the states that differ from an earlier one in who is where. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Identical, identicalProcesses } from '../../src/checker/identical.js';
import type { Cells } from '../../src/checker/layout.js';
import { atomic, BLOCKED, idleUntil, type Process, retryPoint, step } from '../../src/checker/process.js';
import { type Search, type SearchOptions, search } from '../../src/checker/search.js';
import { Sorting, sortingOf } from '../../src/checker/sorting.js';
import { accessTo } from '../../src/checker/state_access.js';
import { StateStore } from '../../src/checker/store.js';
import { type Alike, compileSystem, createWorkspace, type Program, type System } from '../../src/checker/system.js';
import { replayMoves } from '../../src/checker/trace.js';
import { randomSystem } from './random_system.js';

/** The states of a search, sorted: a digest of their set, and for each sorted state its first number. */
function sortedStates<S>({ program, store }: Search<S>, sorting: Sorting | undefined) {
  const workspace = createWorkspace(program);
  const { load } = accessTo(store, program.layout, workspace.views);
  const sorted = new StateStore(program.layout.packedWords, sorting);
  const { insert } = accessTo(sorted, program.layout, workspace.views);
  const firsts: number[] = [];
  for (let state = 0; state < store.size; state++) {
    load(state);
    sorted.reserve(1);
    insert(-1);
    if (sorted.size > firsts.length) firsts.push(state);
  }
  return { digest: sorted.digest(), firsts };
}

/** What a search came to, but for how many states it saw and by how many ways. */
function told<S>(run: Search<S>) {
  const { depth, violations, deadlock, neverTaken } = run.result();
  const waysTo = [...violations].map(([id, state]) => [id, run.pathTo(state)]);
  return { depth, waysTo, deadlock: deadlock && [run.pathTo(deadlock.state), deadlock.waiting], neverTaken };
}

function expectTheSame<S>(program: Program<S>, options: SearchOptions<S> = {}): void {
  const plain = search(program, options);
  const reduced = search(program, { ...options, sorting: sortingOf(program) });
  const { digest, firsts } = sortedStates(plain, sortingOf(program));
  expect(reduced.store.digest()).toBe(digest);
  const waysOf = (run: Search<S>, states: readonly number[]) => states.map((state) => run.pathTo(state));
  expect(waysOf(reduced, [...firsts.keys()])).toEqual(waysOf(plain, firsts));
  expect(told(reduced)).toEqual(told(plain));
}

/** The first process in so many copies. */
const withTwins = <S>(system: System<S>, twins: number): System<S> => ({
  ...system,
  processes: [
    ...system.processes,
    ...Array.from({ length: twins }, (_, i) => ({ name: `twin ${i}`, run: system.processes[0].run })),
  ],
});

interface Desk {
  readonly papers: Cells;
  /** Of each clerk. */
  readonly paper: Cells;
}

const takePaper = {
  ...atomic('take', ['none left', 'got'], (s: Desk, clerk: number) => {
    if (s.papers[0] === 0) return 0;
    s.papers[0]--;
    s.paper[clerk] = 2;
    return 1;
  }),
  touches: { on: ['clerk'], reads: [], writes: [], blind: [] },
};

const usePaper = {
  ...atomic('use', (s: Desk, clerk: number) => {
    if (s.paper[clerk] === 0) return BLOCKED;
    if (--s.paper[clerk] === 0) s.papers[0]++;
    return 0;
  }),
  touches: { on: ['clerk'], reads: [], writes: [], blind: [] },
};

/** As no declaration tells: the paper is lost if it is another than the first clerk's. */
const losePaper = {
  ...atomic('use', (s: Desk, clerk: number) => {
    if (s.paper[clerk] === 0) return BLOCKED;
    if (--s.paper[clerk] === 0 && clerk === 0) s.papers[0]++;
    return 0;
  }),
  touches: usePaper.touches,
};

function* clerk(number: number, use: typeof usePaper): Process<Desk> {
  for (;;) {
    yield retryPoint('desk');
    if ((yield step(takePaper, number)) === 0) continue;
    yield idleUntil(use, number);
    yield idleUntil(use, number);
  }
}

function desk(clerks: number, use = usePaper, papers = 2): System<Desk> {
  const numbers = [...Array(clerks).keys()];
  const alike: Alike = { processes: numbers, fields: ['paper'], argument: 'clerk' };
  return {
    fields: { papers: { length: 1, max: 2 }, paper: { length: clerks, max: 2, index: 'clerk' } },
    bind: (views) => ({ papers: views.papers, paper: views.paper }),
    init: (s) => {
      s.papers[0] = papers;
    },
    processes: numbers.map((number) => ({ name: `clerk ${number}`, run: () => clerk(number, use) })),
    alike: [alike],
  };
}

describe('identical processes', () => {
  it('are those with the same automaton', () => {
    fc.assert(
      fc.property(randomSystem, fc.integer({ min: 1, max: 3 }), (system, twins) => {
        const program = compileSystem(withTwins(system, twins));
        const [first] = identicalProcesses(program);
        expect(first.processes).toContain(0);
        for (let i = 0; i < twins; i++) expect(first.processes).toContain(system.processes.length + i);
      }),
    );
  });

  it('may differ in their number, with what goes with it', () => {
    const [clerks] = identicalProcesses(compileSystem(desk(3)));
    expect(clerks.processes).toEqual([0, 1, 2]);
    expect(clerks.elements[2]).toEqual([
      { field: 'pc', element: 2 },
      { field: 'paper', element: 2 },
    ]);
  });

  it('are none where nobody says that numbers are names', () => {
    const { alike: _, ...system } = desk(3);
    expect(identicalProcesses(compileSystem(system))).toEqual([]);
  });

  it('have nothing that goes with them where one has the number of another', () => {
    const system = desk(2);
    const meddler = { name: 'meddler', run: () => clerk(1, usePaper) };
    const program = compileSystem({ ...system, processes: [...system.processes, meddler] });
    const elements = [1, 2].map((element) => [{ field: 'pc', element }]);
    expect(identicalProcesses(program)).toEqual([{ processes: [1, 2], elements }]);
  });
});

describe('a search that sorts them', () => {
  it('is the plain one without states that are an earlier one with its processes exchanged', () => {
    fc.assert(
      fc.property(randomSystem, fc.integer({ min: 1, max: 2 }), (system, twins) => {
        const invariants = [
          { id: 'one', holds: ({ cell }: { cell: Cells }) => cell[0] !== 2 || cell[2] !== 1 },
          { id: 'two', holds: ({ cell }: { cell: Cells }) => cell[1] !== 2 },
        ];
        for (const afterViolation of ['stop', 'explore'] as const)
          expectTheSame(compileSystem(withTwins(system, twins)), { invariants, afterViolation });
      }),
      { numRuns: 60 },
    );
  });

  it.each([2, 3, 4, 5])('is so for %i that differ in their number', (clerks) => {
    const invariants = [
      { id: 'shared', holds: ({ paper }: Desk) => Array.from(paper).filter((papers) => papers === 2).length < 2 },
    ];
    expectTheSame(compileSystem(desk(clerks)), { invariants });
  });

  it('keeps real states: their ways can be gone', () => {
    const program = compileSystem(desk(3));
    const run = search(program, { sorting: sortingOf(program) });
    for (let state = 0; state < run.store.size; state++) {
      const { replay } = replayMoves(program, run.pathTo(state));
      const { find } = accessTo(run.store, program.layout, replay.workspace.views);
      expect(find()).toBe(state);
    }
  });

  it('has a sixth of the states, or little more, for three', () => {
    const program = compileSystem(desk(3));
    const [plain, reduced] = [search(program), search(program, { sorting: sortingOf(program) })].map(
      ({ store }) => store.size,
    );
    expect(reduced).toBeGreaterThanOrEqual(plain / 6);
    expect(reduced).toBeLessThan(plain / 3);
  });
});

describe('a wrong mark shows', () => {
  it('of processes that are not identical', () => {
    const system = desk(2);
    const [first] = system.processes;
    const lazy = { name: 'clerk 1', run: () => lazyClerk() };
    const program = compileSystem({ ...system, processes: [first, lazy] });
    expect(identicalProcesses(program)).toEqual([]);
    const elements = [0, 1].map((i) => [
      { field: 'pc', element: i },
      { field: 'paper', element: i },
    ]);
    expect(differs(program, [{ processes: [0, 1], elements }])).toBe(true);
  });

  it('of actions that treat one as none of the others', () => {
    const program = compileSystem(desk(2, losePaper, 1));
    expect(differs(program, identicalProcesses(program))).toBe(true);
  });

  it('and a right one does not', () => {
    const program = compileSystem(desk(2));
    expect(differs(program, identicalProcesses(program))).toBe(false);
  });
});

function* lazyClerk(): Process<Desk> {
  yield step(takePaper, 1);
}

/** Whether a search that sorts these processes comes to other states than the plain one, sorted. */
function differs(program: Program<Desk>, classes: readonly Identical[]): boolean {
  const sorting = new Sorting(program.layout, classes);
  const reduced = search(program, { sorting });
  return reduced.store.digest() !== sortedStates(search(program), sorting).digest;
}
