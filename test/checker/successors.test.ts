/** The two ways to make successors: that they agree on every system, and what they refuse. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diningPhilosophers } from '../../bench/models/dining_philosophers.js';
import { lostUpdate } from '../../bench/models/lost_update.js';
import { twoPhase } from '../../bench/models/two_phase.js';
import { atomic, BLOCKED, idleUntil, type Outcome, type Process, step, waitUntil } from '../../src/checker/process.js';
import { search } from '../../src/checker/search.js';
import { coverageIndex, type Expander, generatedExpander, tableExpander } from '../../src/checker/successors.js';
import { compileSystem, createWorkspace, type Program, type System, type Workspace } from '../../src/checker/system.js';
import { randomSystem } from './random_system.js';

type MakeExpander = <S>(program: Program<S>, workspace: Workspace<S>) => Expander;

const WAYS: [string, MakeExpander][] = [
  ['generated', generatedExpander],
  ['tables', tableExpander],
];

/** For each state in order, the moves from it and the states they lead to, as text; then the coverage. */
function visits<S>(program: Program<S>, states: readonly Int32Array[], makeExpander: MakeExpander): string[] {
  const workspace = createWorkspace(program);
  const expander = makeExpander(program, workspace);
  const told = states.map((state) => {
    workspace.words.set(state);
    const moves: string[] = [];
    expander.expand((process, branch, outcome) => {
      moves.push(`${process}.${branch}=${outcome}: ${workspace.words.join(' ')}`);
    });
    expect(workspace.words, 'the state after expanding it').toEqual(state);
    return moves.join('\n');
  });
  return [...told, expander.coverage.join('')];
}

/** Every state that a search reaches, unpacked. */
function reachable<S>(program: Program<S>): Int32Array[] {
  const { store } = search(program, { maxStates: 2_000 });
  const workspace = createWorkspace(program);
  const { unpack } = program.layout.packer(workspace.views);
  return Array.from({ length: store.size }, (_, state) => {
    unpack(store.arena, state * store.words);
    return workspace.words.slice();
  });
}

function expectAgreement<S>(system: System<S>): void {
  const program = compileSystem(system);
  const states = reachable(program);
  expect(visits(program, states, generatedExpander)).toEqual(visits(program, states, tableExpander));
}

describe('generated code and tables visit the same successors in the same order', () => {
  it('on random small systems', () => {
    fc.assert(
      fc.property(randomSystem, (system) => expectAgreement(system)),
      { numRuns: 150 },
    );
  });

  it('on the classic models', () => {
    expectAgreement(twoPhase(4));
    expectAgreement(diningPhilosophers(5, 'same side'));
    expectAgreement(lostUpdate(4, 'racy'));
  });
});

interface State {
  readonly x: { [index: number]: number };
}

function oneProcess(run: () => Process<State>): System<State> {
  return {
    fields: { x: { length: 1, max: 9 } },
    bind: (views) => ({ x: views.x }),
    init: () => {},
    processes: [{ name: 'solo', run }],
  };
}

function expandInitial(run: () => Process<State>, makeExpander: MakeExpander) {
  const program = compileSystem(oneProcess(run));
  const workspace = createWorkspace(program);
  const expander = makeExpander(program, workspace);
  const visited: { branch: number; outcome: number; x: number; pc: number }[] = [];
  expander.expand((_, branch, outcome) => {
    visited.push({ branch, outcome, x: workspace.state.x[0], pc: workspace.pc[0] });
  });
  return { program, visited, coverage: expander.coverage };
}

describe.each(WAYS)('%s successors', (_, makeExpander) => {
  const returns = (outcomes: string[], outcome: Outcome) => atomic('act', outcomes, (_s: State) => outcome);

  it('take the outcome from what the action returns: nothing, a boolean, an index', () => {
    const first = (outcomes: string[], outcome: Outcome) => {
      const action = returns(outcomes, outcome);
      const run = function* (): Process<State> {
        const told = yield step(action);
        for (let i = 0; i < told; i++) yield step(action);
      };
      return expandInitial(run, makeExpander).visited[0].outcome;
    };
    expect(first(['done'], undefined)).toBe(0);
    expect(first(['no', 'yes'], false)).toBe(0);
    expect(first(['no', 'yes'], true)).toBe(1);
    expect(first(['a', 'b', 'c'], 2)).toBe(2);
  });

  it('show the state as the action left it, with the process at its next location', () => {
    const add = atomic('add', (s: State, n: number) => {
      s.x[0] += n;
    });
    const run = function* (): Process<State> {
      yield step(add, 7);
    };
    expect(expandInitial(run, makeExpander).visited).toEqual([{ branch: 0, outcome: 0, x: 7, pc: 1 }]);
  });

  it('leave out a wait that blocks', () => {
    const action = returns(['done'], BLOCKED);
    const run = function* (): Process<State> {
      yield waitUntil(action);
    };
    const { visited, coverage } = expandInitial(run, makeExpander);
    expect(visited).toEqual([]);
    expect(coverage.some((taken) => taken === 1)).toBe(false);
  });

  it('note which outcomes happened', () => {
    const action = returns(['no', 'yes'], true);
    const run = function* (): Process<State> {
      yield step(action);
    };
    const { program, coverage } = expandInitial(run, makeExpander);
    const { at, length } = coverageIndex(program);
    expect(length).toBe(2);
    expect([coverage[at[0][0][0]], coverage[at[0][0][0] + 1]]).toEqual([0, 1]);
  });

  it('refuse a step that blocks', () => {
    const action = returns(['done'], BLOCKED);
    const run = function* (): Process<State> {
      yield step(action);
    };
    expect(() => expandInitial(run, makeExpander)).toThrow(
      'process solo: act() blocked, but was asked for with step: use waitUntil or idleUntil',
    );
  });

  it.each([2, -2])('refuse the outcome %d of an action with two', (outcome) => {
    const action = returns(['no', 'yes'], outcome);
    for (const ask of [step, waitUntil, idleUntil]) {
      const run = function* (): Process<State> {
        yield ask(action);
      };
      expect(() => expandInitial(run, makeExpander)).toThrow(
        `process solo: act() returned ${outcome}, which is no outcome of it: 0 no, 1 yes`,
      );
    }
  });
});

it('tables refuse an action that changes the state and then blocks; generated code trusts it', () => {
  const faulty = atomic('faulty', (s: State) => {
    s.x[0] = 5;
    return BLOCKED;
  });
  const run = function* (): Process<State> {
    yield waitUntil(faulty);
  };
  expect(() => expandInitial(run, tableExpander)).toThrow('process solo: faulty() changes the state, then blocks');
});
