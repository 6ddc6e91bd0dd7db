/**
 * The searches that invariants and deadlocks are decided from where processes go first as far as locks allow it. What is violated
 * is found in a reduced search; then one that is not reduced goes as far as to the shortest run for each.
 */

import { ReducedSearch } from '../checker/reduced_search.js';
import { Search } from '../checker/search.js';
import type { Sorting } from '../checker/sorting.js';
import type { Program } from '../checker/system.js';
import type { Kernel } from '../model/state.js';
import { CAUSES } from './catalogue/causes.js';
import { type Explores, invariantsFor, type Progress } from './exploration.js';
import { Explored, numbersOf, type Stored } from './kinds/explored.js';
import { kindOf } from './kinds/index.js';
import type { Limits } from './kinds/kind.js';
import type { Property } from './property.js';
import type { SearchNumbers } from './verdict.js';

/** Between two looks at whether what a search is for was found. */
const STATES_PER_LOOK = 1_000;

/** A reduced search, and one beside it that is not, which looks for the shortest runs. */
class ReducedExplored extends Explored {
  readonly reduced: ReducedSearch<Kernel>;

  constructor(reduced: ReducedSearch<Kernel>, search: Search<Kernel>) {
    super(search, () => new Map(), CAUSES);
    this.reduced = reduced;
  }

  override get isComplete(): boolean {
    return this.reduced.incomplete === undefined && this.search.incomplete === undefined;
  }

  override get numbers(): SearchNumbers {
    return { ...numbersOf(this.reduced), reduced: true };
  }

  override get stored(): Stored {
    return this.reduced;
  }

  /** Whether a run violates a property. */
  isViolated(property: Property): boolean {
    return property.kind === 'deadlock' ? this.reduced.isDeadlocked : this.reduced.violated.has(property.id);
  }

  /** Whether the shortest run that violates it was found. */
  isFound(property: Property): boolean {
    return property.kind === 'deadlock' ? this.search.deadlock !== undefined : this.search.violations.has(property.id);
  }

  /** Goes on, up to `states` states, until runs are found of all these. */
  find(properties: readonly Property[], states: number): boolean {
    for (let left = states; left > 0; left -= STATES_PER_LOOK) {
      const missed = properties.find((property) => !this.isFound(property));
      if (missed === undefined) return true;
      if (!this.search.run(Math.min(left, STATES_PER_LOOK)) || this.isFound(missed)) continue;
      if (this.search.incomplete !== undefined) return true;
      throw new Error(`the reduction is wrong: a search without it finds no violation of ${missed.id}`);
    }
    return false;
  }
}

export class ReducedExploration implements Explores {
  readonly properties: readonly Property[];
  readonly roots: ReducedExplored;
  readonly #program: Program<Kernel>;
  readonly #limits: Limits;
  readonly #sorting: Sorting | undefined;
  /** Looks behind violations too; absent while that is not needed. */
  #all: ReducedExplored | undefined;
  isDone = false;

  /**
   * @param sorting none of the properties may tell the processes that it sorts apart
   * @throws for a property that such a search cannot decide
   */
  constructor(program: Program<Kernel>, properties: readonly Property[], limits: Limits, sorting?: Sorting) {
    const refused = properties.find((property) => kindOf(property).isReducible !== true);
    if (refused !== undefined) throw new Error(`${refused.id} cannot be decided in a reduced search`);
    this.#program = program;
    this.properties = properties;
    this.#limits = limits;
    this.#sorting = sorting;
    this.roots = this.#explore('stop');
  }

  get all(): ReducedExplored {
    return this.#all ?? this.roots;
  }

  get progress(): Progress {
    const phase = this.#all === undefined ? 'first violations' : 'consequences';
    const { reduced, search } = this.all;
    const { store, queued } = search.store.size > 1 ? search : reduced;
    return { phase, states: store.size, queued };
  }

  interrupt(): void {
    this.all.reduced.interrupt();
    this.all.search.interrupt();
  }

  run(states: number): void {
    this.isDone = this.#all === undefined ? this.#runRoots(states) : this.#runAll(this.#all, states);
  }

  #explore(afterViolation: 'stop' | 'explore'): ReducedExplored {
    const invariants = invariantsFor(this.properties);
    // Whatever is neither asked nor ends runs need not be kept in sight.
    const isAsked = ({ id }: { readonly id: string }) => this.properties.some((property) => property.id === id);
    const seen = invariants.filter((each) => isAsked(each) || (afterViolation === 'stop' && each.harmless !== true));
    const options = { ...this.#limits, invariants, afterViolation, sorting: this.#sorting };
    const reduced = new ReducedSearch(this.#program, { ...options, invariants: seen });
    return new ReducedExplored(reduced, new Search(this.#program, options));
  }

  #runRoots(states: number): boolean {
    const { roots } = this;
    if (!roots.reduced.run(states)) return false;
    const violated = this.properties.filter((property) => roots.isViolated(property));
    if (!roots.find(violated, states)) return false;
    if (!roots.isComplete || !roots.reduced.mayHide || !this.properties.some((each) => this.#mayBeBehind(each)))
      return true;
    this.#all = this.#explore('explore');
    return false;
  }

  /** Whether a property may be violated behind violations, where it is not before, or sooner. */
  #mayBeBehind(property: Property): boolean {
    return kindOf(property).needs(property, this.roots) !== 'nothing';
  }

  #runAll(all: ReducedExplored, states: number): boolean {
    if (!all.reduced.run(states)) return false;
    const behind = this.properties.filter((property) => all.isViolated(property) && this.#mayBeBehind(property));
    return all.find(behind, states);
  }
}
