/**
 * Holds a lasso against its property a second time. By the generators alone: that it asks, is never given what it asks, and
 * comes back to the state where its loop begins. Move by move: that it is fair. Nothing is used of what finds lassos.
 */

import { isAtRest } from '../../checker/automaton.js';
import type { LeadsTo } from '../../checker/liveness.js';
import { NaiveReplay } from '../../checker/naive_replay.js';
import type { Program, System } from '../../checker/system.js';
import { Replay, type TraceStep } from '../../checker/trace.js';
import type { Kernel } from '../../model/state.js';

export interface LassoInNames {
  readonly trace: readonly TraceStep[];
  /** The index of the first step of the loop. Absent: the run ends. */
  readonly loop?: number;
}

/** @returns why the lasso does not violate the property; undefined: it does @throws where a step is not possible */
export function objectionToLasso(
  program: Program<Kernel>,
  property: LeadsTo<Kernel>,
  lasso: LassoInNames,
): string | undefined {
  return objectionToState(program.system, property, lasso) ?? objectionToFairness(program, property, lasso);
}

function objectionToState(
  system: System<Kernel>,
  property: LeadsTo<Kernel>,
  { trace, loop = trace.length }: LassoInNames,
): string | undefined {
  const replay = new NaiveReplay(system);
  let pending = false;
  const look = () => {
    pending = !property.to(replay.state) && (pending || property.from(replay.state));
  };
  look();
  for (const step of trace.slice(0, loop)) {
    replay.follow(step);
    look();
  }
  if (!pending) return 'waits for nothing in the end';
  const start = replay.snapshot();
  for (const step of trace.slice(loop)) {
    replay.follow(step);
    if (property.to(replay.state)) return 'is given what it asks for';
  }
  return replay.snapshot() === start ? undefined : 'does not come back to where its loop begins';
}

function objectionToFairness(
  program: Program<Kernel>,
  property: LeadsTo<Kernel>,
  { trace, loop = trace.length }: LassoInNames,
): string | undefined {
  const replay = new Replay(program);
  trace.slice(0, loop).forEach((step, i) => {
    replay.follow(step, i);
  });
  const able = [ableProcesses(replay, property)];
  if (loop === trace.length && property.during?.(replay.state) === false) return undefined;
  trace.slice(loop).forEach((step, i) => {
    replay.follow(step, loop + i);
    able.push(ableProcesses(replay, property));
  });
  const moving = new Set(trace.slice(loop).map(({ process }) => process));
  const starved = program.automata
    .map(({ process }) => process)
    .filter((process) => {
      const fairness = property.fairness(process);
      if (fairness === 'none' || moving.has(process)) return false;
      const isAble = (at: ReadonlySet<string>) => at.has(process);
      return fairness === 'weak' ? able.every(isAble) : able.some(isAble);
    });
  return starved.length === 0 ? undefined : `is not fair to ${starved.join(' and ')}`;
}

/** The processes that are not at rest and can move now by a branch that is not avoided. */
function ableProcesses(replay: Replay<Kernel>, { avoids }: LeadsTo<Kernel>): Set<string> {
  const moves = replay.enabled().filter(({ process, branch }) => {
    const branches = replay.branches(process);
    return avoids?.(branches[branch]) !== true && !isAtRest({ branches });
  });
  return new Set(moves.map(({ process }) => replay.program.automata[process].process));
}
