/**
 * Any number of identical processes: a program in which one process stands for all of them. It knows of each location whether
 * no process is there, one, or several; at the start nobody has counted them. What no run of it violates, no run of any number
 * of them does. It may have runs that no number of them has.
 *
 * Counters of the state that go up and down with processes at some locations, such as a page's references, are stored as if
 * several were two. A step is tried with two, with one more, and with two and three more: where these do not differ, as in code
 * that compares counts with small constants only, the step is as with any number more. Where they do, nothing can be told of
 * what comes then: the state is marked, and has no successors.
 */

import type { Automaton, Branch } from './automaton.js';
import type { ElementOf } from './identical.js';
import { type Cells, type Fields, Layout, type Views } from './layout.js';
import { type Atomic, BLOCKED, outcomeOf } from './process.js';
import type { Invariant } from './search.js';
import { PC, type Program, type System } from './system.js';

/** The field that marks a state behind which nothing can be told; the one that says how many are where has their name. */
const untoldOf = (name: string): string => `${name} untold`;

/** What stands for two or more. */
const SEVERAL = 2;

/** How many more than two a step is tried with, so that it is seen to be the same whatever their number. */
const MORE = [2, 3] as const;

/** Elements that go up and down together with who holds something. */
export type Counter = readonly ElementOf[];

export interface AnyNumber<S> {
  readonly program: Program<S>;
  /** The invariant as it must hold however many several are. */
  invariant(invariant: Invariant<S>): Invariant<S>;
  /** Holds where something can be told of what comes next. */
  readonly told: Invariant<S>;
}

/**
 * @param process the one of which there is to be any number; nothing of the state may be its own
 * @param name of the one process that stands for them, and of the field that says how many are where
 * @param counters all that they may count up and down
 */
export function anyNumberOf<S extends object>(
  program: Program<S>,
  process: number,
  name: string,
  counters: readonly Counter[],
): AnyNumber<S> {
  const crowd = new Crowd(program, program.automata[process], name, counters);
  const others = program.automata.filter((_, each) => each !== process).map((automaton) => crowd.beside(automaton));
  const automata = [...others, crowd.together()];
  const { system } = program;
  const fields: Fields = {
    ...system.fields,
    [name]: { length: crowd.locations, max: SEVERAL, labels: ['none', 'one', 'several'], index: 'location' },
    [untoldOf(name)]: { length: 1, max: 1 },
  };
  const pc = { length: automata.length, max: automata.map(({ locations }) => locations.length - 1), index: 'process' };
  const anySystem: System<S> = {
    ...system,
    fields,
    bind: (views) => crowd.bind(system, views),
    init: (state) => {
      system.init(state);
      crowd.init(state);
    },
    halted: (state) => crowd.isUntold(state) || system.halted?.(state) === true,
  };
  return {
    program: { system: anySystem, automata, layout: new Layout({ ...fields, [PC]: pc }) },
    invariant: (invariant) => ({ ...invariant, holds: (state) => crowd.holds(state, invariant) }),
    told: { id: untoldOf(name), holds: (state) => !crowd.isUntold(state) },
  };
}

/** One working copy of the state, as the wrapped actions see it. */
interface Bound {
  readonly at: Cells;
  readonly untold: Cells;
  /** By counter. */
  readonly cells: readonly (readonly { readonly cells: Cells; readonly element: number }[])[];
  /** Room for the state before a step, and after it. */
  readonly before: Copy;
  readonly after: Copy;
}

/** A copy of all cells of a state. */
class Copy {
  readonly #cells: readonly Cells[];
  readonly #values: Int32Array;

  constructor(views: Views<Fields>) {
    this.#cells = Object.values(views);
    this.#values = new Int32Array(this.#cells.reduce((sum, { length }) => sum + length, 0));
  }

  take(): void {
    let i = 0;
    for (const cells of this.#cells)
      for (let element = 0; element < cells.length; element++) this.#values[i++] = cells[element];
  }

  restore(): void {
    let i = 0;
    for (const cells of this.#cells)
      for (let element = 0; element < cells.length; element++) cells[element] = this.#values[i++];
  }

  isTheState(): boolean {
    let i = 0;
    for (const cells of this.#cells)
      for (let element = 0; element < cells.length; element++) if (cells[element] !== this.#values[i++]) return false;
    return true;
  }
}

/** What a step does to a bound state, with so many more than two at the chosen counters; {@link BLOCKED}: nothing. */
type Step<S> = (state: S, bound: Bound, more: number) => number;

class Crowd<S extends object> {
  readonly #automaton: Automaton<S>;
  readonly #name: string;
  readonly #counters: readonly Counter[];
  readonly #bound = new WeakMap<S, Bound>();
  readonly #system: System<S>;
  /** Every choice of counters. */
  readonly #all: readonly (readonly number[])[];
  /** By location and counter: what a process there holds; undefined until one comes there. */
  readonly #held: (readonly number[] | undefined)[];

  constructor({ system }: Program<S>, automaton: Automaton<S>, name: string, counters: readonly Counter[]) {
    this.#name = name;
    const written = new Set(
      automaton.locations.flatMap(({ branches }) => branches.flatMap(({ action }) => action?.touches?.writes ?? [])),
    );
    this.#system = system;
    this.#automaton = automaton;
    this.#counters = counters.filter((counter) => counter.some(({ field }) => written.has(field)));
    this.#all = this.#choices(this.#counters.keys());
    this.#held = automaton.locations.map(() => undefined);
    this.#held[0] = this.#counters.map(() => 0);
  }

  get locations(): number {
    return this.#automaton.locations.length;
  }

  bind(system: System<S>, views: Views<Fields>): S {
    const state = system.bind(views);
    this.#bound.set(state, {
      at: views[this.#name],
      untold: views[untoldOf(this.#name)],
      cells: this.#counters.map((counter) => counter.map(({ field, element }) => ({ cells: views[field], element }))),
      before: new Copy(views),
      after: new Copy(views),
    });
    return state;
  }

  init(state: S): void {
    this.#of(state).at[0] = SEVERAL;
  }

  isUntold(state: S): boolean {
    return this.#of(state).untold[0] === 1;
  }

  /** Whether it holds however many more several are. */
  holds(state: S, { holds }: Invariant<S>): boolean {
    const bound = this.#of(state);
    return this.#all.every((counters) => {
      if (!this.#hasMore(bound, counters, -1)) return true;
      this.#add(bound, counters, 1);
      const held = holds(state);
      this.#add(bound, counters, -1);
      return held;
    });
  }

  /** Another process, whose steps meet whoever is there. */
  beside({ process, locations }: Automaton<S>): Automaton<S> {
    const wrapped = (branch: Branch<S>): Branch<S>[] => {
      const { action, args } = branch;
      if (action === undefined) return [branch];
      return this.#choices(this.#seenBy(action)).map((counters) => {
        const step: Step<S> = (state, bound, more) => {
          this.#add(bound, counters, more);
          const outcome = outcomeOf(action, action.run(state, ...args)) ?? BLOCKED;
          this.#take(state, bound, counters, more);
          return outcome;
        };
        return { ...branch, kind: waiting(branch), action: this.#action(action, counters, -1, step) };
      });
    };
    return { process, locations: locations.map(({ branches }) => ({ branches: branches.flatMap(wrapped) })) };
  }

  /** The process that stands for all. */
  together(): Automaton<S> {
    const branches = this.#automaton.locations.flatMap((location, l) =>
      location.branches.flatMap((branch) => [false, true].flatMap((stay) => this.#moves(l, branch, stay))),
    );
    return { process: this.#name, locations: [{ branches }] };
  }

  /** @param stay whether several are still there when one goes */
  #moves(from: number, branch: Branch<S>, stay: boolean): Branch<S>[] {
    // Nobody counts who is at the start.
    if (from === 0 && stay) return [];
    const { action = NOTHING, args, targets } = branch;
    return this.#choices(this.#seenBy(action)).map((counters) => {
      const step: Step<S> = (state, bound, more) => {
        const { at } = bound;
        const held = this.#held[from] ?? [];
        if (at[from] === 0 || (stay && at[from] !== SEVERAL)) return BLOCKED;
        const was = bound.cells.map((counter) => counter.map(({ cells, element }) => cells[element]));
        this.#add(bound, counters, more);
        if (stay) this.#addAll(bound, held, 1);
        const outcome = outcomeOf(action, action.run(state, ...args)) ?? BLOCKED;
        if (outcome !== BLOCKED)
          this.#arrive(state, bound, { from, to: targets[outcome], stay, held, was, counters, more });
        else {
          this.#add(bound, counters, -more);
          if (stay) this.#addAll(bound, held, -1);
        }
        return outcome;
      };
      const only = this.#action(action, counters, stay ? -1 : from, step);
      return { ...branch, kind: 'idle', action: only, targets: only.outcomes.map(() => 0) };
    });
  }

  /** Counts who has gone from one location to another. */
  #arrive(state: S, bound: Bound, gone: Gone): void {
    const { from, to, stay, held, was, counters, more } = gone;
    const { at, cells } = bound;
    if (this.#system.halted?.(state) === true) return;
    const here = cells.map((counter, c) => {
      const added = (counters.includes(c) ? more : 0) + (stay ? held[c] : 0);
      const [first, ...others] = counter.map(({ cells: own, element }, i) => own[element] - was[c][i] - added);
      if (others.some((other) => other !== first)) bound.untold[0] = 1;
      return held[c] + first;
    });
    if (bound.untold[0] === 1) return;
    this.#learn(to, here);
    let comes = 0;
    if (from !== to) {
      if (from !== 0 && !stay) at[from]--;
      if (to !== 0) {
        comes = at[to] === SEVERAL ? 1 : 0;
        at[to] = Math.min(SEVERAL, at[to] + 1);
      }
    } else if (stay) comes = 1;
    this.#take(state, bound, counters, more);
    if (comes === 1) this.#addAll(bound, here, -1);
  }

  #learn(location: number, held: readonly number[]): void {
    const known = this.#held[location];
    if (known === undefined) this.#held[location] = held;
    const isOdd = (count: number, i: number) =>
      count !== 0 && count !== 1 ? true : known !== undefined && known[i] !== count;
    if (held.some(isOdd)) {
      throw new Error(
        `${this.#automaton.process} holds ${held.join()} at location ${location}, where it held ${known?.join() ?? 'nothing'} before: of such any number cannot be told`,
      );
    }
  }

  /** A step with one more at these counters; whether it is the same with others, it finds out. */
  #action(action: Atomic<S>, counters: readonly number[], except: number, step: Step<S>): Atomic<S> {
    const run = (state: S): number => {
      const bound = this.#of(state);
      if (counters.length === 0) return step(state, bound, 0);
      if (!this.#hasMore(bound, counters, except)) return BLOCKED;
      const { before, after } = bound;
      before.take();
      const outcome = step(state, bound, 1);
      after.take();
      const isSame = MORE.every((more) => {
        before.restore();
        return step(state, bound, more) === outcome && after.isTheState();
      });
      after.restore();
      if (!isSame && this.#system.halted?.(state) !== true) bound.untold[0] = 1;
      return isSame || outcome !== BLOCKED ? outcome : 0;
    };
    const { name, outcomes, touches } = action;
    return { name, outcomes, run, ...(touches === undefined ? {} : { touches }) };
  }

  #of(state: S): Bound {
    const bound = this.#bound.get(state);
    if (bound === undefined) throw new Error('a step was called with a state of another program');
    return bound;
  }

  /** The counters that an action may read or write. */
  #seenBy({ touches }: Atomic<S>): number[] {
    const seen = touches === undefined ? undefined : new Set([...touches.reads, ...touches.writes]);
    return [...this.#counters.keys()].filter((counter) =>
      this.#counters[counter].some(({ field }) => seen?.has(field) ?? true),
    );
  }

  /** Every choice of some of the counters. */
  #choices(counters: Iterable<number>): number[][] {
    return [...counters].reduce<number[][]>((all, counter) => all.flatMap((some) => [some, [...some, counter]]), [[]]);
  }

  /** Whether each counter is held at a location with several, other than one. */
  #hasMore(bound: Bound, counters: readonly number[], except: number): boolean {
    for (const counter of counters) if (!this.#isHeldBySeveral(bound, counter, except)) return false;
    return true;
  }

  #isHeldBySeveral({ at }: Bound, counter: number, except: number): boolean {
    for (let location = 0; location < at.length; location++) {
      if (location !== except && at[location] === SEVERAL && this.#held[location]?.[counter] === 1) return true;
    }
    return false;
  }

  #add({ cells }: Bound, counters: readonly number[], more: number): void {
    for (const counter of counters) for (const { cells: own, element } of cells[counter]) own[element] += more;
  }

  #addAll({ cells }: Bound, held: readonly number[], sign: number): void {
    for (const [counter, each] of cells.entries())
      for (const { cells: own, element } of each) own[element] += sign * held[counter];
  }

  /** Takes away what was added; where less is left, it was not counted. */
  #take(state: S, bound: Bound, counters: readonly number[], more: number): void {
    for (const counter of counters) {
      for (const { cells, element } of bound.cells[counter]) {
        if (cells[element] >= more) cells[element] -= more;
        else {
          cells[element] = 0;
          if (this.#system.halted?.(state) !== true) bound.untold[0] = 1;
        }
      }
    }
  }
}

interface Gone {
  readonly from: number;
  readonly to: number;
  readonly stay: boolean;
  readonly held: readonly number[];
  /** By counter, its elements before the step. */
  readonly was: readonly (readonly number[])[];
  readonly counters: readonly number[];
  readonly more: number;
}

const NOTHING: Atomic<object> = { name: '', outcomes: ['done'], run: () => 0 };

const waiting = <S>({ kind }: Branch<S>): Branch<S>['kind'] => (kind === 'idle' ? 'idle' : 'wait');
