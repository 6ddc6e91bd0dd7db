/** From a system to its compiled form and its working copies. */

import { describe, expect, it } from 'vitest';
import { type Atomic, atomic, type Process, step, waitUntil } from '../../src/checker/process.js';
import { Search } from '../../src/checker/search.js';
import { compileSystem, createWorkspace, type System, systemOf } from '../../src/checker/system.js';

interface State {
  readonly x: { [index: number]: number };
}

const set = atomic('set', (s: State) => {
  s.x[0] = 1;
});

function* setter(): Process<State> {
  yield step(set);
  yield waitUntil(set);
}

function system(fields: System<State>['fields']): System<State> {
  return {
    fields,
    bind: (views) => ({ x: views.x }),
    init: (s) => {
      s.x[0] = 2;
    },
    processes: [
      { name: 'first', run: setter },
      { name: 'second', run: setter },
    ],
  };
}

describe('compileSystem', () => {
  it('adds the location of each process to the state', () => {
    const { automata, layout } = compileSystem(system({ x: { length: 1, max: 2 } }));
    expect(automata.map((automaton) => automaton.process)).toEqual(['first', 'second']);
    expect(layout.fields.pc).toEqual({ length: 2, max: [2, 2], index: 'process' });
  });

  it('refuses a field with the name of the locations', () => {
    expect(() => compileSystem(system({ x: { length: 1, max: 2 }, pc: { length: 1, max: 1 } }))).toThrow('field pc');
  });

  const withProcesses = (processes: System<State>['processes']): System<State> => ({
    ...system({ x: { length: 1, max: 2 } }),
    processes,
  });

  it('refuses two processes of one name', () => {
    const twice = withProcesses([
      { name: 'setter', run: setter },
      { name: 'setter', run: setter },
    ]);
    expect(() => compileSystem(twice)).toThrow('two processes are called setter');
  });

  it('compiles 40 processes, and a search tells them apart', () => {
    function* one(process: number): Process<State> {
      yield step(setTo, process % 2);
    }
    const setTo = atomic('set to', (s: State, value: number) => {
      s.x[0] = value;
    });
    const many = withProcesses(Array.from({ length: 40 }, (_, i) => ({ name: `p${i}`, run: () => one(i) })));
    const run = new Search(compileSystem(many));
    run.run(1);
    const last = run.store.size - 1;
    expect(run.pathTo(last)).toEqual([{ process: 39, branch: 0 }]);
  });
});

describe('createWorkspace', () => {
  it('makes separate copies of the initial state', () => {
    const program = compileSystem(system({ x: { length: 1, max: 2 } }));
    const [a, b] = [createWorkspace(program), createWorkspace(program)];
    expect(a.state.x[0]).toBe(2);
    expect([a.pc[0], a.pc[1]]).toEqual([0, 0]);
    a.state.x[0] = 1;
    a.pc[1] = 1;
    expect([b.state.x[0], b.pc[1]]).toEqual([2, 0]);
  });

  it('has one set of bytes under the words, the views and the state', () => {
    const { words, views, state } = createWorkspace(compileSystem(system({ x: { length: 1, max: 2 } })));
    words.fill(0);
    expect([state.x[0], views.x[0]]).toEqual([0, 0]);
  });
});

describe('what is asked of a state', () => {
  it.each(['invariants', 'actions'] as const)('%s cannot see where processes are', (who) => {
    const seen: string[][] = [];
    const look = (s: object) => void seen.push(Object.keys(s));
    const looks = atomic('look', (s: State) => look(s));
    const plain: System<State> = {
      ...system({ x: { length: 1, max: 2 } }),
      bind: (views) => ({ ...views, x: views.x }),
      processes: [{ name: 'first', run: () => oneStep(who === 'actions' ? looks : set) }],
    };
    const invariants = [{ id: 'looks', holds: (s: State) => who === 'actions' || look(s) === undefined }];
    new Search(compileSystem(plain), { invariants }).run();
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.flat())).toEqual(new Set(['x']));
  });
});

function* oneStep(action: Atomic<State>): Process<State> {
  yield step(action);
}

describe('systemOf', () => {
  const fields = { x: { length: 1, max: 2 } };
  const rest = { init: () => {}, processes: [{ name: 'setter', run: setter }] };

  it('is the system that it is given', () => {
    const search = new Search(compileSystem(systemOf({ fields, bind: ({ x }) => ({ x }), ...rest })));
    search.run();
    expect(search.store.size).toBe(3);
  });

  it('knows the names of the fields', () => {
    // @ts-expect-error: no field is called y
    const { bind } = systemOf({ fields, bind: ({ y }) => ({ x: y }), ...rest });
    expect(bind({ x: [0] })).toEqual({ x: undefined });
  });
});
