/**
 * Pauses: most races need somebody who is held up at one place while others get through whole operations. So a process may
 * pause after each of its steps, for a few steps of the others or for very many: how long is spread evenly over the powers
 * of two. Each run draws how often that is, who stays away as long as others can move, and which branches it prefers.
 */

import { coverageIndex } from '../../checker/successors.js';
import type { Program } from '../../checker/system.js';
import { branchOfMove, type Draw, processOfMove, type Scheduler, type WalkInProgress } from '../../checker/walk.js';
import { drawFrom, drawOfProcess, requireFewProcesses } from './candidates.js';
import type { Strategy } from './strategy.js';

/** A process pauses after one step in so many; one of these for each run. */
const STEPS_TO_A_PAUSE = [2, 4, 8, 16, 32];
/** The longest pause, in steps of the walk, is 2 to this power. */
const PAUSE_BITS = 8;
/** Wakes after every walk has ended. */
const NEVER = 2 ** 30;
/** All but one of so many choices go to the preferred branch; one of these for each run, and 1 prefers none. */
const CHOICES_TO_A_WHIM = [1, 2, 4];

class PausingScheduler implements Scheduler {
  /** Of each process, the length of the walk at which it wakes. */
  readonly #wakesAt: Int32Array;
  readonly #at: readonly (readonly (readonly number[])[])[];
  /** The preferred branch of each location, at the index of its first branch, and the run in which it was drawn. */
  readonly #preferred: Int32Array;
  readonly #preferredIn: Int32Array;
  #run = 0;
  #stepsToAPause = 1;
  #choicesToAWhim = 1;
  #seen = 0;

  constructor(at: readonly (readonly (readonly number[])[])[], length: number) {
    this.#at = at;
    this.#wakesAt = new Int32Array(at.length);
    this.#preferred = new Int32Array(length);
    this.#preferredIn = new Int32Array(length);
  }

  begin(draw: Draw): void {
    this.#run++;
    this.#seen = 0;
    this.#stepsToAPause = STEPS_TO_A_PAUSE[draw(STEPS_TO_A_PAUSE.length)];
    this.#choicesToAWhim = CHOICES_TO_A_WHIM[draw(CHOICES_TO_A_WHIM.length)];
    const always = draw(this.#wakesAt.length);
    for (let process = 0; process < this.#wakesAt.length; process++) {
      const staysAway = process !== always && draw(4) === 0;
      const sleepsAtFirst = process !== always && draw(2) === 0;
      this.#wakesAt[process] = staysAway ? NEVER : sleepsAtFirst ? drawPause(draw) : 0;
    }
  }

  choose(walk: WalkInProgress, draw: Draw): number {
    if (walk.length > this.#seen) {
      this.#seen = walk.length;
      const moved = processOfMove(walk.moves[walk.length - 1]);
      if (draw(this.#stepsToAPause) === 0) this.#wakesAt[moved] = walk.length + drawPause(draw);
    }
    const process = this.#drawAwake(walk, draw);
    const preferred = draw(this.#choicesToAWhim) === 0 ? -1 : this.#preferredBranch(walk, draw, process);
    return preferred >= 0 ? preferred : drawOfProcess(walk, draw, process);
  }

  /** The candidate that the run prefers where the process is, by its index; -1 when it is blocked. */
  #preferredBranch(walk: WalkInProgress, draw: Draw, process: number): number {
    const branches = this.#at[process][walk.pc[process]];
    const place = branches[0];
    if (this.#preferredIn[place] !== this.#run) {
      this.#preferredIn[place] = this.#run;
      this.#preferred[place] = draw(branches.length);
    }
    const branch = this.#preferred[place];
    return drawFrom(walk, draw, (move) => processOfMove(move) === process && branchOfMove(move) === branch);
  }

  /** Uniformly one of the processes that have candidates and are awake; when all of them sleep, the one that wakes first. */
  #drawAwake({ candidates, count, length }: WalkInProgress, draw: Draw): number {
    let awake = 0;
    let found = 0;
    let first = processOfMove(candidates[0]);
    for (let i = 0; i < count; i++) {
      const process = processOfMove(candidates[i]);
      const bit = 1 << process;
      if (this.#wakesAt[process] < this.#wakesAt[first]) first = process;
      if (this.#wakesAt[process] > length || (awake & bit) !== 0) continue;
      awake |= bit;
      found++;
    }
    if (found === 0) return first;
    for (let left = draw(found); left > 0; left--) awake &= awake - 1;
    return 31 - Math.clz32(awake & -awake);
  }
}

/** In steps of the walk. */
function drawPause(draw: Draw): number {
  return 1 + draw(2 << draw(PAUSE_BITS));
}

/** Processes pause at random steps, as a preempted task does. */
export const pauses: Strategy = {
  name: 'pauses',
  title: 'processes pause at random steps, some for short and some for very long',
  learns: false,
  scheduler: <S>(program: Program<S>) => {
    requireFewProcesses('pauses', program);
    const { at, length } = coverageIndex(program);
    return new PausingScheduler(at, length);
  },
};
