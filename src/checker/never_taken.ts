/** What the steps of a program never did in a search. */

import { coverageIndex } from './successors.js';
import type { Program } from './system.js';

/** A step that no state enabled, or an outcome of it that never happened. */
export interface NeverTaken {
  readonly process: string;
  readonly action: string;
  /** Absent: the step was never taken at all. */
  readonly outcome?: string;
}

/** Steps, told by process, action, arguments and outcome, that none of their places in the automaton ever took. */
export function neverTaken<S>(
  program: Program<S>,
  coverage: Uint8Array,
  identical: readonly (readonly number[])[],
): NeverTaken[] {
  const { at } = coverageIndex(program);
  /** What one of several identical processes did, any of them can do. */
  const alike = program.automata.map((_, process) => identical.find((all) => all.includes(process)) ?? [process]);
  const taken = new Map<string, { readonly place: NeverTaken; readonly outcomes: Map<string, boolean> }>();
  program.automata.forEach((automaton, process) => {
    automaton.locations.forEach((location, l) => {
      location.branches.forEach((branch, b) => {
        if (branch.action === undefined) return;
        const action = `${branch.action.name}(${branch.args.join(', ')})`;
        const key = `${automaton.process} ${action}`;
        const entry = taken.get(key) ?? { place: { process: automaton.process, action }, outcomes: new Map() };
        taken.set(key, entry);
        branch.action.outcomes.forEach((outcome, o) => {
          const happened = alike[process].some((each) => coverage[at[each][l][b] + o] === 1);
          entry.outcomes.set(outcome, happened || entry.outcomes.get(outcome) === true);
        });
      });
    });
  });
  return [...taken.values()].flatMap(({ place, outcomes }) => {
    const missed = [...outcomes].filter(([, happened]) => !happened).map(([outcome]) => outcome);
    return missed.length === outcomes.size ? [place] : missed.map((outcome) => ({ ...place, outcome }));
  });
}
