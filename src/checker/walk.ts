/**
 * Random walks: one run at a time, each next move chosen by a scheduler from those that are possible. Nothing is stored but
 * the moves, so that a walk goes where the state space is too large to search. `follow` makes given moves again, as fast.
 */

import { ActionError, callText } from './action_error.js';
import { grown } from './grown.js';
import type { Cells } from './layout.js';
import { PackedFields } from './packed_fields.js';
import { branchOfMove, packMove, processOfMove, unpackMove } from './packed_move.js';
import { BLOCKED } from './process.js';
import type { Invariant } from './search.js';
import { coverageIndex } from './successors.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import { take } from './take.js';
import { type Move, namedSteps, Replay } from './trace.js';
import { VerdictCache } from './verdict_cache.js';

/** Gives an integer from 0 to `below` - 1, each as likely as the others. */
export type Draw = (below: number) => number;

/** Why a walk ended. In a dead end no process can move, or all are done. */
export type WalkEnd = 'violation' | 'halted' | 'dead end' | 'length';

/** What a scheduler sees of a walk. It must change nothing of it. */
export interface WalkInProgress {
  /** The moves that may be possible now: the first `count` are. See `processOfMove` and `branchOfMove`. */
  readonly candidates: Int32Array;
  readonly count: number;
  /** The location of each process. */
  readonly pc: Cells;
  /** Moves made so far, each as `packMove` makes them, and how many. */
  readonly moves: Int32Array;
  readonly length: number;
  /** What each of them did: the index `coverageIndex` of its outcome. */
  readonly happened: Int32Array;
  /** A hash of the fields of the system, where processes are left out. */
  hashOfFields(): number;
}

/** Chooses the next move of a walk. */
export interface Scheduler {
  /** Called before the first move of a walk. */
  begin?(draw: Draw, maxLength: number): void;
  /**
   * One of the candidates, by its index, or -1 to end the walk here. When it turns out to be blocked, it is taken out of the
   * candidates, and the scheduler is asked again, so that no walk spends its length on what is not possible.
   */
  choose(walk: WalkInProgress, draw: Draw): number;
  /** Called after the last move. */
  end?(walk: WalkInProgress): void;
}

/** Every possible move is as likely as the others. */
export const UNIFORM: Scheduler = { choose: ({ count }, draw) => draw(count) };

export interface WalkOptions<S> {
  /** They may look at the fields of the system, not at where processes are. */
  readonly invariants?: readonly Invariant<S>[];
  /** Absent: uniform. */
  readonly scheduler?: Scheduler;
  /** Whether a walk goes on behind the first state that violates an invariant. */
  readonly afterViolation?: 'explore' | 'stop';
}

export { branchOfMove, processOfMove } from './packed_move.js';

export class Walk<S> implements WalkInProgress {
  readonly program: Program<S>;
  /** 1 for each outcome of each branch that happened in any walk so far, at the index `coverageIndex`. */
  readonly coverage: Uint8Array;
  /** Moves made in the latest walk. */
  length = 0;
  /** The violated invariants of the latest walk, each with the number of moves before its first violating state. */
  readonly violations = new Map<string, number>();
  readonly #options: WalkOptions<S>;
  readonly #workspace: Workspace<S>;
  readonly #initial: Int32Array;
  readonly #coverageAt: readonly (readonly (readonly number[])[])[];
  readonly #scheduler: Scheduler;
  readonly candidates: Int32Array;
  count = 0;
  /** Of the latest walk, see `WalkInProgress`; only as far as its length. */
  moves = new Int32Array(256);
  happened = new Int32Array(256);
  readonly #verdicts: VerdictCache<S> | undefined;
  readonly #fields: PackedFields;

  constructor(program: Program<S>, options: WalkOptions<S> = {}) {
    this.program = program;
    this.#options = options;
    this.#scheduler = options.scheduler ?? UNIFORM;
    this.#workspace = createWorkspace(program);
    this.#initial = this.#workspace.words.slice();
    this.#fields = new PackedFields(program.system.fields, this.#workspace.views);
    const { invariants = [] } = options;
    if (invariants.length > 0) this.#verdicts = new VerdictCache(this.#fields, this.#workspace.state, invariants);
    const { at, length } = coverageIndex(program);
    this.#coverageAt = at;
    this.coverage = new Uint8Array(length);
    const mostBranches = program.automata.map(({ locations }) => Math.max(...locations.map((l) => l.branches.length)));
    this.candidates = new Int32Array(mostBranches.reduce((sum, branches) => sum + branches, 0));
  }

  /**
   * Walks from the initial state, at most `maxLength` moves.
   * @throws {ActionError} when an action fails, returns what is no outcome of it, or leaves a value outside its range
   */
  run(draw: Draw, maxLength: number): WalkEnd {
    this.#start();
    this.#scheduler.begin?.(draw, maxLength);
    const end = this.#located(() => this.#goOn(draw, maxLength));
    this.#scheduler.end?.(this);
    if (this.program.layout.outOfRange(this.#workspace.views) !== undefined) throw this.#outOfRange();
    return end;
  }

  get pc(): Cells {
    return this.#workspace.pc;
  }

  hashOfFields(): number {
    // The verdicts on this state have packed it already.
    if (this.#verdicts === undefined) this.#fields.pack();
    return this.#fields.hash();
  }

  /** The first moves of the latest walk. */
  path(length = this.length): Move[] {
    return Array.from(this.moves.subarray(0, length), unpackMove);
  }

  #start(): void {
    this.#workspace.words.set(this.#initial);
    this.length = 0;
    this.violations.clear();
  }

  #goOn(draw: Draw, maxLength: number): WalkEnd {
    const { halted } = this.program.system;
    const { state } = this.#workspace;
    const stopsAtViolation = this.#options.afterViolation !== 'explore';
    for (;;) {
      if (this.#holdInvariants() && stopsAtViolation) return 'violation';
      if (halted?.(state) === true) return 'halted';
      if (this.length >= maxLength) return 'length';
      if (!this.#moveOn(draw)) return 'dead end';
    }
  }

  /** Notes the invariants that this state is the first to violate, and tells whether there are any. */
  #holdInvariants(): boolean {
    const violated = this.#verdicts?.violated();
    if (violated === undefined || violated.length === 0) return false;
    const known = this.violations.size;
    for (const id of violated) if (!this.violations.has(id)) this.violations.set(id, this.length);
    return this.violations.size > known;
  }

  /**
   * Has the scheduler choose from all branches of all processes, and again without those that turn out to be blocked. A
   * uniform choice is so a uniform choice of the possible moves, and none is tried in vain but the blocked.
   */
  #moveOn(draw: Draw): boolean {
    const { candidates } = this;
    this.#listCandidates();
    while (this.count > 0) {
      const chosen = this.#scheduler.choose(this, draw);
      if (chosen < 0) return false;
      if (this.#attempt(candidates[chosen])) return true;
      candidates[chosen] = candidates[--this.count];
    }
    return false;
  }

  #listCandidates(): void {
    const { automata } = this.program;
    const { pc } = this.#workspace;
    let count = 0;
    for (let process = 0; process < automata.length; process++) {
      const branches = automata[process].locations[pc[process]].branches.length;
      for (let branch = 0; branch < branches; branch++) this.candidates[count++] = packMove(process, branch);
    }
    this.count = count;
  }

  #attempt(move: number): boolean {
    const { pc } = this.#workspace;
    const process = processOfMove(move);
    const index = branchOfMove(move);
    const location = pc[process];
    const { process: name, locations } = this.program.automata[process];
    const outcome = take(this.#workspace, name, process, locations[location].branches[index]);
    if (outcome === BLOCKED) return false;
    const happened = this.#coverageAt[process][location][index] + outcome;
    this.coverage[happened] = 1;
    this.#note(move, happened);
    return true;
  }

  /** Adds the moves so far to an error that tells of an action. */
  #located<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof ActionError ? error.after(namedSteps(this.program, this.path())) : error;
    }
  }

  /** The first move of the latest walk that left a value outside its range. */
  #outOfRange(): Error {
    const { automata, layout } = this.program;
    const replay = new Replay(this.program);
    const path = this.path();
    for (const [i, move] of path.entries()) {
      const step = replay.move(move);
      const wrong = layout.outOfRange(replay.workspace.views);
      if (step === undefined || wrong === undefined) continue;
      const before = namedSteps(this.program, path.slice(0, i));
      return new ActionError(
        automata[move.process].process,
        callText(step.action ?? '', step.args),
        `leaves ${wrong}`,
        before,
      );
    }
    return new Error(`a value is out of range after ${path.length} moves, but not when they are made again`);
  }

  #note(move: number, happened: number): void {
    if (this.length === this.moves.length) {
      this.moves = grown(this.moves, this.moves.length * 2);
      this.happened = grown(this.happened, this.happened.length * 2);
    }
    this.happened[this.length] = happened;
    this.moves[this.length++] = move;
  }
}

/**
 * Makes moves from the initial state, and shows each state, the initial one first, with the number of moves before it, until
 * `visit` returns true. Returns that number, undefined when `visit` never did.
 * @throws when a move is not possible: then the moves are not of this program
 */
export function follow<S>(
  program: Program<S>,
  moves: readonly Move[],
  visit: (state: S, after: number, workspace: Workspace<S>) => boolean,
): number | undefined {
  const workspace = createWorkspace(program);
  if (visit(workspace.state, 0, workspace)) return 0;
  for (const [i, { process, branch }] of moves.entries()) {
    const { process: name, locations } = program.automata[process];
    const next = locations[workspace.pc[process]].branches.at(branch);
    if (next === undefined || take(workspace, name, process, next) === BLOCKED)
      throw new Error(`move ${i + 1} of ${moves.length} is not possible in this system`);
    if (visit(workspace.state, i + 1, workspace)) return i + 1;
  }
  return undefined;
}
