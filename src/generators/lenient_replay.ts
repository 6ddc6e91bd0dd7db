/**
 * Lenient replay: makes a run of a scenario out of steps that were taken elsewhere. A step that is not possible is skipped,
 * and outcomes may differ, so that whatever comes out is a valid run, whatever was removed from the steps or the scenario.
 */

import type { Branch } from '../checker/automaton.js';
import { BLOCKED } from '../checker/process.js';
import { createWorkspace } from '../checker/system.js';
import type { Move, TraceStep } from '../checker/trace.js';
import { take } from '../checker/walk.js';
import type { Kernel } from '../model/state.js';
import { programOf } from './program.js';
import { Run } from './run.js';
import type { Scenario } from './scenario.js';
import { kindOf } from './shape.js';

/** What names a step, whatever its outcome. */
export type StepName = Pick<TraceStep, 'process' | 'choices' | 'action' | 'args'>;

export function replayLeniently(scenario: Scenario, steps: Iterable<StepName>): Run {
  const program = programOf(scenario);
  const workspace = createWorkspace(program);
  const processOf = processFinder(program.automata.map((automaton) => automaton.process));
  const moves: Move[] = [];
  for (const step of steps) {
    if (program.system.halted?.(workspace.state) === true) break;
    const process = processOf(step.process);
    if (process === undefined) continue;
    const { branches } = program.automata[process].locations[workspace.pc[process]];
    const branch = likest(branches, step);
    if (branch < 0 || take(workspace, step.process, process, branches[branch]) === BLOCKED) continue;
    moves.push({ process, branch });
  }
  return new Run(scenario, moves);
}

/** Finds a process by name; the only one of its kind has no number, so that `walker 0` is found as `walker`. */
function processFinder(names: readonly string[]): (name: string) => number | undefined {
  const numbers = new Map(names.map((name, i) => [name, i]));
  const kinds = new Map(names.map((name, i) => [kindOf(name), i] as const).reverse());
  return (name) => numbers.get(name) ?? kinds.get(kindOf(name));
}

/** How alike a branch and a step are, the best first: other numbers, or a choice more or less, come with other sizes. */
const LIKENESSES: readonly ((branch: Branch<Kernel>, step: StepName) => boolean)[] = [
  (branch, step) => sameArgs(branch, step) && sameChoices(branch, step),
  (branch, step) => sameArgs(branch, step) && compatibleChoices(branch, step),
  compatibleChoices,
];

/** The index of the branch with the step's action that is most like it, or -1. */
function likest(branches: readonly Branch<Kernel>[], step: StepName): number {
  for (const alike of LIKENESSES) {
    const found = branches.findIndex((branch) => branch.action?.name === step.action && alike(branch, step));
    if (found >= 0) return found;
  }
  return -1;
}

function sameArgs({ args }: Branch<Kernel>, step: StepName): boolean {
  return args.length === step.args.length && args.every((arg, i) => arg === step.args[i]);
}

function sameChoices({ choices }: Branch<Kernel>, step: StepName): boolean {
  return (
    choices.length === step.choices.length &&
    choices.every(({ name, option }, i) => name === step.choices[i].name && option === step.choices[i].option)
  );
}

/** No choice that both made was made differently. */
function compatibleChoices({ choices }: Branch<Kernel>, step: StepName): boolean {
  return choices.every(({ name, option }) => {
    const made = step.choices.find((choice) => choice.name === name);
    return made === undefined || made.option === option;
  });
}
