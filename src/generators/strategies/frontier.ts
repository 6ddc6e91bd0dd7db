/**
 * Frontier: goes back to where few runs have been, and on from there with pauses. Most runs begin with a short way to a place
 * that has seldom been visited, as in Go-Explore (Ecoffet et al., Nature 2021), so that a violation behind several unlikely
 * steps is not all luck at once. There are two maps of places: by where all processes stand, each at its location, and by the
 * state of the model alone. The first tells a race in the making from one that is over, the second what earlier ones left behind.
 */

import type { Cells } from '../../checker/layout.js';
import type { Program } from '../../checker/system.js';
import type { Draw, Scheduler, WalkInProgress } from '../../checker/walk.js';
import { pauses } from './pauses.js';
import type { Strategy } from './strategy.js';

/** One run in so many begins at the beginning. */
const RUNS_TO_A_FRESH_ONE = 4;
/** A run goes to the least visited of so many places. */
const PLACES_TO_CHOOSE_FROM = 64;
/** To have gone back to a place counts as so many visits, or runs would go to the few dead ends again and again. */
const VISITS_OF_A_RETURN = 10;
/** Of each map. A place costs up to a kilobyte. */
const MOST_PLACES = 2 ** 16;

const FROM_THE_BEGINNING = new Int32Array(0);

/** Two places with the same hash count as one, which costs a little variety and nothing else. */
class PlaceMap {
  readonly #numbers = new Map<number, number>();
  /** By the numbers of places. */
  readonly #visits = new Int32Array(MOST_PLACES);
  /** In moves, of the shortest way to each so far. */
  readonly #lengths = new Int32Array(MOST_PLACES);
  readonly #ways: Int32Array[] = [];

  get isEmpty(): boolean {
    return this.#ways.length === 0;
  }

  /** Counts a visit to the place that the last move led to. */
  visit(hash: number, { moves, length }: WalkInProgress): void {
    const known = this.#numbers.get(hash);
    const number = known ?? this.#ways.length;
    if (number === MOST_PLACES) return;
    this.#visits[number]++;
    if (known !== undefined && length >= this.#lengths[number]) return;
    this.#numbers.set(hash, number);
    this.#lengths[number] = length;
    this.#ways[number] = moves.slice(0, length);
  }

  /** The way to a place that is seldom visited; of several, to the nearest. */
  wayBack(draw: Draw): Int32Array {
    const visits = this.#visits;
    const lengths = this.#lengths;
    const places = this.#ways.length;
    let seldom = draw(places);
    for (let i = 1; i < PLACES_TO_CHOOSE_FROM; i++) {
      const other = draw(places);
      if ((visits[other] - visits[seldom] || lengths[other] - lengths[seldom]) < 0) seldom = other;
    }
    visits[seldom] += VISITS_OF_A_RETURN;
    return this.#ways[seldom];
  }
}

class FrontierScheduler implements Scheduler {
  readonly #onward: Scheduler;
  readonly #byLocations = new PlaceMap();
  readonly #byState = new PlaceMap();
  #way: Int32Array = FROM_THE_BEGINNING;
  #seen = 0;

  constructor(onward: Scheduler) {
    this.#onward = onward;
  }

  begin(draw: Draw, maxLength: number): void {
    this.#onward.begin?.(draw, maxLength);
    this.#seen = 0;
    const places = draw(2) === 0 ? this.#byLocations : this.#byState;
    const isFresh = places.isEmpty || draw(RUNS_TO_A_FRESH_ONE) === 0;
    this.#way = isFresh ? FROM_THE_BEGINNING : places.wayBack(draw);
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

  /** What the run was told to repeat is no visit. */
  #learn(walk: WalkInProgress): void {
    if (walk.length === this.#seen) return;
    this.#seen = walk.length;
    if (walk.length < this.#way.length) return;
    this.#byLocations.visit(hashOf(walk.pc), walk);
    this.#byState.visit(walk.hashOfFields(), walk);
  }
}

function hashOf(locations: Cells): number {
  let hash = 0;
  for (let i = 0; i < locations.length; i++) {
    hash = Math.imul(hash ^ (locations[i] + 1), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Goes back to states where few runs have been. It learns. */
export const frontier: Strategy = {
  name: 'frontier',
  title: 'goes back to where few runs have been, and on from there as `pauses` does',
  learns: true,
  scheduler: <S>(program: Program<S>) => new FrontierScheduler(pauses.scheduler(program)),
};
