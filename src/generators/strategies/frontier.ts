/**
 * Frontier: goes back to where few runs have been, and on from there with pauses. A place is where all processes stand, each
 * at its location. Most runs begin with a short way to a place that has seldom been visited, as in Go-Explore (Ecoffet et al.,
 * Nature 2021), so that a violation behind several unlikely steps is not all luck at once.
 */

import type { Cells } from '../../checker/layout.js';
import type { Program } from '../../checker/system.js';
import type { Draw, Scheduler, WalkInProgress } from '../../checker/walk.js';
import { pauses } from './pauses.js';
import type { Strategy } from './strategy.js';

/** One run in so many begins at the beginning. */
const RUNS_TO_A_FRESH_ONE = 4;
/** A run goes to the least visited of so many places. */
const PLACES_TO_CHOOSE_FROM = 32;
/** A place costs up to a kilobyte; more than there are in any named configuration of one block. */
const MOST_PLACES = 2 ** 16;

const FROM_THE_BEGINNING = new Int32Array(0);

interface Place {
  visits: number;
  /** The moves of the shortest way to it so far. */
  way: Int32Array;
}

class FrontierScheduler implements Scheduler {
  readonly #onward: Scheduler;
  readonly #byHash = new Map<number, Place>();
  readonly #places: Place[] = [];
  #way: Int32Array = FROM_THE_BEGINNING;
  #seen = 0;

  constructor(onward: Scheduler) {
    this.#onward = onward;
  }

  begin(draw: Draw, maxLength: number): void {
    this.#onward.begin?.(draw, maxLength);
    this.#seen = 0;
    const isFresh = this.#places.length === 0 || draw(RUNS_TO_A_FRESH_ONE) === 0;
    this.#way = isFresh ? FROM_THE_BEGINNING : this.#seldomVisited(draw).way;
  }

  choose(walk: WalkInProgress, draw: Draw): number {
    this.#learn(walk);
    const { candidates, count, length } = walk;
    if (length < this.#way.length) {
      for (let i = 0; i < count; i++) if (candidates[i] === this.#way[length]) return i;
    }
    return this.#onward.choose(walk, draw);
  }

  end(walk: WalkInProgress): void {
    this.#learn(walk);
  }

  #seldomVisited(draw: Draw): Place {
    let seldom = this.#places[draw(this.#places.length)];
    for (let i = 1; i < PLACES_TO_CHOOSE_FROM; i++) {
      const other = this.#places[draw(this.#places.length)];
      if (other.visits < seldom.visits) seldom = other;
    }
    return seldom;
  }

  /** Counts a visit to the place that the last move led to; what the run was told to repeat is none. */
  #learn({ pc, moves, length }: WalkInProgress): void {
    if (length === this.#seen) return;
    this.#seen = length;
    if (length < this.#way.length) return;
    const hash = hashOf(pc);
    const known = this.#byHash.get(hash);
    if (known !== undefined) {
      known.visits++;
      if (length < known.way.length) known.way = moves.slice(0, length);
    } else if (this.#places.length < MOST_PLACES) {
      const place = { visits: 1, way: moves.slice(0, length) };
      this.#byHash.set(hash, place);
      this.#places.push(place);
    }
  }
}

/** Two places with the same hash count as one, which costs a little variety and nothing else. */
function hashOf(locations: Cells): number {
  let hash = 0;
  for (let i = 0; i < locations.length; i++) {
    hash = Math.imul(hash ^ (locations[i] + 1), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

export const frontier: Strategy = {
  name: 'frontier',
  title: 'goes back to where few runs have been, and on from there as `pauses` does',
  learns: true,
  scheduler: <S>(program: Program<S>) => new FrontierScheduler(pauses.scheduler(program)),
};
