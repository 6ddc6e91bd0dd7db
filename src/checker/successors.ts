/**
 * The transitions out of a state, in two ways that must agree: `tableExpander` walks the automata, `generatedExpander` makes
 * one function for each location in which every action is called with its constant arguments, so that the JIT can inline it.
 */

import { BLOCKED } from './process.js';
import type { Program, Workspace } from './system.js';

/** Called with the workspace in the successor state; must leave it as it found it. */
export type Visit = (process: number, branch: number, outcome: number) => void;

export interface Expander {
  /** Visits every successor of the workspace's state, then leaves the workspace in that state again. */
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
  const { words, pc, state } = workspace;
  const saved = new Int32Array(words.length);
  const { at, length } = coverageIndex(program);
  const coverage = new Uint8Array(length);
  const expand = (visit: Visit) => {
    saved.set(words);
    program.automata.forEach((automaton, process) => {
      const location = pc[process];
      automaton.locations[location].branches.forEach((branch, index) => {
        const outcome = branch.action === undefined ? 0 : Number(branch.action.run(state, ...branch.args) ?? 0);
        if (outcome !== BLOCKED || branch.kind === 'step' || branch.kind === 'local') {
          if (!(outcome in branch.targets)) throw badOutcome(automaton.process, branch.action?.name ?? '', outcome);
          coverage[at[process][location][index] + outcome] = 1;
          pc[process] = branch.targets[outcome];
          visit(process, index, outcome);
        } else if (words.some((word, i) => word !== saved[i])) {
          throw new Error(`process ${automaton.process}: ${branch.action?.name ?? ''} changed the state, then blocked`);
        }
        words.set(saved);
      });
    });
  };
  return { expand, coverage };
}

function badOutcome(process: string, action: string, outcome: number): Error {
  return new Error(
    outcome === BLOCKED
      ? `process ${process}: ${action} blocked, but was asked for with step: use waitUntil or idleUntil`
      : `process ${process}: ${action} returned outcome ${outcome}, which it does not declare`,
  );
}

/** Everything that generated code refers to by name. */
interface Scope {
  readonly state: unknown;
  readonly words: Int32Array;
  readonly saved: Int32Array;
  readonly pc: unknown;
  readonly coverage: Uint8Array;
  readonly runs: readonly unknown[];
  readonly badOutcome: typeof badOutcome;
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
    const call = `o = run${runId(action.run)}(${['state', ...args].join(', ')}) | 0;`;
    const bad = `if (o < 0 || o >= ${targets.length}) throw badOutcome(${JSON.stringify(automaton.process)}, ${JSON.stringify(action.name)}, o);`;
    return kind === 'step'
      ? `${call} ${bad} ${visit} ${restore}`
      : `${call} if (o !== ${BLOCKED}) { ${bad} ${visit} ${restore} }`;
  };

  // Small functions are optimised soon, and only those that matter; one for a whole process took the JIT longer than the search.
  const processCode = program.automata.map((automaton, process) => {
    const functions = automaton.locations.map((location, l) => {
      const code = location.branches.map((_, b) => branchCode(process, l, b)).join('\n');
      return `function(visit) { let o = 0;\n${code}\n}`;
    });
    return `const p${process} = [${functions.join(',\n')}];`;
  });
  const save = Array.from(words, (_, i) => `saved[${i}] = words[${i}];`).join(' ');
  const calls = program.automata.map((_, process) => `p${process}[pc[${process}]](visit);`).join(' ');
  const bindings = runs.map((_, i) => `const run${i} = runs[${i}];`).join(' ');
  const source = `'use strict'; const { state, words, saved, pc, coverage, runs, badOutcome } = scope; ${bindings}
    ${processCode.join('\n')}
    return function expand(visit) { ${save} ${calls} };`;
  const make = new Function('scope', source) as (scope: Scope) => (visit: Visit) => void;
  return { expand: make({ state, words, saved, pc, coverage, runs, badOutcome }), coverage };
}
