/** The strategies: what each promises of its runs, and that their runs are runs of the model. */

import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { Cells, Fields, Views } from '../../src/checker/layout.js';
import { atomic, BLOCKED, type Process, retryPoint, select, step, waitUntil } from '../../src/checker/process.js';
import { compileSystem, type Program, type System } from '../../src/checker/system.js';
import { type Move, replayMoves } from '../../src/checker/trace.js';
import { type Draw, follow, Walk } from '../../src/checker/walk.js';
import {
  boundedSwitches,
  coverageGuided,
  frontier,
  pauses,
  pct,
  STRATEGIES,
  type Strategy,
  strategyNamed,
  swarm,
  uniform,
} from '../../src/generators/strategies/index.js';
import { programOf } from '../../src/scenario/program.js';
import { scenarioOf } from '../../src/scenario/scenario.js';

const drawOf = (seed: string): Draw => {
  const random = seedrandom(seed);
  return (below) => Math.floor(random.quick() * below);
};

const KERNEL = programOf(scenarioOf('D', 'walkers'));

function walksOf<S>(program: Program<S>, strategy: Strategy, runs: number, maxLength = 100, seed = 'walks'): Move[][] {
  const walk = new Walk(program, { scheduler: strategy.scheduler(program) });
  return Array.from({ length: runs }, (_, run) => {
    walk.run(drawOf(`${seed} ${run}`), maxLength);
    return walk.path();
  });
}

interface Place {
  readonly at: Cells;
}

const STEPS_EACH = 8;
const LONG = 24;

/** Several processes of a few steps each, that wait for nobody; `raced` asks whether one was between two steps of another. */
function steppers(processes: number, stepsEach = STEPS_EACH): System<Place> {
  const advance = atomic('advance', (k: Place, process: number) => {
    k.at[process]++;
  });
  function* stepper(process: number): Process<Place> {
    for (let i = 0; i < stepsEach; i++) yield step(advance, process);
  }
  return {
    fields: { at: { length: processes, max: stepsEach } },
    bind: ({ at }: Views<Fields>) => ({ at }),
    init: () => {},
    processes: Array.from({ length: processes }, (_, process) => ({
      name: `stepper ${process}`,
      run: () => stepper(process),
    })),
  };
}

/** The processes of a walk, one after another, each once for as long as it goes on. */
function goesOf(moves: readonly Move[]): number[] {
  return moves.map(({ process }) => process).filter((process, i, all) => i === 0 || process !== all[i - 1]);
}

describe.each(STRATEGIES)('$name', (strategy) => {
  it('makes the same runs from the same seed, and each is a run of the model', () => {
    const runs = walksOf(KERNEL, strategy, 20);
    expect(walksOf(KERNEL, strategy, 20)).toEqual(runs);
    expect(walksOf(KERNEL, strategy, 20, 100, 'others')).not.toEqual(runs);
    for (const moves of runs) expect(replayMoves(KERNEL, moves).steps).toHaveLength(moves.length);
  });

  it('ends no run while something can move that takes part in it', () => {
    const runs = walksOf(KERNEL, strategy, 20);
    const ended = runs.filter((moves) => moves.length < 100);
    const stuck = ended.filter((moves) => replayMoves(KERNEL, moves).replay.enabled().length > 0);
    expect(ended.length).toBeLessThan(runs.length);
    if (strategy !== swarm) expect(stuck).toEqual([]);
  });

  it('is found by its name', () => {
    expect(strategyNamed(strategy.name).name).toBe(strategy.name);
  });
});

describe('strategyNamed', () => {
  it.each(['', 'pct', 'pct-0', 'pct-100', 'swarm-2', 'random'])("says what there is when there is no '%s'", (name) => {
    expect(() => strategyNamed(name)).toThrow(`no strategy is called '${name}': uniform, pauses, frontier, pct-D,`);
  });
});

describe('pauses', () => {
  it('holds somebody up while all others end far more often than uniform runs do', () => {
    const program = compileSystem(steppers(3, LONG));
    const heldUp = (strategy: Strategy) =>
      walksOf(program, strategy, 1_000, 3 * LONG).filter((moves) => {
        const visit = ({ at }: Place) => at[0] === 3 && at[1] === LONG && at[2] === LONG;
        return follow(program, moves, visit) !== undefined;
      }).length;
    expect(heldUp(pauses)).toBeGreaterThan(10 * Math.max(1, heldUp(uniform)));
  });

  it('lets each process stay away from some runs, as long as others can move', () => {
    const movers = walksOf(KERNEL, pauses, 100).map((moves) => new Set(moves.map(({ process }) => process)));
    for (const process of KERNEL.automata.keys()) {
      const without = movers.filter((who) => !who.has(process)).length;
      expect(without).toBeGreaterThan(10);
      expect(without).toBeLessThan(60);
    }
  });
});

describe('frontier', () => {
  it('climbs a staircase that each wrong choice leads down', () => {
    const stairs = 8;
    const climb = atomic('climb', (k: Place, height: number) => {
      k.at[0] = height;
    });
    function* climber(): Process<Place> {
      for (;;) {
        yield retryPoint('foot');
        for (let height = 1; height <= stairs; height++) {
          const way = yield select('way', ['left', 'up', 'right', 'back']);
          yield step(climb, way === 1 ? height : 0);
          if (way !== 1) break;
        }
      }
    }
    const program = compileSystem({ ...steppers(1, stairs), processes: [{ name: 'climber', run: climber }] });
    const highest = (strategy: Strategy) =>
      walksOf(program, strategy, 200, 20).map((moves) => {
        let top = 0;
        follow(program, moves, ({ at }) => {
          top = Math.max(top, at[0]);
          return false;
        });
        return top;
      });
    expect(Math.max(...highest(frontier))).toBe(stairs);
    expect(Math.max(...highest(uniform))).toBeLessThan(stairs);
  });
});

describe('pct', () => {
  it('lets the highest process go on, but for d - 1 changes', () => {
    const program = compileSystem(steppers(4));
    for (const depth of [1, 2, 3]) {
      const goes = walksOf(program, pct(depth), 200, 4 * STEPS_EACH).map((moves) => goesOf(moves).length);
      expect(Math.max(...goes)).toBeLessThanOrEqual(4 + depth - 1);
      if (depth > 1) expect(Math.max(...goes)).toBeGreaterThan(4);
    }
  });

  it('finds an ordering of depth 2 at least as often as it guarantees', () => {
    const processes = 3;
    const program = compileSystem(steppers(processes));
    const length = processes * STEPS_EACH;
    const runs = 4_000;
    const found = walksOf(program, pct(2), runs, length).filter((moves) => {
      // Process 1 does all its steps while process 0 stands after its third.
      return follow(program, moves, ({ at }) => at[0] === 3 && at[1] === STEPS_EACH) !== undefined;
    });
    expect(found.length / runs).toBeGreaterThan(1 / (processes * length));
  });

  it('draws a new priority where an operation begins, so that nobody starves', () => {
    const movers = walksOf(KERNEL, pct(1), 50).map((moves) => new Set(moves.map(({ process }) => process)).size);
    expect(Math.max(...movers)).toBe(KERNEL.automata.length);
  });
});

describe('boundedSwitches', () => {
  it('interrupts a process no more often than it says', () => {
    const program = compileSystem(steppers(4));
    for (const most of [1, 3]) {
      const goes = walksOf(program, boundedSwitches(most), 300, 4 * STEPS_EACH).map((moves) => goesOf(moves).length);
      expect(Math.max(...goes)).toBe(4 + most);
    }
  });

  it('goes on with another process where one has to wait', () => {
    const bothDone = atomic('wait', (k: Place) => (k.at[0] === 2 ? 0 : BLOCKED));
    function* waiter(): Process<Place> {
      yield waitUntil(bothDone);
    }
    const [stepper] = steppers(1, 2).processes;
    const program = compileSystem({ ...steppers(1, 2), processes: [{ name: 'waiter', run: waiter }, stepper] });
    const lengths = walksOf(program, boundedSwitches(1), 20, 10).map((moves) => moves.length);
    expect(lengths).toEqual(lengths.map(() => 3));
  });
});

describe('swarm', () => {
  it('leaves some processes out of some runs, and some operations of those that take part', () => {
    const runs = walksOf(KERNEL, swarm, 100, 200);
    const walker = KERNEL.automata.findIndex(({ process }) => process === 'walker');
    const without = runs.filter((moves) => moves.every(({ process }) => process !== walker));
    expect(without.length).toBeGreaterThan(10);
    expect(without.length).toBeLessThan(60);
    // A walk of a walker begins with its choice of a page.
    const pages = runs.map((moves) => {
      const { steps } = replayMoves(KERNEL, moves);
      return new Set(
        steps
          .filter(({ process }) => process === 'walker')
          .flatMap(({ choices }) => choices.map(({ option }) => option)),
      ).size;
    });
    expect(new Set(pages)).toEqual(new Set([0, 1, 2]));
  });

  it('has each process repeat its operations in their order', () => {
    const goOn = atomic('go_on', (_: Place, __: number) => {});
    function* chooser(): Process<Place> {
      for (;;) {
        yield retryPoint('choice');
        const option = yield select('option', ['a', 'b', 'c']);
        yield step(goOn, option);
      }
    }
    const program = compileSystem({ ...steppers(1, 1), processes: [{ name: 'chooser', run: chooser }] });
    for (const moves of walksOf(program, swarm, 30, 24)) {
      const options = moves.map(({ branch }) => branch);
      const repeats = [1, 2, 3, 4].some((every) => options.every((option, i) => option === options[i % every]));
      expect(repeats).toBe(true);
    }
  });
});

describe('coverageGuided', () => {
  it('comes further up a staircase that a wrong step leads down than uniform runs do', () => {
    const height = (strategy: Strategy) => {
      const walk = new Walk(KERNEL, { scheduler: strategy.scheduler(KERNEL) });
      for (let run = 0; run < 60; run++) walk.run(drawOf(`climb ${run}`), 60);
      return walk.coverage.reduce((sum, happened) => sum + happened, 0);
    };
    expect(height(coverageGuided)).toBeGreaterThan(height(STRATEGIES[0]));
  });
});

it.each([pauses, boundedSwitches(3)])('$name says that it cannot choose among 40 processes', (strategy) => {
  const program = compileSystem(steppers(40, 1));
  expect(() => strategy.scheduler(program)).toThrow(`strategy ${strategy.name}: 40 processes, it can choose among 32`);
});
