/** Which steps of a scenario, and which outcomes of them, random walks have taken: whether a passing campaign means anything. */

import { type Branch, branchLabel } from '../checker/automaton.js';
import { coverageIndex } from '../checker/successors.js';
import type { Program } from '../checker/system.js';

/** How many of all there are were taken. */
export interface Count {
  readonly taken: number;
  readonly all: number;
}

/** How much of a program runs have taken. */
export interface Coverage {
  /** Steps, told by process, choices, action and arguments. */
  readonly steps: Count;
  /** Outcomes of these steps. */
  readonly outcomes: Count;
  /** Each step that was never taken, and each outcome that never happened of one that was. */
  readonly missed: readonly string[];
}

/** `walker get_page_unless_zero(1)`, by which a step is told from others. */
export const stepName = (process: string, label: string): string => `${process} ${label}`;

/** For each step by name, for each of its outcomes, whether it happened. */
export type CoveredSteps = Map<string, Map<string, boolean>>;

/**
 * Adds the steps of a program, and what happened of them. A step may stand at several places of a process; it was taken if it
 * was at one of them.
 * @param happened for each outcome of each branch whether it happened, at the index `coverageIndex`
 */
export function addCoverage<S>(covered: CoveredSteps, program: Program<S>, happened: Uint8Array): void {
  const { at } = coverageIndex(program);
  for (const [p, { process, locations }] of program.automata.entries()) {
    for (const [l, { branches }] of locations.entries()) {
      for (const [b, branch] of branches.entries()) {
        const step = stepName(process, branchLabel(branch));
        for (const [o, outcome] of outcomesOf(branch).entries()) {
          noteOutcome(covered, step, outcome, happened[at[p][l][b] + o] === 1);
        }
      }
    }
  }
}

export function noteOutcome(covered: CoveredSteps, step: string, outcome: string, happened: boolean): void {
  const outcomes = covered.get(step) ?? new Map<string, boolean>();
  covered.set(step, outcomes);
  outcomes.set(outcome, happened || outcomes.get(outcome) === true);
}

export function summarise(covered: CoveredSteps): Coverage {
  const outcomes = [...covered.values()].flatMap((each) => [...each.values()]);
  const isTaken = (each: ReadonlyMap<string, boolean>) => [...each.values()].includes(true);
  return {
    steps: { taken: [...covered.values()].filter(isTaken).length, all: covered.size },
    outcomes: { taken: outcomes.filter((taken) => taken).length, all: outcomes.length },
    missed: [...covered].flatMap(([step, each]) => missedOf(step, each)),
  };
}

function missedOf(step: string, outcomes: ReadonlyMap<string, boolean>): string[] {
  const missed = [...outcomes].filter(([, taken]) => !taken).map(([outcome]) => outcome);
  return missed.length === outcomes.size ? [step] : missed.map((outcome) => `${step} -> ${outcome}`);
}

function outcomesOf<S>({ action }: Branch<S>): readonly string[] {
  return action?.outcomes ?? ['taken'];
}
