/**
 * Exhaustive search in which a process goes first wherever that loses nothing, see `ample.ts` and `hiding.ts`, and states that are
 * only passed on the way are not stored. It tells which invariants some run violates, and whether some run ends in a deadlock; it
 * does not tell the shortest.
 */

import { isAtRest } from './automaton.js';
import { type Discipline, Discipliner, disciplineOf } from './discipline.js';
import { FirstProcess } from './first_process.js';
import { grown } from './grown.js';
import { Hiding } from './hiding.js';
import { ModelStates } from './model_states.js';
import { BLOCKED } from './process.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_STATES, type Incomplete, type Invariant } from './search.js';
import type { Sorting } from './sorting.js';
import { accessTo, Inserted, type StateAccess } from './state_access.js';
import { MOST_STORED, StateStore } from './store.js';
import { type Expander, generatedExpander, type Visit } from './successors.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import { take } from './take.js';

/** What a reduced search looks for, and when it gives up: as of a search. */
export interface ReducedOptions<S> {
  readonly invariants: readonly Invariant<S>[];
  readonly afterViolation: 'explore' | 'stop';
  readonly sorting?: Sorting | undefined;
  readonly maxStates?: number;
  readonly maxBytes?: number;
}

/** What a reduced search found, and how large it was. */
export interface ReducedResult {
  /** Absent when every state was seen that can matter. */
  readonly incomplete?: Incomplete;
  /** Those that were stored. */
  readonly states: number;
  readonly transitions: number;
  /** The ids of the invariants that some run violates. */
  readonly violated: ReadonlySet<string>;
  /** Whether some run ends where nobody can go on, and somebody has not ended. */
  readonly isDeadlocked: boolean;
}

/** So many more states than it was asked for a search may store of one state's successors. */
const ROOM = 1 << 10;

/** A reduced search that can run in slices. */
export class ReducedSearch<S> {
  readonly program: Program<S>;
  /** The ids of the invariants that no step may violate which goes first: violations of others end what is behind them too soon. */
  readonly #strict = new Set<string>();
  readonly #options: ReducedOptions<S>;
  readonly #discipline: Discipline<S>;
  readonly #hiding: Hiding<S>;
  #attempt: Attempt<S>;

  /**
   * @param discipline of the program
   * @throws {NotReducible} when some action has too many cases to look at all
   */
  constructor(program: Program<S>, options: ReducedOptions<S>, discipline = disciplineOf(program)) {
    this.program = program;
    this.#options = options;
    this.#discipline = discipline;
    this.#hiding = new Hiding(discipline.cases, options.invariants, createWorkspace(program).state);
    this.#attempt = this.#begin();
  }

  #begin(): Attempt<S> {
    return new Attempt(this.program, this.#options, this.#discipline, this.#hiding, this.#strict);
  }

  get store(): StateStore {
    return this.#attempt.store;
  }

  get transitions(): number {
    return this.#attempt.transitions;
  }

  /** The number of moves to the farthest state, from state that is stored to state. */
  get depth(): number {
    return this.#attempt.depth;
  }

  /** The ids of the invariants that are violated. */
  get violated(): ReadonlySet<string> {
    return this.#attempt.violated;
  }

  /** Whether there is a state in which nobody can go on, and somebody has not ended. */
  get isDeadlocked(): boolean {
    return this.#attempt.isDeadlocked;
  }

  get incomplete(): Incomplete | undefined {
    return this.#attempt.incomplete;
  }

  /** Whether a state that the search did not look behind may have successors. */
  get mayHide(): boolean {
    return this.#attempt.mayHide;
  }

  /** States found that are not expanded yet. */
  get queued(): number {
    return this.#attempt.queued;
  }

  interrupt(): void {
    this.#attempt.incomplete ??= 'interrupted';
  }

  /** The states of the model that it stored. */
  get modelStates(): ModelStates<S> {
    return this.#attempt.models;
  }

  /** Expands up to `states` states; true when the search is over. */
  run(states = Number.POSITIVE_INFINITY): boolean {
    if (!this.#attempt.run(states)) return false;
    if (this.incomplete !== undefined || this.#options.afterViolation === 'explore') return true;
    // Where a step that goes first violates what ends a run, what others could do before it may not have been seen.
    const early = [...this.violated].filter((id) => this.#attempt.shown.has(id) && !this.#strict.has(id));
    if (early.length === 0) return true;
    for (const id of early) this.#strict.add(id);
    this.#attempt = this.#begin();
    return this.run(states);
  }
}

/**
 * Runs a reduced search to its end in one go. Where the first run that violates something is wanted, a plain search finds it.
 * @throws when some action may do something else in too many cases to look at each
 */
export function reducedSearch<S>(program: Program<S>, options: ReducedOptions<S>): ReducedResult {
  const run = new ReducedSearch(program, options);
  run.run();
  const { incomplete, store, transitions, violated, isDeadlocked } = run;
  return {
    ...(incomplete === undefined ? {} : { incomplete }),
    states: store.size,
    transitions,
    violated,
    isDeadlocked,
  };
}

class Attempt<S> {
  readonly store: StateStore;
  readonly models: ModelStates<S>;
  readonly violated = new Set<string>();
  transitions = 0;
  depth = 0;
  isDeadlocked = false;
  mayHide = false;
  incomplete: Incomplete | undefined;
  readonly #program: Program<S>;
  readonly #options: ReducedOptions<S>;
  readonly #workspace: Workspace<S>;
  readonly #expander: Expander;
  readonly #access: StateAccess;
  readonly #discipliner: Discipliner<S>;
  readonly #first: FirstProcess<S>;
  readonly #isHalted: (state: S) => boolean;
  /** By state of the model: 1 where the search does not look behind it. */
  #cutting = new Uint8Array(1 << 10);
  #current = 0;
  #nextDepthAt = 1;
  /** Where each process is in the state that is expanded. */
  readonly #places: Int32Array;
  readonly #visit: Visit;
  /** The state that is expanded; behind it, those that are passed on the way to one that is stored. */
  readonly #passed: Int32Array[] = [];

  constructor(
    program: Program<S>,
    options: ReducedOptions<S>,
    discipline: Discipline<S>,
    hiding: Hiding<S>,
    strict: ReadonlySet<string>,
  ) {
    this.#program = program;
    this.#options = options;
    this.#workspace = createWorkspace(program);
    this.#expander = generatedExpander(program, this.#workspace);
    this.store = new StateStore(program.layout.packedWords, options.sorting);
    this.#access = accessTo(this.store, program.layout, this.#workspace.views);
    this.models = new ModelStates(program, this.store);
    this.#discipliner = new Discipliner(program, this.#workspace, discipline);
    this.#first = new FirstProcess(program, this.#workspace, discipline, hiding, strict);
    this.#isHalted = program.system.halted ?? (() => false);
    this.#places = new Int32Array(program.automata.length);
    this.#visit = this.#makeVisit();
    this.#arrive(1, -1);
  }

  get shown(): ReadonlySet<string> {
    return this.#first.shown;
  }

  get queued(): number {
    return this.store.size - this.#current;
  }

  get #isDone(): boolean {
    return this.incomplete !== undefined || this.#current >= this.store.size;
  }

  run(states: number): boolean {
    const { maxStates = DEFAULT_MAX_STATES, maxBytes = DEFAULT_MAX_BYTES } = this.#options;
    const end = this.#current + states;
    while (this.#current < end && !this.#isDone) {
      if (this.store.size > maxStates) this.incomplete = 'state limit';
      else if (this.store.size + ROOM > MOST_STORED) this.incomplete = 'memory limit';
      else if (this.store.bytesWithRoomFor(ROOM) > maxBytes) this.incomplete = 'memory limit';
      else this.#expandNext();
    }
    return this.#isDone;
  }

  #expandNext(): void {
    const { words, pc, state } = this.#workspace;
    if (this.#current === this.#nextDepthAt) {
      this.depth++;
      this.#nextDepthAt = this.store.size;
    }
    const number = this.#current++;
    this.#access.load(number);
    if (this.#cutting[this.models.of(number)] === 1 || this.#isHalted(state)) return;
    this.#discipliner.requireLocks();
    const before = this.#room(0);
    before.set(words);
    for (let process = 0; process < pc.length; process++) this.#places[process] = pc[process];
    const known = this.transitions;
    this.#expander.expand(this.#visit);
    if (this.transitions === known) this.#noteDeadlock();
  }

  #makeVisit(): Visit {
    const places = this.#places;
    const before = this.#room(0);
    return (process, branch) => {
      this.transitions++;
      this.#discipliner.requireChanges(process, places[process], branch, before);
      this.#arrive(1, this.#current - 1);
    };
  }

  #room(depth: number): Int32Array {
    this.#passed[depth] ??= new Int32Array(this.#workspace.words.length);
    return this.#passed[depth];
  }

  /** Lets processes go first from the workspace's state, and stores where they come to. @param depth states passed, and one */
  #arrive(depth: number, predecessor: number): void {
    const { words, pc, state } = this.#workspace;
    const process = this.#isHalted(state) ? -1 : this.#first.choose();
    if (process < 0 || this.#endsHere()) {
      this.#store(predecessor);
      return;
    }
    this.#discipliner.requireLocks();
    const before = this.#room(depth);
    before.set(words);
    const location = pc[process];
    const { process: name, locations } = this.#program.automata[process];
    const { branches } = locations[location];
    for (let index = 0; index < branches.length; index++) {
      const branch = branches[index];
      if (take(this.#workspace, name, process, branch) !== BLOCKED) {
        this.#discipliner.requireChanges(process, location, index, before);
        this.#arrive(depth + 1, predecessor);
      }
      words.set(before);
    }
  }

  #store(predecessor: number): void {
    this.store.reserve(1);
    const inserted = this.#access.insert(predecessor);
    if (inserted === Inserted.OUT_OF_RANGE)
      throw new Error(
        `${this.#program.layout.outOfRange(this.#workspace.views)}: the run is told by a search that is not reduced`,
      );
    if (inserted === Inserted.NEW) this.#holdInvariants();
  }

  /** Holds the invariants against a new state, unless they were against its state of the model. */
  #holdInvariants(): void {
    const known = this.models.size;
    const model = this.models.add(Math.max(0, this.#current - 1));
    if (model !== known) return;
    if (model >= this.#cutting.length) this.#cutting = grown(this.#cutting, this.#cutting.length * 2);
    const violated = this.#options.invariants.filter(({ holds }) => !holds(this.#workspace.state));
    const cuts = this.#options.afterViolation === 'stop' && violated.some(isCause);
    this.#cutting[model] = Number(cuts);
    this.mayHide ||= cuts && !this.#isHalted(this.#workspace.state);
    for (const { id } of violated) this.violated.add(id);
  }

  /** Whether the search does not look behind the workspace's state. */
  #endsHere(): boolean {
    const { afterViolation, invariants } = this.#options;
    return afterViolation === 'stop' && invariants.some((each) => isCause(each) && !each.holds(this.#workspace.state));
  }

  /** Of a state without successors, which is the workspace's. */
  #noteDeadlock(): void {
    this.isDeadlocked ||= this.#program.automata.some(({ locations }, process) => {
      const location = locations[this.#workspace.pc[process]];
      return location.branches.length > 0 && !isAtRest(location);
    });
  }
}

const isCause = <S>({ harmless }: Invariant<S>): boolean => harmless !== true;
