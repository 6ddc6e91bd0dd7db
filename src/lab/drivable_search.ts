/**
 * Exhaustive search among the interleavings that can be driven: a process is left only where it can be held, or while it waits
 * for a lock. Breadth first, so that the first violation is a shortest one; that there is none is proved.
 */

import { packMove, unpackMove } from '../checker/packed_move.js';
import { kindOf } from '../checker/process_kind.js';
import { stuckStates } from '../checker/reachability.js';
import { Search } from '../checker/search.js';
import { accessTo, Inserted } from '../checker/state_access.js';
import { StateStore } from '../checker/store.js';
import { generatedExpander } from '../checker/successors.js';
import { createWorkspace, type Program, type Workspace } from '../checker/system.js';
import { type Move, Replay, replayMoves, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import type { Property } from '../properties/property.js';
import type { KernelCode, UsableHold } from './kernel_code.js';
import { isDriversNext } from './layout.js';
import type { Cast } from './places.js';
import { holdsOfAutomaton, nameOfNext, strikes } from './standing.js';

/** A switch between processes that would be needed, where no place is. */
export interface TooFine {
  readonly process: string;
  /** What it would have to be left before. */
  readonly before: string;
}

export interface DrivableResult {
  /** A shortest race that can be driven, up to where every process stands; undefined: there is none. */
  readonly trace?: readonly TraceStep[];
  /** Steps before the first state that violates the property. */
  readonly violatedAfter?: number;
  readonly states: number;
}

/** A predicate on states: whether a state violates the property. */
type Violates = (workspace: Workspace<Kernel>) => boolean;

interface Searched {
  readonly store: StateStore;
  /** The move by which each state was first reached, packed: one of those that can be driven. */
  readonly moves: readonly number[];
  readonly violating?: number;
}

export class DrivableSearch {
  readonly #program: Program<Kernel>;
  readonly #holds: readonly (readonly (readonly UsableHold[])[])[];
  readonly #workspace: Workspace<Kernel>;

  constructor(program: Program<Kernel>, code: KernelCode, cast: Cast) {
    this.#program = program;
    this.#holds = program.automata.map((automaton) => holdsOfAutomaton(automaton, code, cast));
    this.#workspace = createWorkspace(program);
  }

  /** @throws when the property is of a kind that no single run shows */
  find(property: Property, maxStates: number): DrivableResult {
    const { store, moves: made, violating } = this.#search(violatesOf(this.#program, property, maxStates), maxStates);
    if (violating === undefined) return { states: store.size };
    const path = pathTo(violating, store, made);
    const moves = [...path, ...this.settle(path)];
    const trace = replayMoves(this.#program, moves).steps.map(({ changes: _, ...step }) => step);
    return { trace, violatedAfter: path.length, states: store.size };
  }

  /** Whether a process stands at a place in the state of the workspace. */
  standsAt(process: number, { pc, state }: Workspace<Kernel>): boolean {
    const location = pc[process];
    const { branches } = this.#program.automata[process].locations[location];
    return this.#holds[process][location].some((hold) => strikes(hold, branches, state));
  }

  /** What processes would have to be left before, in moves of a run that cannot be driven as it is. */
  tooFine(moves: readonly Move[]): TooFine[] {
    const { words } = createWorkspace(this.#program);
    this.#workspace.words.set(words);
    const replay = new Replay(this.#program);
    const found: TooFine[] = [];
    moves.forEach((move, i) => {
      replay.move(move);
      const next = moves.at(i + 1);
      if (next === undefined || next.process === move.process) return;
      if (this.standsAt(move.process, replay.workspace)) return;
      const branches = replay.branches(move.process);
      const canMove = replay.enabled().some(({ process }) => process === move.process);
      if (!canMove) return;
      found.push({ process: this.#program.automata[move.process].process, before: nameOfNext(branches[0]) });
    });
    return found;
  }

  #rests(process: number, { pc }: Workspace<Kernel>): boolean {
    return this.#holds[process][pc[process]].some(({ by }) => by === 'rest');
  }

  #search(violates: Violates, maxStates: number): Searched {
    const program = this.#program;
    const workspace = this.#workspace;
    workspace.words.set(createWorkspace(program).words);
    const store = new StateStore(program.layout.packedWords);
    const { insert, load } = accessTo(store, program.layout, workspace.views);
    const expander = generatedExpander(program, workspace);
    const loose = program.automata.map(() => false);
    const locations = new Int32Array(loose.length);
    let current = -1;
    let onlyLoose = false;
    let moved = 0;
    let violating: number | undefined;
    const moves: number[] = [];
    const add = (predecessor: number, move: number) => {
      store.reserve(1);
      if (insert(predecessor) !== Inserted.NEW) return;
      moves.push(move);
      if (violating === undefined && violates(workspace)) violating = store.size - 1;
    };
    const visit = (process: number, branch: number) => {
      if (onlyLoose && !loose[process]) return;
      if (!this.#isDriven(process, locations[process], branch)) return;
      moved++;
      add(current, packMove(process, branch));
    };
    add(-1, 0);
    for (current = 0; current < store.size && violating === undefined; current++) {
      if (store.size > maxStates) throw new Error(`more than ${maxStates} states`);
      load(current);
      if (program.system.halted?.(workspace.state) === true) continue;
      for (let process = 0; process < loose.length; process++) {
        locations[process] = workspace.pc[process];
        loose[process] = !this.standsAt(process, workspace);
      }
      onlyLoose = loose.includes(true);
      moved = 0;
      expander.expand(visit);
      if (!onlyLoose || moved > 0) continue;
      // Whoever is between two places waits for somebody else.
      onlyLoose = false;
      load(current);
      expander.expand(visit);
    }
    return violating === undefined ? { store, moves } : { store, moves, violating };
  }

  /** The driver takes sub-blocks in an order of its own; a worker that took another is none of this kernel's. */
  #isDriven(process: number, location: number, branch: number): boolean {
    const { process: name, locations } = this.#program.automata[process];
    if (name !== 'worker') return true;
    const { action, args } = locations[location].branches[branch];
    return action?.name !== WORKER_BEGINS || args.length === 0 || isDriversNext(this.#workspace.state, args[0]);
  }

  /**
   * The moves by which every process that is between two places comes to one, or to a lock, without being cancelled. One that
   * takes something and gives it back does both: what comes of a race is seen best when that is done.
   */
  settle(path: readonly Move[]): Move[] {
    const { replay } = replayMoves(this.#program, path);
    const moves: Move[] = [];
    for (let count = 0; count < MOST_TO_SETTLE; count++) {
      const move = replay.enabled().find(({ process, branch }) => {
        const ends = ENDING.has(kindOf(this.#program.automata[process].process));
        if (ends ? this.#rests(process, replay.workspace) : this.standsAt(process, replay.workspace)) return false;
        return !replay.branches(process)[branch].choices.some(({ option }) => CANCELS.has(option));
      });
      if (move === undefined) break;
      replay.move(move);
      moves.push(move);
    }
    return moves;
  }
}

/** The step by which the worker takes up a sub-block; it changes nothing that the order depends on. */
const WORKER_BEGINS = 'mutex_lock(hotplug_mutex)';

/** Kinds of processes that only take something and give it back. */
const ENDING: ReadonlySet<string> = new Set(['walker', 'contig', 'brief user']);

const MOST_TO_SETTLE = 200;
const CANCELS: ReadonlySet<string> = new Set(['yes', 'NOTIFY_BAD', 'BUSY']);

function pathTo(state: number, { predecessors }: StateStore, made: readonly number[]): Move[] {
  const moves: Move[] = [];
  for (let at = state; at > 0; at = predecessors.of(at)) moves.push(unpackMove(made[at]));
  return moves.reverse();
}

/** @throws when the property is of a kind that no single run shows */
export function violatesOf(program: Program<Kernel>, property: Property, maxStates: number): Violates {
  if (property.kind === 'invariant') return ({ state }) => property.violator(state) >= 0;
  if (property.kind === 'reachability' || property.kind === 'liveness') {
    return neverReaches(program, property, maxStates);
  }
  throw new Error(`${property.id} is not true or false of one run of a kernel`);
}

/** States of the kind `from` whence nothing leads to `to`, whatever processes do, driven or not. */
function neverReaches(
  program: Program<Kernel>,
  question: Extract<Property, { kind: 'reachability' | 'liveness' }>,
  maxStates: number,
): Violates {
  const search = new Search(program, { maxStates });
  search.run();
  const { isStuck } = stuckStates(search, question);
  const { store } = search;
  return ({ views, state }) => {
    if (!question.from(state)) return false;
    const known = accessTo(store, program.layout, views).find();
    return known >= 0 && isStuck(known);
  };
}
