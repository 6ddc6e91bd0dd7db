/**
 * Coverage guided: prefers steps, and steps right after one of another process, that no run has had yet. Half of the runs
 * begin as one before them that had something new, up to some step of it.
 */

import { coverageIndex } from '../../checker/successors.js';
import type { Program } from '../../checker/system.js';
import {
  branchOfMove,
  type Draw,
  processOfMove,
  type Scheduler,
  UNIFORM,
  type WalkInProgress,
} from '../../checker/walk.js';
import { drawFrom } from './candidates.js';
import type { Strategy } from './strategy.js';

/** Pairs of steps are told apart by a hash of so many bits. */
const PAIR_BITS = 18;
/** Runs that are kept to begin others with; the oldest gives way. */
const MOST_KEPT = 64;

class NoveltyScheduler implements Scheduler {
  readonly #at: readonly (readonly (readonly number[])[])[];
  readonly #outcomes: Uint8Array;
  readonly #pairs = new Uint8Array(2 ** PAIR_BITS);
  readonly #kept: Int32Array[] = [];
  #keptNext = 0;
  #beginning: Int32Array | undefined;
  #beginningLength = 0;
  #lastHappened = -1;
  #lastProcess = -1;
  #seen = 0;
  #foundNew = false;
  #pc: WalkInProgress['pc'] = new Int32Array(0);
  readonly #isNew = (move: number): boolean => this.#mayBeNew(move);

  constructor(at: readonly (readonly (readonly number[])[])[], outcomes: number) {
    this.#at = at;
    this.#outcomes = new Uint8Array(outcomes);
  }

  begin(draw: Draw): void {
    this.#beginning = this.#kept.length > 0 && draw(2) === 0 ? this.#kept[draw(this.#kept.length)] : undefined;
    this.#beginningLength = this.#beginning === undefined ? 0 : draw(this.#beginning.length);
    this.#lastHappened = -1;
    this.#lastProcess = -1;
    this.#seen = 0;
    this.#foundNew = false;
  }

  choose(walk: WalkInProgress, draw: Draw): number {
    this.#learn(walk);
    this.#pc = walk.pc;
    if (this.#beginning !== undefined && walk.length < this.#beginningLength) {
      const { candidates, count } = walk;
      for (let i = 0; i < count; i++) if (candidates[i] === this.#beginning[walk.length]) return i;
    }
    // Only new steps, for ever, would lead runs away from where most is new.
    const chosen = draw(4) === 0 ? -1 : drawFrom(walk, draw, this.#isNew);
    return chosen >= 0 ? chosen : UNIFORM.choose(walk, draw);
  }

  end(walk: WalkInProgress): void {
    this.#learn(walk);
    if (!this.#foundNew) return;
    this.#kept[this.#keptNext] = walk.moves.slice(0, walk.length);
    this.#keptNext = (this.#keptNext + 1) % MOST_KEPT;
  }

  /** Notes what the last move did that no move did before. */
  #learn({ moves, happened, length }: WalkInProgress): void {
    if (length === this.#seen) return;
    this.#seen = length;
    const process = processOfMove(moves[length - 1]);
    const outcome = happened[length - 1];
    if (process !== this.#lastProcess && this.#lastHappened >= 0)
      this.#note(this.#pairs, pairOf(this.#lastHappened, outcome));
    this.#note(this.#outcomes, outcome);
    this.#lastHappened = outcome;
    this.#lastProcess = process;
  }

  #note(seen: Uint8Array, index: number): void {
    if (seen[index] === 1) return;
    seen[index] = 1;
    this.#foundNew = true;
  }

  /** Judged by the first of its outcomes, since the outcome is not known before the move. */
  #mayBeNew(move: number): boolean {
    const process = processOfMove(move);
    const first = this.#at[process][this.#pc[process]][branchOfMove(move)];
    if (this.#outcomes[first] === 0) return true;
    if (process === this.#lastProcess || this.#lastHappened < 0) return false;
    return this.#pairs[pairOf(this.#lastHappened, first)] === 0;
  }
}

function pairOf(before: number, after: number): number {
  return Math.imul(Math.imul(before, 0x9e3779b1) ^ (after + 1), 0x85ebca6b) >>> (32 - PAIR_BITS);
}

/** Prefers steps, and pairs of steps, that no run before had. It learns. */
export const coverageGuided: Strategy = {
  name: 'coverage',
  title: 'prefers steps, and pairs of steps of different processes, that no run before had',
  learns: true,
  scheduler: <S>(program: Program<S>) => {
    const { at, length } = coverageIndex(program);
    return new NoveltyScheduler(at, length);
  },
};
