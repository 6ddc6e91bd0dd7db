/**
 * Exhaustive breadth-first search: every state reachable by any interleaving, stored whole, so that the first violation of a
 * property found is a shortest one. Stops at stated limits, and then says so.
 */

import { isAtRest } from './automaton.js';
import { StateStore } from './store.js';
import { coverageIndex, type Expander, generatedExpander, tableExpander } from './successors.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import type { Move } from './trace.js';

/** A predicate that every reachable state should satisfy. */
export interface Invariant<S> {
  readonly id: string;
  readonly holds: (state: S) => boolean;
  /** A violation of it causes no other: `afterViolation: 'stop'` looks behind it all the same. */
  readonly harmless?: boolean;
}

export interface SearchOptions<S> {
  readonly invariants?: readonly Invariant<S>[];
  /**
   * What to do behind a state that violates an invariant: `explore` goes on, `stop` does not, so that only root causes are
   * found, no consequences of an earlier violation.
   */
  readonly afterViolation?: 'explore' | 'stop';
  /** Give up when more states than this are stored. */
  readonly maxStates?: number;
  /** Give up when the store would grow beyond this many bytes. */
  readonly maxBytes?: number;
  /** `tables` is the plain path that `generated` must agree with. */
  readonly successors?: 'generated' | 'tables';
  /** Check every element's exact range after every transition, not only that it fits its bits. */
  readonly checkRanges?: boolean;
}

export const DEFAULT_MAX_STATES = 50_000_000;
export const DEFAULT_MAX_BYTES = 4 * 2 ** 30;

/** Why a search ended before it had seen every state. */
export type Incomplete = 'state limit' | 'memory limit' | 'interrupted';

export interface Deadlock {
  readonly state: number;
  /** The processes that wait for ever and are not at rest by design. */
  readonly waiting: readonly string[];
}

/** A step that no state enabled, or an outcome of it that never happened. */
export interface NeverTaken {
  readonly process: string;
  readonly action: string;
  /** Absent: the step was never taken at all. */
  readonly outcome?: string;
}

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

/** Moves are stored as one number: the process above, the branch below. */
const BRANCH_BITS = 16;

/** A search that can run in slices, so that a caller may show progress, or stop it and keep what it found. */
export class Search<S> {
  readonly program: Program<S>;
  readonly store: StateStore;
  transitions = 0;
  depth = 0;
  readonly violations = new Map<string, number>();
  deadlock: Deadlock | undefined;
  incomplete: Incomplete | undefined;
  readonly #options: SearchOptions<S>;
  readonly #workspace: Workspace<S>;
  readonly #expander: Expander;
  readonly #pack: (out: Int32Array, at: number) => boolean;
  readonly #unpack: (inp: Int32Array, at: number) => void;
  readonly #visit: (process: number, branch: number) => void;
  /** 1 for each state behind which the search does not look; states beyond its end are not among them. */
  #cuts = new Uint8Array(0);
  readonly #mostSuccessors: number;
  readonly #invariants: readonly Invariant<S>[];
  /** The invariants that no state has violated yet. */
  #open: readonly Invariant<S>[];
  /** The state being expanded, and where the next depth begins. */
  #current = 0;
  #nextDepthAt = 1;

  constructor(program: Program<S>, options: SearchOptions<S> = {}) {
    this.program = program;
    this.#options = options;
    this.#workspace = createWorkspace(program);
    const makeExpander = options.successors === 'tables' ? tableExpander : generatedExpander;
    this.#expander = makeExpander(program, this.#workspace);
    const packer = program.layout.packer(this.#workspace.views);
    this.#pack = packer.pack;
    this.#unpack = packer.unpack;
    this.store = new StateStore(program.layout.packedWords);
    this.#invariants = options.invariants ?? [];
    this.#open = this.#invariants;
    this.#visit = this.#makeVisit();
    this.#mostSuccessors = mostSuccessors(program);
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
    const { maxStates = DEFAULT_MAX_STATES, maxBytes = DEFAULT_MAX_BYTES } = this.#options;
    const end = this.#current + states;
    while (this.#current < end && !this.done) {
      if (this.store.size > maxStates) this.incomplete = 'state limit';
      else if (this.store.bytesWithRoomFor(this.#mostSuccessors) > maxBytes) this.incomplete = 'memory limit';
      else this.#expandNext();
    }
    return this.done;
  }

  /** Whether the search did not look behind this state, because it violates an invariant: see `afterViolation`. */
  isCutAt(state: number): boolean {
    return this.#cuts[state] === 1;
  }

  /** Ends the search where it is. */
  interrupt(): void {
    if (!this.done) this.incomplete = 'interrupted';
  }

  result(): SearchResult {
    return {
      ...(this.incomplete === undefined ? {} : { incomplete: this.incomplete }),
      states: this.store.size,
      transitions: this.transitions,
      depth: this.depth,
      violations: this.violations,
      ...(this.deadlock === undefined ? {} : { deadlock: this.deadlock }),
      neverTaken: neverTaken(this.program, this.#expander.coverage),
    };
  }

  /** The moves of a shortest path from the initial state to the state with this number. */
  pathTo(state: number): Move[] {
    const moves: Move[] = [];
    for (let at = state; at > 0; at = this.store.parent[at]) moves.push(decodeMove(this.store.move[at]));
    return moves.reverse();
  }

  #expandNext(): void {
    if (this.#current === this.#nextDepthAt) {
      this.depth++;
      this.#nextDepthAt = this.store.size;
    }
    const { store } = this;
    store.reserve(this.#mostSuccessors);
    this.#unpack(store.arena, this.#current * store.words);
    if (!this.#isTerminal()) {
      const before = this.transitions;
      this.#expander.expand(this.#visit);
      if (this.transitions === before) this.#noteDeadlock();
    }
    this.#current++;
  }

  #isTerminal(): boolean {
    const { system } = this.program;
    if (system.halted?.(this.#workspace.state) === true) return true;
    return this.isCutAt(this.#current);
  }

  #makeVisit(): (process: number, branch: number) => void {
    const checkRanges = this.#options.checkRanges === true;
    return (process, branch) => {
      this.transitions++;
      if (checkRanges) this.#requireInRange(process, branch);
      this.#add(this.#current, (process << BRANCH_BITS) | branch);
    };
  }

  #addInitial(): void {
    const wrong = this.program.layout.outOfRange(this.#workspace.views);
    if (wrong !== undefined) throw new Error(`${wrong}: in the initial state`);
    this.store.reserve(1);
    this.#add(-1, 0);
  }

  /** Stores the workspace's state if it is new, and holds the open invariants against it. */
  #add(parent: number, move: number): void {
    const { store } = this;
    if (!this.#pack(store.arena, store.next)) this.#requireInRange(move >>> BRANCH_BITS, move & (2 ** BRANCH_BITS - 1));
    if (!store.add(parent, move)) return;
    this.#holdInvariants(store.size - 1);
  }

  #holdInvariants(number: number): void {
    const { state } = this.#workspace;
    const stop = this.#options.afterViolation === 'stop';
    let cut = false;
    let known = true;
    for (const invariant of stop ? this.#invariants : this.#open) {
      if (invariant.holds(state)) continue;
      if (stop && invariant.harmless !== true) cut = true;
      if (this.violations.has(invariant.id)) continue;
      this.violations.set(invariant.id, number);
      known = false;
    }
    if (cut) this.#cut(number);
    if (!known) this.#open = this.#open.filter((invariant) => !this.violations.has(invariant.id));
  }

  /** Marks a state behind which the search does not look. */
  #cut(number: number): void {
    if (number >= this.#cuts.length) {
      const longer = new Uint8Array(Math.max(1 << 16, 2 * number));
      longer.set(this.#cuts);
      this.#cuts = longer;
    }
    this.#cuts[number] = 1;
  }

  #requireInRange(process: number, branch: number): void {
    const wrong = this.program.layout.outOfRange(this.#workspace.views);
    if (wrong === undefined) return;
    const { name } = this.program.system.processes[process];
    const path = this.pathTo(this.#current).length;
    throw new Error(
      `${wrong}: after ${path + 1} moves, the last by process ${name} (branch ${branch} of its location)`,
    );
  }

  #noteDeadlock(): void {
    if (this.deadlock !== undefined) return;
    const { automata } = this.program;
    const waiting = automata.filter((automaton, process) => {
      const location = automaton.locations[this.#workspace.pc[process]];
      return location.branches.length > 0 && !isAtRest(location);
    });
    if (waiting.length > 0) {
      this.deadlock = { state: this.#current, waiting: waiting.map((automaton) => automaton.process) };
    }
  }
}

/** No state has more successors than all processes have branches where they have most. */
function mostSuccessors<S>({ automata }: Program<S>): number {
  return automata.reduce((sum, { locations }) => sum + Math.max(...locations.map((each) => each.branches.length)), 0);
}

function decodeMove(move: number): Move {
  return { process: move >>> BRANCH_BITS, branch: move & (2 ** BRANCH_BITS - 1) };
}

/** Runs a search to its end in one go. */
export function search<S>(program: Program<S>, options: SearchOptions<S> = {}): Search<S> {
  const run = new Search(program, options);
  run.run();
  return run;
}

/** Steps, told by process, action, arguments and outcome, that none of their places in the automaton ever took. */
function neverTaken<S>(program: Program<S>, coverage: Uint8Array): NeverTaken[] {
  const { at } = coverageIndex(program);
  const taken = new Map<string, { readonly place: NeverTaken; readonly outcomes: Map<string, boolean> }>();
  program.automata.forEach((automaton, process) => {
    automaton.locations.forEach((location, l) => {
      location.branches.forEach((branch, b) => {
        if (branch.action === undefined) return;
        const action = `${branch.action.name}(${branch.args.join(', ')})`;
        const key = `${automaton.process} ${action}`;
        const entry = taken.get(key) ?? { place: { process: automaton.process, action }, outcomes: new Map() };
        taken.set(key, entry);
        branch.action.outcomes.forEach((outcome, o) => {
          const happened = coverage[at[process][l][b] + o] === 1;
          entry.outcomes.set(outcome, happened || entry.outcomes.get(outcome) === true);
        });
      });
    });
  });
  return [...taken.values()].flatMap(({ place, outcomes }) => {
    const missed = [...outcomes].filter(([, happened]) => !happened).map(([outcome]) => outcome);
    return missed.length === outcomes.size ? [place] : missed.map((outcome) => ({ ...place, outcome }));
  });
}
