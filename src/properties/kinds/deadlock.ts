/** That some process can always move, unless each has ended or is at rest by design. */

import { isAtRest } from '../../checker/automaton.js';
import type { Program } from '../../checker/system.js';
import { Replay } from '../../checker/trace.js';
import type { Kernel } from '../../model/state.js';
import type { Sentence } from '../sentence.js';
import type { Kind, NamedRun, Recheck } from './kind.js';
import { rootsThenAll } from './roots_then_all.js';

/** Some process can always move, unless each has ended or is at rest by design. */
export interface DeadlockProperty extends Sentence {
  readonly kind: 'deadlock';
  /** One sentence: who waits for ever. */
  readonly wrong: (waiting: readonly string[]) => string;
}

const always = (): boolean => true;

export const deadlock: Kind<DeadlockProperty> = {
  antecedent: () => always,
  isReducible: true,
  isToldByRun: true,
  needs: (_, roots) => {
    const { deadlock: found } = roots.search;
    if (found === undefined) return 'everything';
    if (!roots.mayBeSooner(roots.search.distanceTo(found.state))) return 'nothing';
    return ({ search }) => search.deadlock !== undefined;
  },
  decide: (property, graphs) =>
    rootsThenAll(graphs, {
      nearest: ({ search }) => {
        if (search.deadlock === undefined) return undefined;
        const { state, waiting } = search.deadlock;
        const { program } = search;
        const moves = search.pathTo(state);
        const violation = { program, moves, wrong: property.wrong(waiting), statesBefore: moves.length + 1 };
        return { length: moves.length, violation: () => violation };
      },
    }),
  recheck,
};

/** Who waits for ever in the state that a replay has come to; nobody where it is no deadlock. */
export function waitingForEver(program: Program<Kernel>, replay: Replay<Kernel>): string[] {
  const goesOn = program.system.halted?.(replay.state) === true || replay.enabled().length > 0;
  return goesOn ? [] : waitingIn(program, replay);
}

function recheck(property: DeadlockProperty, { program, steps }: NamedRun): Recheck {
  const replay = new Replay(program);
  steps.forEach((step, i) => {
    replay.follow(step, i);
  });
  if (program.system.halted?.(replay.state) === true) return { is: 'not violated', why: 'the model halts at its end' };
  if (replay.enabled().length > 0) return { is: 'not violated', why: 'some process can move at its end' };
  const waiting = waitingIn(program, replay);
  if (waiting.length === 0) return { is: 'not violated', why: 'every process has ended or is at rest at its end' };
  return { is: 'violated', afterStep: steps.length, wrong: property.wrong(waiting) };
}

function waitingIn({ automata }: Program<Kernel>, replay: Replay<Kernel>): string[] {
  return automata.flatMap(({ process }, i) => {
    const branches = replay.branches(i);
    return branches.length > 0 && !isAtRest({ branches }) ? [process] : [];
  });
}
