/**
 * Continues a run with every process getting its turn, until a state repeats: a plain picture of how things go on for ever
 * after a state from which some goal can no longer be reached.
 */

import type { Branch } from './automaton.js';
import type { Program } from './system.js';
import { type Move, Replay } from './trace.js';

/** A picture needs no more steps than this. */
const LONGEST = 500;

export interface FairRunOptions<S> {
  readonly avoids?: (branch: Branch<S>) => boolean;
  /** The run also ends where this is no longer true. */
  readonly during?: (state: S) => boolean;
}

/** The moves that continue `moves`: round robin over the processes, each by its first branch that is possible. */
export function continueFairly<S>(
  program: Program<S>,
  moves: readonly Move[],
  { avoids, during }: FairRunOptions<S> = {},
): Move[] {
  const replay = new Replay(program);
  for (const move of moves) replay.move(move);
  const processes = program.automata.length;
  const seen = new Set<string>();
  const continued: Move[] = [];
  let turn = 0;
  while (continued.length < LONGEST && during?.(replay.state) !== false) {
    const key = `${turn} ${replay.workspace.words.join()}`;
    if (seen.has(key)) break;
    seen.add(key);
    const possible = replay
      .enabled()
      .filter(({ process, branch }) => avoids?.(replay.branches(process)[branch]) !== true);
    const later = (process: number) => (process - turn + processes) % processes;
    const next = possible.sort((a, b) => later(a.process) - later(b.process) || a.branch - b.branch).at(0);
    if (next === undefined) break;
    replay.move(next);
    continued.push(next);
    turn = (next.process + 1) % processes;
  }
  return continued;
}
