/**
 * Bounded context switches: a process goes on until it has ended an operation or cannot move, and is interrupted at a few
 * random steps only. Most races need few preemptions (Musuvathi, Qadeer, PLDI 2007).
 */

import { type Draw, processOfMove, type Scheduler, type WalkInProgress } from '../../checker/walk.js';
import { drawOfProcess, drawProcess, requireFewProcesses } from './candidates.js';
import type { Strategy } from './strategy.js';

class PreemptingScheduler implements Scheduler {
  /** The lengths of the walk at which another process goes on, in order. */
  readonly #preemptAt: Int32Array;
  #preemptions = 0;
  #running = -1;
  #seen = 0;

  constructor(most: number) {
    this.#preemptAt = new Int32Array(most);
  }

  begin(draw: Draw, maxLength: number): void {
    for (let i = 0; i < this.#preemptAt.length; i++) this.#preemptAt[i] = draw(maxLength);
    this.#preemptAt.sort();
    this.#preemptions = 0;
    this.#running = -1;
    this.#seen = 0;
  }

  choose(walk: WalkInProgress, draw: Draw): number {
    if (walk.length > this.#seen) {
      this.#seen = walk.length;
      this.#running = processOfMove(walk.moves[walk.length - 1]);
      if (walk.pc[this.#running] === 0) this.#running = -1;
      else if (this.#isPreempted(walk.length)) this.#running = drawProcess(walk, draw, this.#running);
    }
    const chosen = this.#running < 0 ? -1 : drawOfProcess(walk, draw, this.#running);
    if (chosen >= 0) return chosen;
    this.#running = drawProcess(walk, draw);
    return drawOfProcess(walk, draw, this.#running);
  }

  #isPreempted(length: number): boolean {
    const before = this.#preemptions;
    while (this.#preemptions < this.#preemptAt.length && this.#preemptAt[this.#preemptions] <= length)
      this.#preemptions++;
    return this.#preemptions > before;
  }
}

/**
 * Runs with few preemptions: a process goes on until it must wait, but for so many switches.
 * @param most the most preemptions of a run, from 0
 */
export function boundedSwitches(most: number): Strategy {
  return {
    name: `switches-${most}`,
    title: `a process goes on until its operation ends or it has to wait, but for ${most} preemptions`,
    learns: false,
    scheduler: (program) => {
      requireFewProcesses(`switches-${most}`, program);
      return new PreemptingScheduler(most);
    },
  };
}
