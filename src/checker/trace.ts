/**
 * A run of a system as the list of its moves, in two forms: `Move` by numbers, for the machine; `TraceStep` by names, which
 * stays valid when locations are numbered anew, for files and people.
 */

import type { Branch } from './automaton.js';
import type { Change } from './layout.js';
import type { Move } from './packed_move.js';
import { BLOCKED } from './process.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import { take } from './take.js';
import type { TraceStep } from './trace_step.js';

export type { Move } from './packed_move.js';
export type { TraceStep };

/** A step with what it changed. */
export interface ReplayedStep extends TraceStep {
  readonly changes: readonly Change[];
}

/** Steps without what they changed, as they are kept. */
export function namesOf(steps: readonly ReplayedStep[]): TraceStep[] {
  return steps.map(({ changes: _, ...step }) => step);
}

/** A workspace that follows a trace move by move. */
export class Replay<S> {
  readonly program: Program<S>;
  readonly workspace: Workspace<S>;
  readonly #before: Workspace<S>;

  constructor(program: Program<S>) {
    this.program = program;
    this.workspace = createWorkspace(program);
    this.#before = createWorkspace(program);
  }

  get state(): S {
    return this.workspace.state;
  }

  /** What the process may do next. */
  branches(process: number): readonly Branch<S>[] {
    const { locations } = this.program.automata[process];
    return locations[this.workspace.pc[process]].branches;
  }

  /** Every move that is possible now. */
  enabled(): Move[] {
    if (this.program.system.halted?.(this.state) === true) return [];
    const { words } = this.workspace;
    const here = words.slice();
    const moves: Move[] = [];
    this.program.automata.forEach((_, process) => {
      this.branches(process).forEach((_, branch) => {
        if (this.#attempt({ process, branch }) !== undefined) moves.push({ process, branch });
        words.set(here);
      });
    });
    return moves;
  }

  /** Makes a move and tells what it was, or returns undefined, the state unchanged, when it is not possible. */
  move(move: Move): ReplayedStep | undefined {
    if (this.program.system.halted?.(this.state) === true) return undefined;
    this.#before.words.set(this.workspace.words);
    const { process, branch: index } = move;
    const branch = this.branches(process).at(index);
    if (branch === undefined) return undefined;
    const outcome = this.#attempt(move);
    if (outcome === undefined) return undefined;
    const changes = this.program.layout.differences(this.#before.views, this.workspace.views);
    return { ...stepNames(this.program, process, branch, outcome), changes };
  }

  /**
   * Makes the move that a step in names stands for; `index` is its place in the trace, for the message.
   * @throws when the step is not possible now, or its outcome differs
   */
  follow(step: TraceStep, index: number): ReplayedStep {
    const move = this.find(step);
    const done = move === undefined ? undefined : this.move(move);
    const what = `step ${index + 1}, ${step.process}: ${step.action ?? 'choice'}(${step.args.join(', ')})`;
    if (done === undefined) throw new Error(`${what} is not possible here`);
    if (done.outcome !== step.outcome)
      throw new Error(`${what} gives "${done.outcome}", the trace has "${step.outcome}"`);
    return done;
  }

  /** Finds the move that a step in names stands for, undefined when the process cannot do it now. */
  find(step: TraceStep): Move | undefined {
    const process = this.program.automata.findIndex((automaton) => automaton.process === step.process);
    if (process < 0) return undefined;
    const branch = this.branches(process).findIndex((candidate) => matches(candidate, step));
    return branch < 0 ? undefined : { process, branch };
  }

  /** Makes a move and gives its outcome; undefined, the state unchanged, when it blocks. */
  #attempt({ process, branch: index }: Move): number | undefined {
    const { process: name } = this.program.automata[process];
    const outcome = take(this.workspace, name, process, this.branches(process)[index]);
    return outcome === BLOCKED ? undefined : outcome;
  }
}

/** The steps of a run in names, for an error; undefined when the moves cannot be made again, since an action is at fault. */
export function namedSteps<S>(program: Program<S>, moves: readonly Move[]): TraceStep[] | undefined {
  try {
    return replayMoves(program, moves).steps.map(({ changes: _, ...step }) => step);
  } catch {
    return undefined;
  }
}

/** The step that a process makes by a branch of its location. */
export function stepNames<S>(program: Program<S>, process: number, branch: Branch<S>, outcome: number): TraceStep {
  const { choices, action, args } = branch;
  const name = program.automata[process].process;
  if (action === undefined) return { process: name, choices, args };
  return { process: name, choices, action: action.name, args, outcome: action.outcomes[outcome] };
}

function matches<S>(branch: Branch<S>, step: TraceStep): boolean {
  return (
    branch.action?.name === step.action &&
    branch.args.join() === step.args.join() &&
    branch.choices.length === step.choices.length &&
    branch.choices.every(({ name, option }, i) => name === step.choices[i].name && option === step.choices[i].option)
  );
}

/** @throws when a move is not possible: then the moves are not of this program */
export function replayMoves<S>(
  program: Program<S>,
  moves: readonly Move[],
): { replay: Replay<S>; steps: ReplayedStep[] } {
  const replay = new Replay(program);
  const steps = moves.map((move, i) => {
    const step = replay.move(move);
    if (step === undefined) throw new Error(`move ${i + 1} of ${moves.length} is not possible in this system`);
    return step;
  });
  return { replay, steps };
}

/** @throws naming the first step that the program cannot do, or whose outcome differs */
export function replaySteps<S>(
  program: Program<S>,
  steps: readonly TraceStep[],
): { replay: Replay<S>; steps: ReplayedStep[] } {
  const replay = new Replay(program);
  return { replay, steps: steps.map((step, i) => replay.follow(step, i)) };
}

/** @throws naming the first step that the program cannot do, or whose outcome differs */
export function movesOf<S>(program: Program<S>, steps: readonly TraceStep[]): Move[] {
  const replay = new Replay(program);
  return steps.flatMap((step, i) => {
    const move = replay.find(step) ?? [];
    replay.follow(step, i);
    return move;
  });
}
