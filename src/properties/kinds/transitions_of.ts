/** The steps of a run as transitions between states, as properties of steps see them. */

import { createWorkspace } from '../../checker/system.js';
import { Replay } from '../../checker/trace.js';
import type { KernelStep } from './kernel_step.js';
import type { NamedRun } from './kind.js';

/** Each is good until the next is asked for. @throws naming the first step that is not possible, or whose outcome differs */
export function* transitionsOf({ program, steps }: NamedRun): Generator<KernelStep> {
  const replay = new Replay(program);
  const before = createWorkspace(program);
  for (const [i, step] of steps.entries()) {
    before.words.set(replay.workspace.words);
    const move = replay.find(step);
    const branch = move === undefined ? undefined : replay.branches(move.process).at(move.branch);
    replay.follow(step, i);
    if (branch === undefined) continue;
    const outcome = branch.action?.outcomes.indexOf(step.outcome ?? '') ?? 0;
    yield { before: before.state, after: replay.state, process: step.process, branch, outcome };
  }
}
