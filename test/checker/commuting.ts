/** Whether the steps of a process that goes first commute with what the others do, tried in every state of a plain search. */

import { callText } from '../../src/checker/action_error.js';
import type { AmpleLocation } from '../../src/checker/ample.js';
import type { Branch } from '../../src/checker/automaton.js';
import { BLOCKED } from '../../src/checker/process.js';
import { search } from '../../src/checker/search.js';
import { accessTo } from '../../src/checker/state_access.js';
import { createWorkspace, type Program, type Workspace } from '../../src/checker/system.js';
import { take } from '../../src/checker/take.js';

/** Two steps of two processes. */
interface Pair<S> {
  readonly process: number;
  readonly branch: Branch<S>;
  readonly other: number;
  readonly otherBranch: Branch<S>;
}

/** The pairs of steps, in words, of which the order matters in some state in which the first process might go first. */
export function doNotCommute<S>(
  program: Program<S>,
  ample: readonly (readonly (AmpleLocation | undefined)[])[],
): string[] {
  const { store } = search(program);
  const workspace = createWorkspace(program);
  const { load } = accessTo(store, program.layout, workspace.views);
  const found = new Set<string>();
  for (let state = 0; state < store.size; state++) {
    load(state);
    if (program.system.halted?.(workspace.state) === true) continue;
    for (const pair of pairsIn(program, workspace, ample)) {
      load(state);
      if (!commute(program, workspace, pair)) found.add(pairText(program, pair));
    }
  }
  return [...found];
}

function pairsIn<S>(
  { automata }: Program<S>,
  { pc }: Workspace<S>,
  ample: readonly (readonly (AmpleLocation | undefined)[])[],
): Pair<S>[] {
  const branchesOf = (process: number) => automata[process].locations[pc[process]].branches;
  return automata.flatMap((_, process) => {
    const here = ample[process][pc[process]];
    const others = [...automata.keys()].filter((other) => other !== process);
    if (here === undefined || others.some((other) => here.conflicts[other]?.[pc[other]] === 1)) return [];
    return branchesOf(process).flatMap((branch) =>
      others.flatMap((other) => branchesOf(other).map((otherBranch) => ({ process, branch, other, otherBranch }))),
    );
  });
}

/** Whether two steps lead to one state in both orders, and none makes the other possible or impossible. */
function commute<S>(program: Program<S>, workspace: Workspace<S>, pair: Pair<S>): boolean {
  const { words } = workspace;
  const before = Int32Array.from(words);
  const isHalted = () => program.system.halted?.(workspace.state) === true;
  const first = () => take(workspace, '', pair.process, pair.branch);
  const second = () => take(workspace, '', pair.other, pair.otherBranch);
  const alone = first();
  // A step that halts the model does not go first.
  if (isHalted()) return true;
  const secondAfter = alone === BLOCKED ? BLOCKED : second();
  const there = Int32Array.from(words);
  words.set(before);
  const otherAlone = second();
  if (otherAlone === BLOCKED) return true;
  const firstAfter = first();
  if (alone === BLOCKED) return firstAfter === BLOCKED;
  return firstAfter === alone && secondAfter === otherAlone && words.every((word, i) => word === there[i]);
}

function pairText<S>({ automata }: Program<S>, { process, branch, other, otherBranch }: Pair<S>): string {
  const text = (which: number, { action, args }: Branch<S>) =>
    `${automata[which].process}: ${callText(action?.name ?? '', args)}`;
  return `${text(process, branch)} and ${text(other, otherBranch)}`;
}
