/**
 * The searches that properties of a program are decided from: first one that looks behind no violation, then, where something
 * may be found there, one that does.
 */

import type { Branch } from '../checker/automaton.js';
import { type Invariant, Search, type SearchOptions } from '../checker/search.js';
import type { Sorting } from '../checker/sorting.js';
import type { Program } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { CAUSES, MAIN_INVARIANTS } from './catalogue/causes.js';
import { Explored } from './kinds/explored.js';
import { judgesOf, kindOf } from './kinds/index.js';
import { invariantOf } from './kinds/invariant.js';
import type { Limits, Needs } from './kinds/kind.js';
import { questionsOf } from './kinds/state_survey.js';
import { invariantsAmong, type Property } from './property.js';

/** What a running decision is doing. */
export interface Progress {
  readonly phase: 'first violations' | 'consequences' | 'any number';
  readonly states: number;
  readonly queued: number;
}

/** Between two looks at whether what a search is for was found. */
const STATES_PER_LOOK = 5_000;

/** What properties are decided in, as it runs in slices. */
export interface Explores {
  readonly properties: readonly Property[];
  /** Looks behind no violation, and so finds root causes alone. */
  readonly roots: Explored;
  /** The same as {@link roots} where that says all. */
  readonly all: Explored;
  readonly isDone: boolean;
  readonly progress: Progress;
  /** Works through up to `states` states. */
  run(states: number): void;
  interrupt(): void;
}

/**
 * The invariants that a search is for, when these properties are asked: no search is cut at a violation of those that are only
 * asked for.
 */
export function invariantsFor(properties: readonly Property[]): Invariant<Kernel>[] {
  const others = invariantsAmong(properties).filter((property) => !MAIN_INVARIANTS.includes(property));
  return [...MAIN_INVARIANTS.map(invariantOf), ...others.map((each) => ({ ...invariantOf(each), harmless: true }))];
}

export class Exploration implements Explores {
  readonly properties: readonly Property[];
  readonly roots: Explored;
  isDone = false;
  readonly #program: Program<Kernel>;
  /** Looks behind violations too; absent while that is not needed. */
  #all: Explored | undefined;
  readonly #options: SearchOptions<Kernel>;
  #isAllFound: (all: Explored) => boolean = () => false;

  /** @param sorting none of the properties may tell the processes that it sorts apart */
  constructor(program: Program<Kernel>, properties: readonly Property[], limits: Limits, sorting?: Sorting) {
    this.#program = program;
    this.properties = properties;
    this.#options = { ...limits, ...this.#asked(), sorting };
    this.roots = this.#explore('stop');
  }

  get all(): Explored {
    return this.#all ?? this.roots;
  }

  get running(): Search<Kernel> {
    return this.all.search;
  }

  get progress(): Progress {
    const phase = this.#all === undefined ? 'first violations' : 'consequences';
    return { phase, states: this.running.store.size, queued: this.running.queued };
  }

  run(states: number): void {
    this.isDone = this.#all === undefined ? this.#runRoots(states) : this.#runAll(this.#all, states);
  }

  interrupt(): void {
    this.running.interrupt();
  }

  #explore(afterViolation: 'stop' | 'explore'): Explored {
    const search = new Search(this.#program, { ...this.#options, afterViolation });
    return new Explored(search, () => judgesOf(this.properties), CAUSES);
  }

  /** The same of both searches. */
  #asked(): SearchOptions<Kernel> {
    const invariants = invariantsFor(this.properties);
    const questions = questionsOf(this.#program, this.properties);
    const reachable = this.properties.filter((property) => property.kind === 'reachability');
    if (reachable.length === 0) return { invariants, questions };
    const keepsWays = (branch: Branch<Kernel>): boolean => !reachable.some(({ avoids }) => avoids(branch));
    return { invariants, questions, keepsWays };
  }

  #runRoots(states: number): boolean {
    if (!this.roots.search.run(states)) return false;
    const needs = this.#needsBehindViolations();
    if (needs === 'nothing') return true;
    this.#all = this.#explore('explore');
    if (needs !== 'everything') this.#isAllFound = needs;
    return false;
  }

  #runAll(all: Explored, states: number): boolean {
    for (let left = states; left > 0; left -= STATES_PER_LOOK) {
      if (all.search.run(Math.min(left, STATES_PER_LOOK)) || this.#isAllFound(all)) return true;
    }
    return false;
  }

  /** What all properties together need of what comes behind violations, of which there may be none. */
  #needsBehindViolations(): Needs {
    const { violations, incomplete, mayHide } = this.roots.search;
    if (incomplete !== undefined || !CAUSES.some(({ id }) => violations.has(id))) return 'nothing';
    const asking = this.properties.filter((property) => mayHide || kindOf(property).tellsCutsFromEnds === true);
    const needs = asking.map((property) => kindOf(property).needs(property, this.roots));
    if (needs.includes('everything')) return 'everything';
    const nearest = needs.filter((each) => typeof each === 'function');
    return nearest.length === 0 ? 'nothing' : (all) => nearest.every((isFound) => isFound(all));
  }
}
