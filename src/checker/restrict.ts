/**
 * A program of which some steps wait: a restriction forbids steps, and adds none. So every run of a restricted program is a run
 * of the program, move by move. What holds in all states of the program holds under any restriction, and a race that is found
 * under a restriction is a race of the program, which keeps to the restriction.
 */

import type { Automaton, Branch } from './automaton.js';
import type { Cells } from './layout.js';
import { type Atomic, BLOCKED } from './process.js';
import { PC, type Program } from './system.js';
import { type Move, Replay } from './trace.js';

/** Whether a step may be taken in this state, with each process at its location. */
export type Guard<S> = (state: S, locations: Cells) => boolean;

/** The guard of a branch of a process; undefined for one that may always be taken. */
export type GuardOf<S> = (process: number, branch: Branch<S>) => Guard<S> | undefined;

/** What a restriction forbids in a program. */
export type Restriction<S> = (program: Program<S>) => GuardOf<S>;

/** Whether a restriction forbids any step of the program, in whatever state. If not, the program under it is the program. */
export function restricts<S>(program: Program<S>, restriction: Restriction<S>): boolean {
  const guardOf = restriction(program);
  return program.automata.some(({ locations }, process) =>
    locations.some(({ branches }) => branches.some((branch) => guardOf(process, branch) !== undefined)),
  );
}

/** The program with each forbidden step waiting until it is allowed. Locations and branches keep their numbers. */
export function restrict<S extends object>(program: Program<S>, restrictions: readonly Restriction<S>[]): Program<S> {
  if (restrictions.length === 0) return program;
  const locationsOf = new WeakMap<S, Cells>();
  const guardsOf = restrictions.map((restriction) => restriction(program));
  const restricted = (process: number, branch: Branch<S>): Branch<S> => {
    const guards = guardsOf.flatMap((guardOf) => guardOf(process, branch) ?? []);
    if (guards.length === 0) return branch;
    const allows = (state: S): boolean => {
      const locations = locationsOf.get(state);
      if (locations === undefined) throw new Error('a restricted step was called with a state of another program');
      return guards.every((guard) => guard(state, locations));
    };
    return { ...branch, kind: branch.kind === 'idle' ? 'idle' : 'wait', action: guarded(branch.action, allows) };
  };
  const automata = program.automata.map(({ process: name, locations }, process): Automaton<S> => {
    const branchesOf = (branches: readonly Branch<S>[]) => branches.map((branch) => restricted(process, branch));
    return { process: name, locations: locations.map(({ branches }) => ({ branches: branchesOf(branches) })) };
  });
  const { system, layout } = program;
  const bind: typeof system.bind = (views) => {
    const state = system.bind(views);
    locationsOf.set(state, views[PC]);
    return state;
  };
  return { system: { ...system, bind }, automata, layout };
}

/** A step without action only takes its choices; it has one outcome. */
function guarded<S>(action: Atomic<S> | undefined, allows: (state: S) => boolean): Atomic<S> {
  if (action === undefined) return { name: '', outcomes: ['done'], run: (state) => (allows(state) ? 0 : BLOCKED) };
  const run: Atomic<S>['run'] = (state, ...args) => {
    // Two returns: of a conditional the translation would refuse a side that gives nothing.
    if (!allows(state)) return BLOCKED;
    return action.run(state, ...args);
  };
  return { ...action, run };
}

/**
 * For each restriction whether a run keeps to it. The moves are of the program itself, or of one that restricts it.
 * @throws when a move is not possible
 */
export function keepsTo<S>(
  program: Program<S>,
  restrictions: readonly Restriction<S>[],
  moves: readonly Move[],
): boolean[] {
  const guardsOf = restrictions.map((restriction) => restriction(program));
  const kept = restrictions.map(() => true);
  const replay = new Replay(program);
  for (const [i, move] of moves.entries()) {
    const branch = replay.branches(move.process)[move.branch];
    for (const [r, guardOf] of guardsOf.entries()) {
      if (guardOf(move.process, branch)?.(replay.state, replay.workspace.pc) === false) kept[r] = false;
    }
    if (replay.move(move) === undefined) throw new Error(`move ${i + 1} of ${moves.length} is not possible`);
  }
  return kept;
}
