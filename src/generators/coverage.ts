/** Which steps of a scenario, and which outcomes of them, random walks have taken: whether a passing campaign means anything. */

import { type Branch, branchLabel } from '../checker/automaton.js';
import { coverageIndex } from '../checker/successors.js';
import type { Program } from '../checker/system.js';

export interface Count {
  readonly taken: number;
  readonly all: number;
}

export interface Coverage {
  /** Steps, told by process, choices, action and arguments. */
  readonly steps: Count;
  /** Outcomes of these steps. */
  readonly outcomes: Count;
  /** Each step that was never taken, and each outcome that never happened of one that was. */
  readonly missed: readonly string[];
}

/** @param happened for each outcome of each branch whether it happened, at the index `coverageIndex` */
export function coverageOf<S>(program: Program<S>, happened: Uint8Array): Coverage {
  const steps = outcomesByStep(program, happened);
  const outcomes = [...steps.values()].flatMap((each) => [...each.values()]);
  const missed = [...steps].flatMap(([step, each]) => missedOf(step, each));
  const isTaken = (each: ReadonlyMap<string, boolean>) => [...each.values()].includes(true);
  return {
    steps: { taken: [...steps.values()].filter(isTaken).length, all: steps.size },
    outcomes: { taken: outcomes.filter((taken) => taken).length, all: outcomes.length },
    missed,
  };
}

function missedOf(step: string, outcomes: ReadonlyMap<string, boolean>): string[] {
  const missed = [...outcomes].filter(([, taken]) => !taken).map(([outcome]) => outcome);
  return missed.length === outcomes.size ? [step] : missed.map((outcome) => `${step} -> ${outcome}`);
}

/** A step may stand at several places of a process; it was taken if it was at one of them. */
function outcomesByStep<S>(program: Program<S>, happened: Uint8Array): Map<string, Map<string, boolean>> {
  const { at } = coverageIndex(program);
  const steps = new Map<string, Map<string, boolean>>();
  for (const [p, { process, locations }] of program.automata.entries()) {
    for (const [l, { branches }] of locations.entries()) {
      for (const [b, branch] of branches.entries()) {
        const step = `${process} ${branchLabel(branch)}`;
        const outcomes = steps.get(step) ?? new Map<string, boolean>();
        steps.set(step, outcomes);
        for (const [o, outcome] of outcomesOf(branch).entries()) {
          outcomes.set(outcome, outcomes.get(outcome) === true || happened[at[p][l][b] + o] === 1);
        }
      }
    }
  }
  return steps;
}

function outcomesOf<S>({ action }: Branch<S>): readonly string[] {
  return action?.outcomes ?? ['taken'];
}
