/**
 * Exhaustive breadth-first search: every state reachable by any interleaving, stored whole, so that the first violation of a
 * property found is a shortest one. Stops at stated limits, and then says so.
 */

import { ActionError, callText, pathText } from './action_error.js';
import { type Branch, isAtRest } from './automaton.js';
import { errorMessage } from './error_message.js';
import { Examination, isFirstExamination } from './examine.js';
import { grown } from './grown.js';
import { KeptMoves } from './kept_moves.js';
import { ModelStates } from './model_states.js';
import { type NativeSearch, nativeMaker, type SearchCounts } from './native_search.js';
import { type NeverTaken, neverTaken } from './never_taken.js';
import type { Question } from './question.js';
import type { Sorting } from './sorting.js';
import { accessTo, Inserted, type StateAccess } from './state_access.js';
import { MOST_STORED, StateStore } from './store.js';
import { coverageIndex, type Expander, generatedExpander, tableExpander, type Visit } from './successors.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import { type Move, namedSteps } from './trace.js';
import { Ways } from './ways.js';
import { WaysBack } from './ways_back.js';

/**
 * A predicate that every reachable state should satisfy. It may not know where processes are: it is asked once of each state
 * of the model.
 */
export interface Invariant<S> {
  readonly id: string;
  /** False in a state that violates it. It may look at nothing but the state. */
  readonly holds: (state: S) => boolean;
  /** A violation of it causes no other: `afterViolation: 'stop'` looks behind it all the same. */
  readonly harmless?: boolean;
  /** What it is made of, where it is: it holds exactly where each of these does. What is small is soon looked at in every case. */
  readonly parts?: (state: S) => readonly ((state: S) => boolean)[];
}

/** What a search looks for, and when it gives up. */
export interface SearchOptions<S> {
  readonly invariants?: readonly Invariant<S>[];
  /**
   * What to do behind a state that violates an invariant: `explore` goes on, `stop` does not, so that only root causes are
   * found, no consequences of an earlier violation.
   */
  readonly afterViolation?: 'explore' | 'stop';
  /**
   * Keeps for each state one way on, by a branch that this is true of, where there is one: what is asked of reachability then
   * takes a fraction of the time. Four bytes a state.
   */
  readonly keepsWays?: (branch: Branch<S>) => boolean;
  /**
   * Of states that differ only in which of several identical processes is where, keeps the first. No invariant may tell such
   * processes apart. But for the states and transitions that are left out, the search is the same as without.
   */
  readonly sorting?: Sorting | undefined;
  /** What is to be asked of its states of the model afterwards: all of it is found out in one go, or by the way. */
  readonly questions?: readonly Question<S>[];
  /** Give up when more states than this are stored. */
  readonly maxStates?: number;
  /** Give up when the store would grow beyond this many bytes. */
  readonly maxBytes?: number;
  /**
   * How successors are made, each way with the same results: `tables` is the plain path that `generated` must agree with; `native`
   * leaves it to machine code wherever that can be had. Absent: `generated`, and `native` once the search is large.
   */
  readonly successors?: 'generated' | 'tables' | 'native';
}

export type { NeverTaken } from './never_taken.js';

export const DEFAULT_MAX_STATES = 50_000_000;
export const DEFAULT_MAX_BYTES = 4 * 2 ** 30;

/**
 * So many states take about as long as it takes to translate their program and to assemble that: a search that ends just behind them
 * takes at most twice as long as it had to, and a large one hardly any longer. Before, a search is native only if that was kept.
 */
const LARGE = 50_000;

/** So often a native search may leave a state to this one. More: then most of them are, and each time costs. */
const MOST_LEFT = 1_000;

const MOST_STATES_AT_ONCE = 2 ** 31 - 1;

/** Why a search ended before it had seen every state. */
export type Incomplete = 'state limit' | 'memory limit' | 'interrupted';

/** A state in which nobody can go on, and somebody has not ended. */
export interface Deadlock {
  readonly state: number;
  /** The processes that wait for ever and are not at rest by design. */
  readonly waiting: readonly string[];
}

/** What a search found, and how large it was. */
export interface SearchResult {
  /** Absent when every reachable state was seen. */
  readonly incomplete?: Incomplete;
  readonly states: number;
  readonly transitions: number;
  /** The number of moves to the farthest state. */
  readonly depth: number;
  /** The first, and so nearest, violating state of each violated invariant. */
  readonly violations: ReadonlyMap<string, number>;
  readonly deadlock?: Deadlock;
  readonly neverTaken: readonly NeverTaken[];
}

/** The actions of a system with more states are not examined, see `examine.ts`; of one with more transitions, only some. */
const MOST_STATES_EXAMINED = 20_000;
const TRANSITIONS_EXAMINED = 1_500;

/** A search that can run in slices, so that a caller may show progress, or stop it and keep what it found. */
export class Search<S> {
  readonly program: Program<S>;
  readonly store: StateStore;
  transitions = 0;
  depth = 0;
  readonly violations = new Map<string, number>();
  deadlock: Deadlock | undefined;
  incomplete: Incomplete | undefined;
  /** Whether a state that the search did not look behind, see `afterViolation`, may have successors. */
  mayHide = false;
  readonly ways: Ways<S> | undefined;
  readonly #options: SearchOptions<S>;
  readonly #maxStates: number;
  readonly #maxBytes: number;
  readonly #workspace: Workspace<S>;
  readonly #makeExpander: typeof generatedExpander;
  /** Made when a state is expanded that no native search expands. */
  #expander: Expander | undefined;
  readonly #access: StateAccess;
  readonly #visit: Visit;
  readonly #mostSuccessors: number;
  #moves: KeptMoves<S> | undefined;
  #waysBack: WaysBack<S> | undefined;
  readonly #invariants: readonly Invariant<S>[];
  /** The invariants that no state has violated yet. */
  #open: readonly Invariant<S>[];
  readonly #models: ModelStates<S>;
  /** By state of the model: 1 where the search does not look behind it. */
  #cutting: Uint8Array = new Uint8Array(1 << 10);
  #native: NativeSearch | undefined;
  /** What the search is native for: nothing yet, the states of a small one, or all; or it is not to be. */
  #nativeFor: 'nothing' | 'few' | 'all' | 'never';
  /** What native searches saw, beside what the expander did. */
  #nativeCoverage: Uint8Array = new Uint8Array(0);
  /** States that it left to the expander. */
  #left = 0;
  /** The state being expanded, and where the next depth begins. */
  #current = 0;
  #nextDepthAt = 1;

  /** @throws when the first state is out of range, or an invariant cannot be asked of it */
  constructor(program: Program<S>, options: SearchOptions<S> = {}) {
    this.program = program;
    this.#options = options;
    this.#maxStates = options.maxStates ?? DEFAULT_MAX_STATES;
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    this.#workspace = createWorkspace(program);
    this.#makeExpander = options.successors === 'tables' ? tableExpander : generatedExpander;
    this.store = new StateStore(program.layout.packedWords, options.sorting);
    this.#access = accessTo(this.store, program.layout, this.#workspace.views);
    this.#invariants = options.invariants ?? [];
    this.#open = this.#invariants;
    this.#models = new ModelStates(program, this.store, options.questions);
    if (options.keepsWays !== undefined) this.ways = new Ways(program, options.keepsWays);
    this.#visit = this.#makeVisit();
    this.#mostSuccessors = mostSuccessors(program);
    this.#nativeFor = options.successors === undefined || options.successors === 'native' ? 'nothing' : 'never';
    this.#addInitial();
  }

  get done(): boolean {
    return this.incomplete !== undefined || this.#current >= this.store.size;
  }

  /** States found that are not expanded yet. */
  get queued(): number {
    return this.store.size - this.#current;
  }

  /** Expands up to `states` states; true when the search is over. */
  run(states = Number.POSITIVE_INFINITY): boolean {
    const end = this.#current + states;
    while (this.#current < end && !this.done) {
      if (this.store.size > this.#maxStates) this.incomplete = 'state limit';
      else if (!this.#hasRoom()) this.incomplete = 'memory limit';
      else this.#expandSome(end);
    }
    if (this.done) {
      this.#endNative();
      this.#examine();
    }
    return this.done;
  }

  /** Expands the next state, natively also those behind it. */
  #expandSome(end: number): void {
    this.store.reserve(this.#mostSuccessors);
    const native = this.#nativeSearch();
    if (native === undefined || !this.#expandNatively(native, end)) this.#expandNext();
  }

  #nativeSearch(): NativeSearch | undefined {
    const isLarge = this.#options.successors === 'native' || this.store.size > LARGE;
    if (this.#nativeFor === 'nothing' || (this.#nativeFor === 'few' && isLarge)) {
      this.#nativeFor = isLarge ? 'all' : 'few';
      this.#endNative();
      this.#native = this.#madeNatively(isLarge);
      this.#left = 0;
    }
    // It works on the arrays that it made, and no others.
    if (!this.store.isInRoom || this.#left > MOST_LEFT) this.#endNative();
    return this.#native;
  }

  #endNative(): void {
    this.#native?.end();
    this.#native = undefined;
  }

  /** More states are for another native search, or for none. */
  get #mostNatively(): number {
    return this.#nativeFor === 'all' ? this.#maxStates : Math.min(this.#maxStates, LARGE);
  }

  #madeNatively(isLarge: boolean): NativeSearch | undefined {
    const { store, program } = this;
    const { keepsWays, afterViolation, questions = [] } = this.#options;
    const invariants = this.#invariants.map(({ id, holds }) => ({ id, asks: holds }));
    const ask = (state: number, model: number): boolean => {
      this.#models.haveBeenAdded(state + 1, model + 1);
      this.#access.load(state);
      return this.#askOf(model, state);
    };
    const native = nativeMaker()?.({
      ...{ program, sorting: store.sorting, mostSuccessors: this.#mostSuccessors, keepsWays },
      isLarge,
      stored: store.extent,
      mostStored: Math.min(this.#mostNatively + this.#mostSuccessors, store.mostWithin(this.#maxBytes)),
      ...{ invariants, ask, questions },
      isAsked: (invariant) => afterViolation === 'stop' || this.#open.includes(this.#invariants[invariant]),
      modelMask: () => this.#models.tableMask,
    });
    if (native === undefined) return undefined;
    const { arrays, coverage } = native;
    store.moveTo(arrays.store);
    if (this.#invariants.length > 0) {
      this.#models.moveTo(arrays.models);
      arrays.cutting.set(this.#cutting.subarray(0, this.#models.size));
      this.#cutting = arrays.cutting;
    }
    this.ways?.moveTo(arrays.ways);
    coverage.set(this.#nativeCoverage);
    this.#nativeCoverage = coverage;
    return native;
  }

  /** Whether it expanded any. */
  #expandNatively(native: NativeSearch, end: number): boolean {
    const { store } = this;
    const counts: SearchCounts = {
      current: this.#current,
      size: store.size,
      transitions: 0,
      depth: this.depth,
      nextDepthAt: this.#nextDepthAt,
      models: this.#models.size,
      stuck: -1,
    };
    native.expand(counts, {
      end: Math.min(end, MOST_STATES_AT_ONCE),
      limit: Math.min(this.#mostNatively, store.room - this.#mostSuccessors),
      mask: store.mask,
    });
    const expanded = counts.current > this.#current;
    if (this.deadlock === undefined && counts.stuck >= 0) {
      this.#access.load(counts.stuck);
      this.#noteDeadlock(counts.stuck);
    }
    this.#current = counts.current;
    this.#nextDepthAt = counts.nextDepthAt;
    this.depth = counts.depth;
    this.transitions += counts.transitions;
    store.size = counts.size;
    store.last = counts.size - 1;
    if (this.#invariants.length > 0) this.#models.haveBeenAdded(counts.size, counts.models);
    if (!expanded) this.#left++;
    return expanded;
  }

  #hasRoom(): boolean {
    const { store } = this;
    if (store.size + this.#mostSuccessors > MOST_STORED) return false;
    return store.bytesWithRoomFor(this.#mostSuccessors) <= this.#maxBytes;
  }

  /** Examines the actions of a small system, in states that lie evenly among all. */
  #examine(): void {
    const { size } = this.store;
    if (size > MOST_STATES_EXAMINED || !isFirstExamination(this.program)) return;
    const examination = new Examination(this.program);
    const stride = Math.max(1, Math.ceil(this.transitions / TRANSITIONS_EXAMINED));
    for (let state = 0; state < size; state += stride) {
      this.#access.load(state);
      if (this.#isTerminal(state)) continue;
      try {
        examination.examine(this.#workspace);
      } catch (error) {
        throw this.#located(error, state);
      }
    }
  }

  /** Whether the search did not look behind this state, because it violates an invariant: see `afterViolation`. */
  isCutAt(state: number): boolean {
    return this.#invariants.length > 0 && this.#cutting[this.#models.of(state)] === 1;
  }

  /** The states of the model that it came to. */
  get modelStates(): ModelStates<S> {
    this.#models.addAll();
    return this.#models;
  }

  /** The moves out of its states. To be asked for when it is done. */
  get moves(): KeptMoves<S> {
    this.#moves ??= new KeptMoves(this.program, this.store);
    return this.#moves;
  }

  /** Ends the search where it is. */
  interrupt(): void {
    if (this.done) return;
    this.incomplete = 'interrupted';
    this.#endNative();
  }

  /** What was found so far. */
  result(): SearchResult {
    return {
      ...(this.incomplete === undefined ? {} : { incomplete: this.incomplete }),
      states: this.store.size,
      transitions: this.transitions,
      depth: this.depth,
      violations: this.violations,
      ...(this.deadlock === undefined ? {} : { deadlock: this.deadlock }),
      neverTaken: neverTaken(this.program, this.#coverage(), this.store.sorting?.processes ?? []),
    };
  }

  #coverage(): Uint8Array {
    const seen = new Uint8Array(coverageIndex(this.program).length);
    seen.set(this.#nativeCoverage);
    this.#expander?.coverage.forEach((taken, i) => {
      seen[i] |= taken;
    });
    return seen;
  }

  /** The moves of a shortest path from the initial state to the state with this number. */
  pathTo(state: number): Move[] {
    this.#waysBack ??= new WaysBack(this.program, this.store);
    return this.#waysBack.to(state);
  }

  /** So many moves a shortest path to this state has. */
  distanceTo(state: number): number {
    let moves = 0;
    for (let at = state; at > 0; at = this.store.predecessors.of(at)) moves++;
    return moves;
  }

  #expandNext(): void {
    if (this.#current === this.#nextDepthAt) {
      this.depth++;
      this.#nextDepthAt = this.store.size;
    }
    this.#access.load(this.#current);
    if (!this.#isTerminal(this.#current)) {
      const before = this.transitions;
      this.ways?.leave(this.#current, this.#workspace.pc);
      try {
        this.#expander ??= this.#makeExpander(this.program, this.#workspace);
        this.#expander.expand(this.#visit);
      } catch (error) {
        throw this.#located(error, this.#current);
      }
      if (this.transitions === before) this.#noteDeadlock(this.#current);
    }
    this.#current++;
  }

  /** Adds the way to a state to an error that tells of an action there. */
  #located(error: unknown, state: number): unknown {
    return error instanceof ActionError ? error.after(namedSteps(this.program, this.pathTo(state))) : error;
  }

  #isTerminal(state: number): boolean {
    const { system } = this.program;
    if (system.halted?.(this.#workspace.state) === true) return true;
    return this.isCutAt(state);
  }

  /** Stores each successor, which is the workspace's state, if it is new. */
  #makeVisit(): Visit {
    const { store, ways } = this;
    const { insert } = this.#access;
    return (process, branch) => {
      this.transitions++;
      const inserted = insert(this.#current);
      if (inserted === Inserted.NEW) this.#holdInvariants(store.last);
      else if (inserted !== Inserted.KNOWN) throw this.#outOfRange({ process, branch });
      ways?.note(process, branch, store.last);
    };
  }

  #addInitial(): void {
    const wrong = this.program.layout.outOfRange(this.#workspace.views);
    if (wrong !== undefined) throw new Error(`${wrong}: in the initial state`);
    this.store.reserve(1);
    this.#access.insert(-1);
    this.#holdInvariants(0);
  }

  /** Holds the invariants against a new state, which is the workspace's, unless they were against its state of the model. */
  #holdInvariants(number: number): void {
    if (this.#invariants.length === 0) return;
    const known = this.#models.size;
    const model = this.#models.add(this.#current);
    if (model === known) this.#askOf(model, number);
  }

  /** Whether the search does not look behind a new state of the model, of which the workspace's state is the first. */
  #askOf(model: number, number: number): boolean {
    if (model >= this.#cutting.length) this.#cutting = grown(this.#cutting, 2 * model);
    const isToBeCut = this.#isToBeCut(number);
    this.#cutting[model] = Number(isToBeCut);
    return isToBeCut;
  }

  /** Whether the search does not look behind a state. The first of its state of the model is the first that violates anything. */
  #isToBeCut(number: number): boolean {
    const stop = this.#options.afterViolation === 'stop';
    const violated = (stop ? this.#invariants : this.#open).filter((invariant) => !this.#holds(invariant, number));
    if (violated.length === 0) return false;
    for (const { id } of violated) if (!this.violations.has(id)) this.violations.set(id, number);
    this.#open = this.#open.filter(({ id }) => !this.violations.has(id));
    const cuts = stop && violated.some(({ harmless }) => harmless !== true);
    if (cuts && this.program.system.halted?.(this.#workspace.state) !== true) this.mayHide = true;
    return cuts;
  }

  #holds({ id, holds }: Invariant<S>, number: number): boolean {
    try {
      return holds(this.#workspace.state);
    } catch (error) {
      const said = errorMessage(error);
      const path = namedSteps(this.program, this.pathTo(number)) ?? [];
      throw new Error(`invariant ${id} failed: ${said}${pathText(path)}`, { cause: error });
    }
  }

  #outOfRange(move: Move): ActionError {
    const before = createWorkspace(this.program);
    accessTo(this.store, this.program.layout, before.views).load(this.#current);
    const { locations } = this.program.automata[move.process];
    const { action, args } = locations[before.pc[move.process]].branches[move.branch];
    const wrong = `leaves ${this.program.layout.outOfRange(this.#workspace.views)}`;
    return new ActionError(this.program.automata[move.process].process, callText(action?.name ?? '', args), wrong);
  }

  /** Of a state without successors, which is the workspace's. */
  #noteDeadlock(state: number): void {
    if (this.deadlock !== undefined) return;
    const { automata } = this.program;
    const waiting = automata.filter((automaton, process) => {
      const location = automaton.locations[this.#workspace.pc[process]];
      return location.branches.length > 0 && !isAtRest(location);
    });
    if (waiting.length > 0) {
      this.deadlock = { state, waiting: waiting.map((automaton) => automaton.process) };
    }
  }
}

/** No state has more successors than all processes have branches where they have most. */
function mostSuccessors<S>({ automata }: Program<S>): number {
  return automata.reduce((sum, { locations }) => sum + Math.max(...locations.map((each) => each.branches.length)), 0);
}

/** Runs a search to its end in one go. */
export function search<S>(program: Program<S>, options: SearchOptions<S> = {}): Search<S> {
  const run = new Search(program, options);
  run.run();
  return run;
}
