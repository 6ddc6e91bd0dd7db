/**
 * Lenient replay: makes a run of one program out of steps that were taken in another. A step that is not possible is skipped,
 * and outcomes may differ, so that whatever comes out is a valid run, whatever the two programs differ in.
 */

import type { Branch } from './automaton.js';
import { BLOCKED } from './process.js';
import { kindOf } from './process_kind.js';
import { createWorkspace, type Program } from './system.js';
import { take } from './take.js';
import type { Move, TraceStep } from './trace.js';

/** What names a step, whatever its outcome. */
export type StepName = Pick<TraceStep, 'process' | 'choices' | 'action' | 'args'>;

/** @returns for each step its move, undefined for a step that is not possible where the run is by then */
export function followLeniently<S>(program: Program<S>, steps: Iterable<StepName>): (Move | undefined)[] {
  const workspace = createWorkspace(program);
  const processOf = processFinder(program.automata.map((automaton) => automaton.process));
  return Array.from(steps, (step) => {
    const process = processOf(step.process);
    if (process === undefined || program.system.halted?.(workspace.state) === true) return undefined;
    const { branches } = program.automata[process].locations[workspace.pc[process]];
    const branch = likest(branches, step);
    if (branch < 0 || take(workspace, step.process, process, branches[branch]) === BLOCKED) return undefined;
    return { process, branch };
  });
}

/** Finds a process by name; the only one of its kind has no number, so that `walker 0` is found as `walker`. */
function processFinder(names: readonly string[]): (name: string) => number | undefined {
  const numbers = new Map(names.map((name, i) => [name, i]));
  const kinds = new Map(names.map((name, i) => [kindOf(name), i] as const).reverse());
  return (name) => numbers.get(name) ?? kinds.get(kindOf(name));
}

/** How alike a branch and a step are, the best first: other numbers, or a choice more or less, come with other sizes. */
const LIKENESSES: readonly ((branch: AnyBranch, step: StepName) => boolean)[] = [
  (branch, step) => sameArgs(branch, step) && sameChoices(branch, step),
  (branch, step) => sameArgs(branch, step) && compatibleChoices(branch, step),
  compatibleChoices,
];

type AnyBranch = Pick<Branch<never>, 'args' | 'choices'>;

/** The index of the branch with the step's action that is most like it, or -1. */
export function likest<S>(branches: readonly Branch<S>[], step: StepName): number {
  for (const alike of LIKENESSES) {
    const found = branches.findIndex((branch) => branch.action?.name === step.action && alike(branch, step));
    if (found >= 0) return found;
  }
  return -1;
}

function sameArgs({ args }: AnyBranch, step: StepName): boolean {
  return args.length === step.args.length && args.every((arg, i) => arg === step.args[i]);
}

function sameChoices({ choices }: AnyBranch, step: StepName): boolean {
  return (
    choices.length === step.choices.length &&
    choices.every(({ name, option }, i) => name === step.choices[i].name && option === step.choices[i].option)
  );
}

/** No choice that both made was made differently. */
function compatibleChoices({ choices }: AnyBranch, step: StepName): boolean {
  return choices.every(({ name, option }) => {
    const made = step.choices.find((choice) => choice.name === name);
    return made === undefined || made.option === option;
  });
}
