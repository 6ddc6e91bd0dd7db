/**
 * The baseline `fc.scheduler`: races of asynchronous tasks as fast-check's users look for them. Each process is a loop that
 * waits for the scheduler before each step, and takes a branch that fast-check draws from those it can take.
 */

import fc from 'fast-check';
import { BLOCKED } from '../../src/checker/process.js';
import { createWorkspace, type Program, type Workspace } from '../../src/checker/system.js';
import { take } from '../../src/checker/take.js';
import type { Kernel } from '../../src/model/state.js';
import type { Baseline, Budget, Judge } from './contestant.js';

/** Turns for each step that a run may make: a process that is blocked loses its turn, and in a dead end all do. */
const TURNS_A_STEP = 4;

interface Race {
  readonly program: Program<Kernel>;
  readonly workspace: Workspace<Kernel>;
  readonly tried: Workspace<Kernel>;
  readonly scheduler: fc.Scheduler;
  /** Draws an integer from 0 to `below` - 1. */
  readonly draw: (below: number) => number;
  readonly judge: Judge;
  stepsLeft: number;
  turnsLeft: number;
}

async function loop(race: Race, process: number): Promise<void> {
  const { program, workspace, tried, scheduler, draw, judge } = race;
  const { process: name, locations } = program.automata[process];
  for (;;) {
    await scheduler.schedule(Promise.resolve(), name);
    if (race.stepsLeft === 0 || race.turnsLeft === 0 || program.system.halted?.(workspace.state) === true) return;
    race.turnsLeft--;
    const possible = locations[workspace.pc[process]].branches.filter((branch) => {
      tried.words.set(workspace.words);
      return take(tried, name, process, branch) !== BLOCKED;
    });
    if (possible.length === 0) continue;
    race.stepsLeft--;
    take(workspace, name, process, possible[possible.length === 1 ? 0 : draw(possible.length)]);
    judge.look(workspace);
  }
}

export const fastCheckScheduler: Baseline = {
  name: 'fc.scheduler',
  run: async (program: Program<Kernel>, seed: number, { runs, maxLength }: Budget, judge: Judge) => {
    const tried = createWorkspace(program);
    const property = fc.asyncProperty(fc.scheduler(), fc.gen(), async (scheduler, gen) => {
      const race: Race = {
        program,
        workspace: createWorkspace(program),
        tried,
        scheduler,
        draw: (below) => gen(fc.nat, { max: below - 1 }),
        judge,
        stepsLeft: maxLength,
        turnsLeft: maxLength * TURNS_A_STEP,
      };
      await scheduler.waitFor(Promise.all(program.automata.map((_, process) => loop(race, process))));
      return !judge.endRun();
    });
    await fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  },
};
