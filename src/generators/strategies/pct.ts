/**
 * PCT, probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010): processes have random
 * priorities, and the highest that can move does, but at d - 1 random places the one that is about to move becomes the lowest.
 *
 * A bug of depth d, one that needs d orderings between steps, shows in a run of n processes and k steps with a probability of
 * at least 1 / (n k^(d-1)), whatever the other steps are. That is said of processes that end, and decide nothing by
 * themselves. Ours go on for ever, so each draws a new priority where an operation of it begins, and the bound is one for
 * runs of one operation each; and every step that had m options divides it by m.
 */

import type { Program } from '../../checker/system.js';
import { type Draw, processOfMove, type Scheduler, type WalkInProgress } from '../../checker/walk.js';
import { drawOfProcess } from './candidates.js';
import type { Strategy } from './strategy.js';

/** Priorities that are drawn are above all that change points give. */
const DRAWN_FROM = 1_000;
const DRAWN_BELOW = 1_000_000;

class PriorityScheduler implements Scheduler {
  readonly #priorities: Int32Array;
  /** The lengths of the walk at which the next to move becomes the lowest, in order. */
  readonly #changeAt: Int32Array;
  #changes = 0;
  /** The process that moved last, if it may have ended an operation by that. */
  #moved = -1;
  #seen = 0;

  constructor(processes: number, depth: number) {
    this.#priorities = new Int32Array(processes);
    this.#changeAt = new Int32Array(depth - 1);
  }

  begin(draw: Draw, maxLength: number): void {
    for (let process = 0; process < this.#priorities.length; process++) this.#drawPriority(process, draw);
    for (let i = 0; i < this.#changeAt.length; i++) this.#changeAt[i] = draw(maxLength);
    this.#changeAt.sort();
    this.#changes = 0;
    this.#moved = -1;
    this.#seen = 0;
  }

  choose(walk: WalkInProgress, draw: Draw): number {
    if (walk.length > this.#seen) {
      this.#seen = walk.length;
      this.#moved = processOfMove(walk.moves[walk.length - 1]);
      if (walk.pc[this.#moved] === 0) this.#drawPriority(this.#moved, draw);
    }
    while (this.#changes < this.#changeAt.length && this.#changeAt[this.#changes] <= walk.length) {
      this.#priorities[this.#highest(walk)] = this.#changeAt.length - this.#changes++;
    }
    return drawOfProcess(walk, draw, this.#highest(walk));
  }

  #drawPriority(process: number, draw: Draw): void {
    this.#priorities[process] = DRAWN_FROM + draw(DRAWN_BELOW);
  }

  #highest({ candidates, count }: WalkInProgress): number {
    let highest = processOfMove(candidates[0]);
    for (let i = 1; i < count; i++) {
      const process = processOfMove(candidates[i]);
      if (this.#priorities[process] > this.#priorities[highest]) highest = process;
    }
    return highest;
  }
}

/**
 * Random priorities, changed at random steps: probabilistic concurrency testing.
 * @param depth the number of orderings between steps that a race to be found needs, from 1
 */
export function pct(depth: number): Strategy {
  return {
    name: `pct-${depth}`,
    title: `random priorities, changed at ${depth - 1} random steps`,
    learns: false,
    scheduler: <S>({ automata }: Program<S>) => new PriorityScheduler(automata.length, depth),
  };
}
