/** Traces: replay by moves and by names, what each step says, and what happens when a trace is of another system. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lostUpdate, nothingLost } from '../../bench/models/lost_update.js';
import { twoPhase } from '../../bench/models/two_phase.js';
import { branchLabel } from '../../src/checker/automaton.js';
import { search } from '../../src/checker/search.js';
import { accessTo } from '../../src/checker/state_access.js';
import { compileSystem } from '../../src/checker/system.js';
import { Replay, type ReplayedStep, replayMoves, replaySteps, type TraceStep } from '../../src/checker/trace.js';
import { randomSystem } from './random_system.js';

/** What a trace file holds of a step. */
function named({ changes: _, ...step }: ReplayedStep): TraceStep {
  return step;
}

function raceOf(tasks: number) {
  const program = compileSystem(lostUpdate(tasks, 'racy'));
  const run = search(program, { invariants: [{ id: 'nothing lost', holds: nothingLost }] });
  return { program, moves: run.pathTo(run.violations.get('nothing lost') ?? -1) };
}

describe('replay by moves', () => {
  it('tells each step in names, with what it changed', () => {
    const { program, moves } = raceOf(2);
    const { steps, replay } = replayMoves(program, moves);
    expect(steps.map(named)).toEqual([
      { process: 'task 0', choices: [], action: 'read', args: [], outcome: '0' },
      { process: 'task 1', choices: [], action: 'read', args: [], outcome: '0' },
      { process: 'task 0', choices: [], action: 'write', args: [1], outcome: 'done' },
      { process: 'task 1', choices: [], action: 'write', args: [1], outcome: 'done' },
    ]);
    const changed = steps.map(({ changes }) => changes.filter(({ field }) => field !== 'pc').map(({ text }) => text));
    expect(changed).toEqual([[], [], ['counter 0 -> 1', 'finished 0 -> 1'], ['finished 1 -> 2']]);
    expect(nothingLost(replay.state)).toBe(false);
  });

  it('ends in the state that the search found', () => {
    fc.assert(
      fc.property(randomSystem, fc.nat(), (system, any) => {
        const program = compileSystem(system);
        const run = search(program);
        const { store } = run;
        const state = any % store.size;
        const { replay } = replayMoves(program, run.pathTo(state));
        expect(accessTo(store, program.layout, replay.workspace.views).find()).toBe(state);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses moves that are not possible', () => {
    const { program, moves } = raceOf(2);
    const noSuchBranch = { process: 0, branch: 1 };
    expect(() => replayMoves(program, [...moves, noSuchBranch])).toThrow('move 5 of 5 is not possible in this system');
    const blocked = { process: 1, branch: 2 };
    expect(() => replayMoves(compileSystem(twoPhase(1)), [blocked])).toThrow('move 1 of 1 is not possible');
  });
});

describe('replay by names', () => {
  it('finds the moves again, through JSON', () => {
    const { program, moves } = raceOf(3);
    const steps = replayMoves(program, moves).steps;
    const file = JSON.stringify(steps.map(named));
    expect(replaySteps(program, JSON.parse(file) as TraceStep[]).steps).toEqual(steps);
  });

  it('finds every enabled move of random systems by its name', () => {
    fc.assert(
      fc.property(randomSystem, fc.array(fc.nat(), { maxLength: 30 }), (system, draws) => {
        const program = compileSystem(system);
        const replay = new Replay(program);
        const steps: TraceStep[] = [];
        for (const draw of draws) {
          const enabled = replay.enabled();
          if (enabled.length === 0) break;
          const step = replay.move(enabled[draw % enabled.length]);
          if (step !== undefined) steps.push(named(step));
        }
        expect(replaySteps(program, steps).replay.workspace.words).toEqual(replay.workspace.words);
      }),
      { numRuns: 60 },
    );
  });

  const { program, moves } = raceOf(2);
  const race = replayMoves(program, moves).steps.map(named);
  const withStep = (index: number, change: Partial<TraceStep>) =>
    race.map((step, i) => (i === index ? { ...step, ...change } : step));

  it('names a step that the process cannot do there', () => {
    const message = (steps: TraceStep[]) => () => replaySteps(program, steps);
    expect(message(withStep(2, { args: [2] }))).toThrow('step 3, task 0: write(2) is not possible here');
    expect(message(withStep(1, { process: 'task 9' }))).toThrow('step 2, task 9: read() is not possible here');
    expect(message(withStep(0, { action: 'increment' }))).toThrow('step 1, task 0: increment() is not possible here');
    const chosen = withStep(0, { choices: [{ name: 'way', option: 'left' }] });
    expect(message(chosen)).toThrow('step 1, task 0: read() is not possible here');
  });

  it('names a step that has another outcome', () => {
    expect(() => replaySteps(program, withStep(1, { outcome: '1' }))).toThrow(
      'step 2, task 1: read() gives "0", the trace has "1"',
    );
  });

  it('names a step that blocks', () => {
    const blocked: TraceStep = {
      process: 'rm0',
      choices: [{ name: 'working', option: 'told to abort' }],
      action: 'receive abort',
      args: [0],
      outcome: 'done',
    };
    expect(() => replaySteps(compileSystem(twoPhase(1)), [blocked])).toThrow(
      'step 1, rm0: receive abort(0) is not possible here',
    );
  });
});

describe('a replay', () => {
  it('lists what is possible now, and stays where it is', () => {
    const replay = new Replay(compileSystem(twoPhase(2)));
    const before = replay.workspace.words.slice();
    const labels = replay.enabled().map(({ process, branch }) => branchLabel(replay.branches(process)[branch]));
    expect(labels).toEqual([
      '[undecided: abort] abort()',
      '[working: prepare] prepare(0)',
      '[working: abort alone] abort alone(0)',
      '[working: prepare] prepare(1)',
      '[working: abort alone] abort alone(1)',
    ]);
    expect(replay.workspace.words).toEqual(before);
  });

  it('stays where it is when a move blocks', () => {
    const replay = new Replay(compileSystem(twoPhase(2)));
    const before = replay.workspace.words.slice();
    expect(replay.move({ process: 0, branch: 0 })).toBeUndefined();
    expect(replay.workspace.words).toEqual(before);
  });

  it('does not move on from a halted state', () => {
    const halted = (s: Parameters<typeof nothingLost>[0]) => s.counter[0] === 1;
    const replay = new Replay(compileSystem({ ...lostUpdate(2, 'atomic'), halted }));
    expect(replay.move({ process: 0, branch: 0 })?.action).toBe('increment');
    expect(replay.enabled()).toEqual([]);
    expect(replay.move({ process: 1, branch: 0 })).toBeUndefined();
  });
});
