/** Choices among the candidates of a walk that are of one process, or pass a test. Nothing is allocated. */

import type { Program } from '../../checker/system.js';
import { type Draw, processOfMove, type WalkInProgress } from '../../checker/walk.js';

/** Sets of processes are the bits of one number. */
const MOST_PROCESSES = 32;

/** @throws when the program has more processes than the strategies that choose among them can tell apart */
export function requireFewProcesses<S>(strategy: string, { automata }: Program<S>): void {
  if (automata.length > MOST_PROCESSES)
    throw new Error(`strategy ${strategy}: ${automata.length} processes, it can choose among ${MOST_PROCESSES}`);
}

/** Uniformly one of the candidates that pass, by its index; -1 when none does. */
export function drawFrom(walk: WalkInProgress, draw: Draw, passes: (move: number) => boolean): number {
  const { candidates, count } = walk;
  let passing = 0;
  for (let i = 0; i < count; i++) if (passes(candidates[i])) passing++;
  if (passing === 0) return -1;
  let left = draw(passing);
  for (let i = 0; i < count; i++) if (passes(candidates[i]) && left-- === 0) return i;
  return -1;
}

/** Uniformly one of the candidates of a process, by its index; -1 when there is none. */
export function drawOfProcess(walk: WalkInProgress, draw: Draw, process: number): number {
  return drawFrom(walk, draw, (move) => processOfMove(move) === process);
}

/** Uniformly one of the processes that have candidates, another than `but` if there is one; -1 when none has. */
export function drawProcess({ candidates, count }: WalkInProgress, draw: Draw, but = -1): number {
  let processes = 0;
  let found = 0;
  for (let i = 0; i < count; i++) {
    const bit = 1 << processOfMove(candidates[i]);
    if ((processes & bit) === 0) found++;
    processes |= bit;
  }
  const butBit = but < 0 ? 0 : 1 << but;
  if (found > 1 && (processes & butBit) !== 0) {
    processes &= ~butBit;
    found--;
  }
  if (found === 0) return -1;
  for (let left = draw(found); left > 0; left--) processes &= processes - 1;
  return 31 - Math.clz32(processes & -processes);
}
