/** The naive replay agrees with the automata on whole states, over random interleavings of every design and classic models. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { twoPhase } from '../../bench/models/two_phase.js';
import type { Cells } from '../../src/checker/layout.js';
import { NaiveReplay, replayNaively } from '../../src/checker/naive_replay.js';
import { compileSystem, type Program } from '../../src/checker/system.js';
import { Replay, type TraceStep } from '../../src/checker/trace.js';
import { Walk } from '../../src/checker/walk.js';
import { DESIGN_IDS, type KernelVersion } from '../../src/model/designs.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const RUNS = 12;
const LENGTH = 150;
const KERNELS: readonly KernelVersion[] = ['5.8', '7.3'];
const CONFIGURATIONS = ['walkers', 'reference', 'pcp', 'balloon', 'poison', 'kdump'];

interface ReplayedTwice<S> {
  readonly step: TraceStep;
  readonly replay: Replay<S>;
  readonly naive: NaiveReplay<S>;
}

/** Each step of a walk as it was made again by the automata, and then by the generators. */
function* replayedTwice<S>(walk: Walk<S>): Generator<ReplayedTwice<S>> {
  const replay = new Replay(walk.program);
  const naive = new NaiveReplay(walk.program.system);
  for (const move of walk.path()) {
    const step = replay.move(move);
    if (step === undefined) throw new Error('a walk makes only moves that are possible');
    naive.follow(step);
    yield { step, replay, naive };
  }
}

/** Makes random runs by the automata, and each step again by the generators; both states must be equal after every step. */
function compareRuns<S>(program: Program<S>, seed: string): number {
  const walk = new Walk(program);
  const fields = Object.keys(program.system.fields);
  const text = (cells: Cells) => Array.from(cells).join();
  let compared = 0;
  for (let run = 0; run < RUNS; run++) {
    const random = seedrandom(`${seed}/${run}`);
    walk.run((below) => Math.floor(random.quick() * below), LENGTH);
    for (const { step, replay, naive } of replayedTwice(walk)) {
      const different = fields.filter((field) => text(naive.cells[field]) !== text(replay.workspace.views[field]));
      if (different.length > 0) throw new Error(`${different.join(', ')} differ after ${JSON.stringify(step)}`);
      compared++;
    }
  }
  return compared;
}

describe('the generators and the automata make the same states', () => {
  const cases = DESIGN_IDS.flatMap((design) => KERNELS.map((kernel) => [design, kernel] as const));

  it.each(cases)('design %s on %s', (design, kernel) => {
    for (const name of CONFIGURATIONS) {
      const program = programOf(scenarioOf(design, name, { kernel }));
      expect(compareRuns(program, `${design} ${kernel} ${name}`)).toBeGreaterThan(RUNS);
    }
  });

  it('two-phase commit', () => {
    expect(compareRuns(compileSystem(twoPhase(4)), 'two-phase')).toBeGreaterThan(RUNS);
  });
});

describe('a snapshot', () => {
  const system = twoPhase(2);
  const program = compileSystem(system);

  it('is the same where the automata are in the same state, and another elsewhere', () => {
    const walk = new Walk(program);
    const random = seedrandom('snapshots');
    const snapshots = new Map<string, Set<string>>();
    for (let run = 0; run < RUNS; run++) {
      walk.run((below) => Math.floor(random.quick() * below), LENGTH);
      for (const { replay, naive } of replayedTwice(walk)) {
        const state = Array.from(replay.workspace.words).join();
        snapshots.set(state, (snapshots.get(state) ?? new Set()).add(naive.snapshot()));
      }
    }
    const all = [...snapshots.values()].flatMap((some) => [...some]);
    expect(all.length).toBe(snapshots.size);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(RUNS);
  });
});

describe('a step that the generators cannot make is named', () => {
  const system = twoPhase(2);
  const prepare: TraceStep = {
    process: 'rm0',
    choices: [{ name: 'working', option: 'prepare' }],
    action: 'prepare',
    args: [0],
    outcome: 'done',
  };

  it.each<[string, Partial<TraceStep>, string]>([
    ['another process', { process: 'rm9' }, 'there is no process rm9'],
    [
      'another choice',
      { choices: [{ name: 'working', option: 'rest' }] },
      'process rm0 does not choose working: rest here',
    ],
    ['another action', { action: 'commit' }, 'process rm0 does not do commit(0) here'],
    ['other arguments', { args: [1] }, 'process rm0 does not do prepare(1) here'],
    ['another outcome', { outcome: 'failed' }, 'prepare(0) gives "done", not "failed"'],
  ])('%s', (_, change, message) => {
    expect(() => replayNaively(system, [{ ...prepare, ...change }])).toThrow(message);
  });
});
