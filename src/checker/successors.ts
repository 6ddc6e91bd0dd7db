/**
 * The transitions out of a state, in two ways that must agree: `tableExpander` walks the automata, `generatedExpander` makes
 * one function for each location in which every action is called with its constant arguments, so that the JIT can inline it.
 */

import { ActionError, callText } from './action_error.js';
import type { Branch } from './automaton.js';
import { BLOCKED } from './process.js';
import type { Program, Workspace } from './system.js';
import { requireOutcome, take } from './take.js';

/** Called with the workspace in the successor state; must leave it as it found it. */
export type Visit = (process: number, branch: number, outcome: number) => void;

export interface Expander {
  /**
   * Visits every successor of the workspace's state, then leaves the workspace in that state again.
   * @throws {ActionError} when an action fails, returns what is no outcome of it, or changes the state and blocks
   */
  expand(visit: Visit): void;
  /**
   * 1 for each (process, location, branch, outcome) that happened since the expander was made, at the index `coverageIndex`.
   */
  readonly coverage: Uint8Array;
}

/** Where each (process, location, branch) has its outcomes in `Expander.coverage`. */
export function coverageIndex<S>(program: Program<S>): { readonly at: number[][][]; readonly length: number } {
  let length = 0;
  const at = program.automata.map((automaton) =>
    automaton.locations.map((location) =>
      location.branches.map((branch) => {
        const start = length;
        length += branch.targets.length;
        return start;
      }),
    ),
  );
  return { at, length };
}

export function tableExpander<S>(program: Program<S>, workspace: Workspace<S>): Expander {
  const { words, pc } = workspace;
  const saved = new Int32Array(words.length);
  const { at, length } = coverageIndex(program);
  const coverage = new Uint8Array(length);
  const expand = (visit: Visit) => {
    saved.set(words);
    program.automata.forEach((automaton, process) => {
      const location = pc[process];
      automaton.locations[location].branches.forEach((branch, index) => {
        const outcome = take(workspace, automaton.process, process, branch);
        if (outcome !== BLOCKED) {
          coverage[at[process][location][index] + outcome] = 1;
          visit(process, index, outcome);
        } else if (words.some((word, i) => word !== saved[i])) throw changedAndBlocked(automaton.process, branch);
        words.set(saved);
      });
    });
  };
  return { expand, coverage };
}

function changedAndBlocked<S>(process: string, { action, args }: Branch<S>): ActionError {
  return new ActionError(process, callText(action?.name ?? '', args), 'changes the state, then blocks');
}

/** Everything that generated code refers to by name. */
interface Scope {
  readonly state: unknown;
  readonly words: Int32Array;
  readonly saved: Int32Array;
  readonly pc: unknown;
  readonly coverage: Uint8Array;
  readonly runs: readonly unknown[];
  /** The outcome that an action returned, in a form that has no code of its own, or an error that names the action. */
  readonly outcomeAt: (process: number, location: number, branch: number, returned: unknown) => number;
}

/** Sets `o` to the outcome that `r` stands for: the usual returns by comparison, all others through a call. */
function outcomeCode(outcomes: number, other: string): string {
  if (outcomes === 1) return `o = 0; if (r !== undefined && r !== 0) ${other};`;
  if (outcomes === 2) return `o = r === true || r === 1 ? 1 : r === false || r === 0 ? 0 : ${other};`;
  return `o = r | 0; if (o !== r || o < 0 || o >= ${outcomes}) o = ${other};`;
}

export function generatedExpander<S>(program: Program<S>, workspace: Workspace<S>): Expander {
  const { words, pc, state } = workspace;
  const saved = new Int32Array(words.length);
  const { at, length } = coverageIndex(program);
  const coverage = new Uint8Array(length);

  const runs: unknown[] = [];
  const runId = (run: unknown) => {
    const known = runs.indexOf(run);
    return known >= 0 ? known : runs.push(run) - 1;
  };
  const restore = Array.from(words, (_, i) => `words[${i}] = saved[${i}];`).join(' ');

  const branchCode = (process: number, location: number, index: number): string => {
    const automaton = program.automata[process];
    const { action, args, kind, targets } = automaton.locations[location].branches[index];
    const cover = at[process][location][index];
    const goTo = targets
      .slice(0, -1)
      .reduceRight((rest, target, i) => `o === ${i} ? ${target} : ${rest}`, String(targets.at(-1)));
    const visit = `coverage[${cover} + o] = 1; pc[${process}] = ${goTo}; visit(${process}, ${index}, o);`;
    if (action === undefined) return `o = 0; ${visit} ${restore}`;
    const call = `r = run${runId(action.run)}(${['state', ...args].join(', ')});`;
    const other = `outcomeAt(${process}, ${location}, ${index}, r)`;
    const took = `${outcomeCode(targets.length, other)} ${visit} ${restore}`;
    return kind === 'step' ? `${call} ${took}` : `${call} if (r !== ${BLOCKED}) { ${took} }`;
  };

  // Small functions are optimised soon, and only those that matter; one for a whole process took the JIT longer than the search.
  const processCode = program.automata.map((automaton, process) => {
    const functions = automaton.locations.map((location, l) => {
      const code = location.branches.map((_, b) => branchCode(process, l, b)).join('\n');
      return `function(visit) { let o = 0, r;\n${code}\n}`;
    });
    return `const p${process} = [${functions.join(',\n')}];`;
  });
  const save = Array.from(words, (_, i) => `saved[${i}] = words[${i}];`).join(' ');
  const calls = program.automata.map((_, process) => `p${process}[pc[${process}]](visit);`).join(' ');
  const bindings = runs.map((_, i) => `const run${i} = runs[${i}];`).join(' ');
  const source = `'use strict'; const { state, words, saved, pc, coverage, runs, outcomeAt } = scope; ${bindings}
    ${processCode.join('\n')}
    return function expand(visit) { ${save} ${calls} };`;
  const make = new Function('scope', source) as (scope: Scope) => (visit: Visit) => void;
  const outcomeAt: Scope['outcomeAt'] = (process, location, index, returned) => {
    const { process: name, locations } = program.automata[process];
    return requireOutcome(name, locations[location].branches[index], returned);
  };
  const generated = make({ state, words, saved, pc, coverage, runs, outcomeAt });
  const expand = (visit: Visit) => {
    try {
      generated(visit);
    } catch (error) {
      words.set(saved);
      if (!(error instanceof ActionError)) retrace(program, workspace);
      throw error;
    }
  };
  return { expand, coverage };
}

/** Finds out which action fails in this state: it throws again, and then is named. */
function retrace<S>(program: Program<S>, workspace: Workspace<S>): void {
  tableExpander(program, workspace).expand(() => {});
}
