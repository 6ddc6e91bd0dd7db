/** A system to check: its state, its processes, and what makes a state final. `Program` is the compiled form. */

import type { Automaton } from './automaton.js';
import { compile } from './compile.js';
import { type Cells, type FieldSpec, type Fields, Layout, type Views } from './layout.js';
import { MOST_BRANCHES, MOST_PROCESSES } from './packed_move.js';
import type { Process } from './process.js';

/** A process of a system: its name, and the function that it runs. */
export interface ProcessSpec<S> {
  /** As it stands in traces: an actor, such as `driver`. */
  readonly name: string;
  /** Makes a fresh run of the process. */
  readonly run: () => Process<S>;
  /** What `run` is compiled to, from somebody who may know it already. Absent: it is compiled. */
  readonly automaton?: () => Automaton<S>;
}

/**
 * Processes that may be exchanged, with the elements of some fields that are theirs, if their automata agree: actions treat one as
 * the other.
 */
export interface Alike {
  /** By index, in the order of their numbers from 0. */
  readonly processes: readonly number[];
  /** Fields that have an element for each number. */
  readonly fields: readonly string[];
  /** The kind of arguments, see `Touches`, that are the number of the process which does the action. */
  readonly argument: string;
}

/**
 * A protocol to be checked: state, initial state, processes.
 * @typeParam S the state as actions see it: the views, and whatever constants the model adds.
 */
export interface System<S> {
  readonly fields: Fields;
  /** Builds the state object that actions get from the views of a buffer. */
  readonly bind: (views: Views<Fields>) => S;
  /** Writes the initial state; the cells are zero before. */
  readonly init: (state: S) => void;
  readonly processes: readonly ProcessSpec<S>[];
  readonly alike?: readonly Alike[];
  /** True for a state in which nothing more can happen, such as a crashed machine; it has no successors. */
  readonly halted?: (state: S) => boolean;
}

/** A system whose `bind` is held against the names of its fields. */
export interface SystemOf<F extends Fields, S> extends Omit<System<S>, 'fields' | 'bind'> {
  readonly fields: F;
  /** Builds the state object that actions get from the views of a buffer. */
  readonly bind: (views: Views<F>) => S;
}

/** Lets the compiler find a field that `bind` misspells. */
export function systemOf<F extends Fields, S>({ bind, ...rest }: SystemOf<F, S>): System<S> {
  // The engine binds views of the fields that it is given: each of F is among them.
  return { ...rest, bind: (views) => bind(views as Views<F>) };
}

/** The field that holds each process's location, beside the fields of the model. */
export const PC = 'pc';

/** A system with its processes compiled. */
export interface Program<S> {
  readonly system: System<S>;
  readonly automata: readonly Automaton<S>[];
  readonly layout: Layout<Fields>;
}

/** One working copy of the state: bytes, views over them, and the state object that actions get. */
export interface Workspace<S> {
  readonly words: Int32Array;
  readonly views: Views<Fields>;
  readonly state: S;
  /** The location of each process. */
  readonly pc: Cells;
}

/**
 * @param automatonOf gets the automaton of a process in another way than to compile it
 * @throws when a process cannot be compiled, see `compile`; when a field has the name of the processes' locations; when two
 * processes have one name, or there are more processes, or branches in one place, than a move can tell apart
 */
export function compileSystem<S>(
  system: System<S>,
  automatonOf?: (name: string, run: () => Process<S>) => Automaton<S>,
): Program<S> {
  if (PC in system.fields) throw new Error(`field ${PC}: the name is taken by the locations of the processes`);
  requireTellable(system.processes);
  const automata = system.processes.map(({ name, run, automaton }) => {
    if (automatonOf !== undefined) return automatonOf(name, run);
    return automaton === undefined ? compile(name, run) : automaton();
  });
  for (const automaton of automata) requireFewBranches(automaton);
  const pc: FieldSpec = {
    length: automata.length,
    max: automata.map((automaton) => automaton.locations.length - 1),
    index: 'process',
  };
  // Neither actions nor invariants may know where processes are.
  const bind: typeof system.bind = ({ [PC]: _, ...views }) => system.bind(views);
  return { system: { ...system, bind }, automata, layout: new Layout({ ...system.fields, [PC]: pc }) };
}

function requireTellable<S>(processes: readonly ProcessSpec<S>[]): void {
  const names = processes.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new Error(`two processes are called ${twice}: traces tell processes by name`);
  if (names.length > MOST_PROCESSES)
    throw new Error(`${names.length} processes: at most ${MOST_PROCESSES} can be told`);
}

function requireFewBranches<S>({ process, locations }: Automaton<S>): void {
  const most = locations.reduce((count, { branches }) => Math.max(count, branches.length), 0);
  if (most > MOST_BRANCHES)
    throw new Error(
      `process ${process}: ${most} ways to go on at one point, at most ${MOST_BRANCHES} can be told apart`,
    );
}

/** A workspace in the initial state. */
export function createWorkspace<S>(program: Program<S>): Workspace<S> {
  const buffer = program.layout.createBuffer();
  const views = program.layout.views(buffer);
  const state = program.system.bind(views);
  program.system.init(state);
  return { words: new Int32Array(buffer), views, state, pc: views[PC] };
}
