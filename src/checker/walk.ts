/**
 * Random walks: one run at a time, each next move drawn uniformly from those that are possible. Nothing is stored but the
 * moves, so that a walk goes where the state space is too large to search. `follow` makes given moves again, as fast.
 */

import type { Branch } from './automaton.js';
import { BLOCKED } from './process.js';
import type { Invariant } from './search.js';
import { coverageIndex } from './successors.js';
import { createWorkspace, type Program, type Workspace } from './system.js';
import type { Move } from './trace.js';

/** Gives an integer from 0 to `below` - 1, each as likely as the others. */
export type Draw = (below: number) => number;

/** Why a walk ended. In a dead end no process can move, or all are done. */
export type WalkEnd = 'violation' | 'halted' | 'dead end' | 'length';

export interface WalkOptions<S> {
  readonly invariants?: readonly Invariant<S>[];
  /** Whether a walk goes on behind the first state that violates an invariant. */
  readonly afterViolation?: 'explore' | 'stop';
}

/** Moves are kept as one number: the process above, the branch below. */
const BRANCH_BITS = 16;
const BRANCH_MASK = 2 ** BRANCH_BITS - 1;

export class Walk<S> {
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
  readonly #candidates: Int32Array;
  #moves = new Int32Array(256);
  #open: readonly Invariant<S>[] = [];

  constructor(program: Program<S>, options: WalkOptions<S> = {}) {
    this.program = program;
    this.#options = options;
    this.#workspace = createWorkspace(program);
    this.#initial = this.#workspace.words.slice();
    const { at, length } = coverageIndex(program);
    this.#coverageAt = at;
    this.coverage = new Uint8Array(length);
    const mostBranches = program.automata.map(({ locations }) => Math.max(...locations.map((l) => l.branches.length)));
    this.#candidates = new Int32Array(mostBranches.reduce((sum, branches) => sum + branches, 0));
  }

  /**
   * Walks from the initial state, at most `maxLength` moves.
   * @throws when an action returns an outcome it does not declare, or leaves a value outside its range
   */
  run(draw: Draw, maxLength: number): WalkEnd {
    this.#start();
    const end = this.#goOn(draw, maxLength);
    const wrong = this.program.layout.outOfRange(this.#workspace.views);
    if (wrong !== undefined) throw new Error(`${wrong}: after a walk of ${this.length} moves`);
    return end;
  }

  /** The moves of the latest walk. */
  moves(): Move[] {
    return Array.from(this.#moves.subarray(0, this.length), (move) => ({
      process: move >>> BRANCH_BITS,
      branch: move & BRANCH_MASK,
    }));
  }

  #start(): void {
    this.#workspace.words.set(this.#initial);
    this.length = 0;
    this.violations.clear();
    this.#open = this.#options.invariants ?? [];
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
    const { state } = this.#workspace;
    const known = this.violations.size;
    for (const { id, holds } of this.#open) if (!holds(state)) this.violations.set(id, this.length);
    if (this.violations.size === known) return false;
    this.#open = this.#open.filter(({ id }) => !this.violations.has(id));
    return true;
  }

  /**
   * Draws from all branches of all processes, and draws again without those that turn out to be blocked. The first that is
   * possible is so a uniform draw from the possible ones, and none is tried in vain but the blocked.
   */
  #moveOn(draw: Draw): boolean {
    const candidates = this.#candidates;
    let count = this.#listCandidates();
    while (count > 0) {
      const drawn = draw(count);
      const move = candidates[drawn];
      if (this.#attempt(move >>> BRANCH_BITS, move & BRANCH_MASK)) {
        this.#note(move);
        return true;
      }
      candidates[drawn] = candidates[--count];
    }
    return false;
  }

  #listCandidates(): number {
    const { automata } = this.program;
    const { pc } = this.#workspace;
    let count = 0;
    for (let process = 0; process < automata.length; process++) {
      const branches = automata[process].locations[pc[process]].branches.length;
      for (let branch = 0; branch < branches; branch++) this.#candidates[count++] = (process << BRANCH_BITS) | branch;
    }
    return count;
  }

  #attempt(process: number, index: number): boolean {
    const { pc } = this.#workspace;
    const location = pc[process];
    const { process: name, locations } = this.program.automata[process];
    const outcome = take(this.#workspace, name, process, locations[location].branches[index]);
    if (outcome === BLOCKED) return false;
    this.coverage[this.#coverageAt[process][location][index] + outcome] = 1;
    return true;
  }

  #note(move: number): void {
    if (this.length === this.#moves.length) {
      const longer = new Int32Array(this.#moves.length * 2);
      longer.set(this.#moves);
      this.#moves = longer;
    }
    this.#moves[this.length++] = move;
  }
}

/**
 * Makes a move in place and gives its outcome, or {@link BLOCKED}, the workspace unchanged.
 * @throws when the action returns an outcome that it does not declare, or blocks in a step
 */
export function take<S>(workspace: Workspace<S>, name: string, process: number, branch: Branch<S>): number {
  const { action, args, kind, targets } = branch;
  const outcome = action === undefined ? 0 : Number(action.run(workspace.state, ...args) ?? 0);
  if (outcome === BLOCKED && kind !== 'step') return BLOCKED;
  const target = targets.at(outcome);
  if (target === undefined || outcome < 0) {
    throw new Error(`process ${name}: ${action?.name} returned outcome ${outcome}, which it does not declare`);
  }
  workspace.pc[process] = target;
  return outcome;
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
