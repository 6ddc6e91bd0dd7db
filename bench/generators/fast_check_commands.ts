/**
 * The baseline `fc.commands`: model-based testing as fast-check's users write it. One command is one branch of one process;
 * `check` says whether the process can take it where it stands. Commands that cannot be taken are skipped, so each run is
 * given more of them than it may make steps, which are counted only when they are made.
 */

import fc from 'fast-check';
import { BLOCKED } from '../../src/checker/process.js';
import { createWorkspace, type Program, type Workspace } from '../../src/checker/system.js';
import { take } from '../../src/checker/take.js';
import type { Kernel } from '../../src/model/state.js';
import type { Baseline, Budget, Judge } from './contestant.js';

/** Commands for each step that a run may make: where one in so many is possible, the steps are used up. */
const COMMANDS_A_STEP = 4;

interface Model {
  readonly workspace: Workspace<Kernel>;
  left: number;
}

class StepCommand implements fc.Command<Model, Judge> {
  readonly #program: Program<Kernel>;
  readonly #process: number;
  readonly #branch: number;
  readonly #tried: Workspace<Kernel>;

  constructor(program: Program<Kernel>, process: number, branch: number, tried: Workspace<Kernel>) {
    this.#program = program;
    this.#process = process;
    this.#branch = branch;
    this.#tried = tried;
  }

  check({ workspace, left }: Readonly<Model>): boolean {
    if (left === 0 || this.#program.system.halted?.(workspace.state) === true) return false;
    this.#tried.words.set(workspace.words);
    return this.#take(this.#tried);
  }

  run(model: Model, judge: Judge): void {
    model.left--;
    this.#take(model.workspace);
    judge.look(model.workspace);
  }

  toString(): string {
    return `${this.#program.automata[this.#process].process} ${this.#branch}`;
  }

  #take(workspace: Workspace<Kernel>): boolean {
    const { process: name, locations } = this.#program.automata[this.#process];
    const branch = locations[workspace.pc[this.#process]].branches.at(this.#branch);
    return branch !== undefined && take(workspace, name, this.#process, branch) !== BLOCKED;
  }
}

function commandsOf(program: Program<Kernel>): fc.Arbitrary<StepCommand>[] {
  const tried = createWorkspace(program);
  return program.automata.flatMap(({ locations }, process) =>
    Array.from({ length: Math.max(...locations.map(({ branches }) => branches.length)) }, (_, branch) =>
      fc.constant(new StepCommand(program, process, branch, tried)),
    ),
  );
}

export const fastCheckCommands: Baseline = {
  name: 'fc.commands',
  run: async (program: Program<Kernel>, seed: number, { runs, maxLength }: Budget, judge: Judge) => {
    const maxCommands = maxLength * COMMANDS_A_STEP;
    const commands = fc.commands(commandsOf(program), { maxCommands, size: 'max' });
    const property = fc.property(commands, (drawn) => {
      const model: Model = { workspace: createWorkspace(program), left: maxLength };
      fc.modelRun(() => ({ model, real: judge }), drawn);
      return !judge.endRun();
    });
    fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  },
};
