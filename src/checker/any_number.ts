/**
 * Any number of identical processes: a program in which one process stands for all of them. It knows of each location whether
 * no process is there, one, or several; at the start nobody has counted them. What no run of it violates, no run of any number
 * of them does. It may have runs that no number of them has.
 *
 * Counters of the state that go up and down with processes at some locations, such as a page's references, are stored as if
 * several were two. How many more there are a step does not know: it is tried with each number of them up to that from which on
 * its code does the same, as who has read it says ({@link CountUses}). Where the steps differ, or nobody can say, nothing can be
 * told of what comes then: the state is marked, and has no successors. docs/any-number.md has the argument in full.
 */

import type { Automaton, Branch } from './automaton.js';
import type { Counter, CountUse, CountUses, OfElement } from './count_use.js';
import type { ElementOf } from './identical.js';
import { type Cells, type Fields, Layout, type Views } from './layout.js';
import { type Atomic, BLOCKED, outcomeOf } from './process.js';
import type { Invariant } from './search.js';
import { StateCopy } from './state_copy.js';
import { PC, type Program, type System } from './system.js';
import { type More, TriedNumbers } from './tried_numbers.js';

/** The field that marks a state behind which nothing can be told; the one that says how many are where has their name. */
const untoldOf = (name: string): string => `${name} untold`;

/** What stands for two or more. */
const SEVERAL = 2;

/** Why nothing can be told of what comes next, as the mark says it. */
const Untold = {
  NOT: 0,
  /** The step is not the same whatever their number. */
  DIFFERS: 1,
  /** Who has read the step's code cannot say it of larger numbers. */
  UNREAD: 2,
  /** There may be as many references as the program has room for. */
  FULL: 3,
} as const;

const UNTOLD_LABELS = ['no', 'it depends on their number', 'it is not known for larger numbers', 'there is no room'];

/** So many numbers of them a step is tried with at most. */
const MOST_TRIED = 2_000;

export interface AnyNumber<S> {
  readonly program: Program<S>;
  /** The invariant as it must hold however many several are. @throws when nobody has read it */
  invariant(invariant: Invariant<S>): Invariant<S>;
  /** Holds where something can be told of what comes next. */
  readonly told: Invariant<S>;
  /** Why nothing can be told behind an action that left this state, in words. */
  whyUntold(state: S, action: string): string;
  /** Why it is not known whether an invariant holds with larger numbers; undefined where it is. */
  whyUnread(invariant: string): string | undefined;
}

/**
 * @param process the one of which there is to be any number; nothing of the state may be its own
 * @param name of the one process that stands for them, and of the field that says how many are where
 * @param uses how the program's code uses all that they may count up and down
 */
export function anyNumberOf<S extends object>(
  program: Program<S>,
  process: number,
  name: string,
  uses: CountUses<S>,
): AnyNumber<S> {
  const crowd = new Crowd(program, program.automata[process], name, uses);
  const others = program.automata.filter((_, each) => each !== process).map((automaton) => crowd.beside(automaton));
  const automata = [...others, crowd.together()];
  const { system } = program;
  const fields: Fields = {
    ...system.fields,
    [name]: { length: crowd.locations, max: SEVERAL, labels: ['none', 'one', 'several'], index: 'location' },
    [untoldOf(name)]: { length: 1, max: Untold.FULL, labels: UNTOLD_LABELS },
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
    halted: (state) => crowd.untold(state) !== Untold.NOT || system.halted?.(state) === true,
  };
  return {
    program: { system: anySystem, automata, layout: new Layout({ ...fields, [PC]: pc }) },
    invariant: (invariant) => crowd.invariant(invariant),
    told: { id: untoldOf(name), holds: (state) => crowd.untold(state) === Untold.NOT },
    whyUntold: (state, action) => crowd.whyUntold(state, action),
    whyUnread: (invariant) => whyNotKnown(uses.ofPredicate(invariant)),
  };
}

const whyNotKnown = (use: CountUse): string | undefined => ('why' in use ? use.why : undefined);

/** An element of a counter in one working copy of the state. */
interface CountedCell {
  readonly cells: Cells;
  readonly element: number;
  readonly max: number;
}

/** One working copy of the state, as the wrapped actions see it. */
interface Bound {
  readonly at: Cells;
  readonly untold: Cells;
  /** By counter. */
  readonly cells: readonly (readonly CountedCell[])[];
  readonly ofField: Views<Fields>;
  /** What each element of each counter was before a step, in their order. */
  readonly was: Int32Array;
  /** Room for the state before a step, and after it. */
  readonly before: StateCopy;
  readonly after: StateCopy;
}

/** What a step does to a bound state, with so many more than two; {@link BLOCKED}: nothing. */
type Step<S> = (state: S, bound: Bound, more: More) => number;

/** An element of a counter, and what code says of it. */
interface Known extends OfElement {
  readonly counter: number;
}

/** How a step or a question is tried at the counters that several hold. */
interface Trying {
  /** Those at which there are more than two. */
  readonly counters: readonly number[];
  /** Undefined where nobody has read the code. */
  readonly known: { readonly from: readonly Known[]; readonly limits: readonly Known[] } | undefined;
}

/** Who moves: one of those at a location. */
interface Mover {
  readonly from: number;
  /** Several are still there when it goes. */
  readonly stay: boolean;
}

class Crowd<S extends object> {
  readonly #automaton: Automaton<S>;
  readonly #name: string;
  readonly #uses: CountUses<S>;
  readonly #counters: readonly Counter[];
  readonly #bound = new WeakMap<S, Bound>();
  readonly #system: System<S>;
  readonly #variables: readonly string[];
  readonly #maxOf: (field: string, element: number) => number;
  /** By location and counter: what a process there holds; undefined until one comes there. */
  readonly #held: (readonly number[] | undefined)[];
  /** By the names of actions: why they are not known for larger numbers. */
  readonly #unread = new Map<string, string>();
  /** How many more than two are tried. */
  readonly #numbers: TriedNumbers;

  constructor({ system, layout }: Program<S>, automaton: Automaton<S>, name: string, uses: CountUses<S>) {
    this.#name = name;
    this.#system = system;
    this.#variables = layout.variables.filter((field) => field !== PC);
    this.#maxOf = (field, element) => layout.rangeOf(field, element).max;
    this.#automaton = automaton;
    this.#uses = uses;
    this.#counters = uses.counters;
    this.#held = automaton.locations.map(() => undefined);
    this.#held[0] = this.#counters.map(() => 0);
    this.#numbers = new TriedNumbers(this.#counters.length);
  }

  get locations(): number {
    return this.#automaton.locations.length;
  }

  bind(system: System<S>, views: Views<Fields>): S {
    const state = system.bind(views);
    const changing = [...this.#variables, this.#name, untoldOf(this.#name)].map((field) => views[field]);
    this.#bound.set(state, {
      at: views[this.#name],
      untold: views[untoldOf(this.#name)],
      cells: this.#counters.map((counter) =>
        counter.map(({ field, element }) => ({ cells: views[field], element, max: this.#maxOf(field, element) })),
      ),
      ofField: views,
      was: new Int32Array(this.#counters.flat().length),
      before: new StateCopy(changing),
      after: new StateCopy(changing),
    });
    return state;
  }

  init(state: S): void {
    this.#of(state).at[0] = SEVERAL;
  }

  untold(state: S): number {
    return this.#of(state).untold[0];
  }

  whyUntold(state: S, action: string): string {
    const why = this.untold(state);
    if (why === Untold.FULL) return `a count comes to its limit in ${action}`;
    if (why === Untold.DIFFERS) return `what ${action} does depends on how many hold what it counts`;
    return `it is not proved for larger numbers: ${this.#unread.get(action) ?? `${action} holds the count against more than is tried`}`;
  }

  /** Whether it holds however many more several are: where that is not known, it does not. */
  invariant({ holds, ...rest }: Invariant<S>): Invariant<S> {
    const tryings = this.#tryings(this.#uses.ofPredicate(rest.id));
    return { ...rest, holds: (state) => tryings.every((trying) => this.#holds(state, trying, holds)) };
  }

  #holds(state: S, trying: Trying, holds: Invariant<S>['holds']): boolean {
    const bound = this.#of(state);
    const { counters } = trying;
    if (!this.#hasMore(bound, counters, -1)) return true;
    if (this.#whyNot(bound, trying, undefined) !== Untold.NOT) return false;
    return this.#numbers.every(counters, () => {
      this.#add(bound, counters, this.#numbers.more);
      const held = holds(state);
      this.#take(bound, counters, this.#numbers.more);
      return held;
    });
  }

  /** Another process, whose steps meet whoever is there. */
  beside({ process, locations }: Automaton<S>): Automaton<S> {
    const wrapped = (branch: Branch<S>): Branch<S>[] => {
      const { action, args } = branch;
      if (action === undefined) return [branch];
      return this.#tryings(this.#useOf(action, args)).map((trying) => {
        const { counters } = trying;
        const step: Step<S> = (state, bound, more) => {
          this.#add(bound, counters, more);
          const outcome = outcomeOf(action, action.run(state, ...args)) ?? BLOCKED;
          this.#take(bound, counters, more);
          return outcome;
        };
        return { ...branch, kind: waiting(branch), action: this.#action(action, trying, step) };
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
    return this.#tryings(branch.action === undefined ? USES_NONE : this.#useOf(branch.action, args)).map((trying) => {
      const { counters } = trying;
      const step: Step<S> = (state, bound, more) => {
        this.#remember(bound);
        this.#add(bound, counters, more);
        if (stay) this.#addHeld(bound, this.#held[from], 1);
        const outcome = outcomeOf(action, action.run(state, ...args)) ?? BLOCKED;
        if (outcome === BLOCKED) {
          this.#take(bound, counters, more);
          if (stay) this.#addHeld(bound, this.#held[from], -1);
        } else this.#arrive(state, bound, { from, to: targets[outcome], stay, counters, more });
        return outcome;
      };
      const only = this.#action(action, trying, step, { from, stay });
      return { ...branch, kind: 'idle', action: only, targets: only.outcomes.map(() => 0) };
    });
  }

  #remember({ cells, was }: Bound): void {
    let i = 0;
    for (const counter of cells) for (const { cells: own, element } of counter) was[i++] = own[element];
  }

  /** Counts who has gone from one location to another. */
  #arrive(state: S, bound: Bound, { from, to, stay, counters, more }: Gone): void {
    const { at } = bound;
    // Nobody goes on from here: where they stand does not matter.
    if (this.#system.halted?.(state) === true) {
      this.#take(bound, counters, more);
      return;
    }
    const held = this.#held[from] ?? [];
    const here = this.#heldAfter(bound, held, { stay, counters, more });
    if (here === undefined) {
      bound.untold[0] = Untold.DIFFERS;
      return;
    }
    this.#learn(to, here);
    let comes = false;
    if (from !== to) {
      if (from !== 0 && !stay) at[from]--;
      if (to !== 0) {
        comes = at[to] === SEVERAL;
        at[to] = Math.min(SEVERAL, at[to] + 1);
      }
    } else comes = stay;
    this.#take(bound, counters, more);
    if (comes) this.#addHeld(bound, here, -1);
  }

  /** By counter; undefined where the elements of one do not go up and down together. */
  #heldAfter(bound: Bound, held: readonly number[], { stay, counters, more }: Met): readonly number[] | undefined {
    const here: number[] = [];
    let i = 0;
    for (const [c, counter] of bound.cells.entries()) {
      const added = (counters.includes(c) ? more[c] : 0) + (stay ? held[c] : 0);
      let change: number | undefined;
      for (const { cells, element } of counter) {
        const changed = cells[element] - bound.was[i++] - added;
        if (change !== undefined && change !== changed) return undefined;
        change = changed;
      }
      here.push(held[c] + (change ?? 0));
    }
    return here;
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

  /**
   * A step with more than two at some counters, tried with every number of them that may make a difference: where it does, or where
   * that is not known, it marks the state.
   */
  #action(action: Atomic<S>, trying: Trying, step: Step<S>, mover?: Mover): Atomic<S> {
    const { counters } = trying;
    const run = (state: S): number => {
      const bound = this.#of(state);
      if (mover !== undefined && !mayGo(bound, mover)) return BLOCKED;
      if (!this.#hasMore(bound, counters, mover === undefined || mover.stay ? -1 : mover.from)) return BLOCKED;
      const why = this.#whyNot(bound, trying, mover);
      if (why !== Untold.NOT) {
        bound.untold[0] = why;
        return 0;
      }
      return this.#tried(state, bound, counters, step);
    };
    const { name, outcomes, touches } = action;
    return { name, outcomes, run, ...(touches === undefined ? {} : { touches }) };
  }

  /** A step with one more at each counter, where it is the same with any number more. */
  #tried(state: S, bound: Bound, counters: readonly number[], step: Step<S>): number {
    const { more } = this.#numbers;
    if (counters.length === 0) return step(state, bound, more);
    for (const counter of counters) more[counter] = 1;
    const { before, after } = bound;
    before.take();
    const outcome = step(state, bound, more);
    after.take();
    const isSame = (): boolean => {
      before.restore();
      return step(state, bound, more) === outcome && after.isTheState();
    };
    const areSame = this.#numbers.every(counters, () => isSame() && this.#numbers.oneMore(counters, isSame));
    after.restore();
    if (areSame) return outcome;
    if (bound.untold[0] === Untold.NOT) bound.untold[0] = Untold.DIFFERS;
    return outcome === BLOCKED ? 0 : outcome;
  }

  /** Why nothing can be told of code that meets this state; {@link Untold.NOT}: it can, up to the most that is then set. */
  #whyNot(bound: Bound, { known, counters }: Trying, mover: Mover | undefined): number {
    if (known === undefined) return counters.length === 0 ? Untold.NOT : Untold.UNREAD;
    if (!this.#hasRoom(bound, known.limits, mover)) return Untold.FULL;
    return this.#setMost(bound, known.from, counters) ? Untold.NOT : Untold.UNREAD;
  }

  /**
   * By counter: how many more than two make every element as much as the code needs to do the same with any number. False where
   * that is too much to be tried.
   */
  #setMost({ ofField, cells }: Bound, from: readonly Known[], counters: readonly number[]): boolean {
    const { most } = this.#numbers;
    for (const counter of counters) most[counter] = 1;
    for (const { counter, field, element, value } of from)
      if (counters.includes(counter)) most[counter] = Math.max(most[counter], value - ofField[field][element]);
    let tried = 1;
    for (const counter of counters) {
      tried *= most[counter];
      // One more is tried than the most, and one may go while another stays.
      for (const { cells: own, element, max } of cells[counter])
        if (own[element] + most[counter] + 2 > max) return false;
    }
    return tried <= MOST_TRIED;
  }

  /**
   * Whether elements stay below their limits however many there are. Who holds is among them, and the limits grow with them: only what
   * others hold counts, and one who takes has not been counted.
   */
  #hasRoom({ ofField, at }: Bound, limits: readonly Known[], mover: Mover | undefined): boolean {
    for (const { counter, field, element, value } of limits) {
      let others = ofField[field][element];
      for (let location = 0; location < at.length; location++)
        if (at[location] !== 0) others -= at[location] * (this.#held[location]?.[counter] ?? 0);
      const takes = mover !== undefined && this.#held[mover.from]?.[counter] === 0 ? 1 : 0;
      if (others >= value - this.#uses.size + takes) return false;
    }
    return true;
  }

  #of(state: S): Bound {
    const bound = this.#bound.get(state);
    if (bound === undefined) throw new Error('a step was called with a state of another program');
    return bound;
  }

  #useOf(action: Atomic<S>, args: readonly number[]): CountUse {
    const use = this.#uses.ofAction(action, args);
    const why = whyNotKnown(use);
    if (why !== undefined) this.#unread.set(action.name, why);
    return use;
  }

  /** For each choice of the counters that code sees. */
  #tryings(use: CountUse): Trying[] {
    const seen = 'why' in use ? [...this.#counters.keys()] : use.seen;
    const known = 'why' in use ? undefined : { from: this.#known(use.from), limits: this.#known(use.limits) };
    return choicesOf(seen).map((counters) => ({ counters, known }));
  }

  #known(said: readonly OfElement[]): Known[] {
    return said.map((each) => {
      const isIt = ({ field, element }: ElementOf) => field === each.field && element === each.element;
      return { ...each, counter: this.#counters.findIndex((counter) => counter.some(isIt)) };
    });
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

  #add({ cells }: Bound, counters: readonly number[], more: More): void {
    for (const counter of counters) for (const { cells: own, element } of cells[counter]) own[element] += more[counter];
  }

  #addHeld({ cells }: Bound, held: readonly number[] = [], sign: number): void {
    for (let counter = 0; counter < cells.length; counter++)
      for (const { cells: own, element } of cells[counter]) own[element] += sign * (held[counter] ?? 0);
  }

  /** Takes away what was added; where less is left, it was not counted. */
  #take({ cells, untold }: Bound, counters: readonly number[], more: More): void {
    for (const counter of counters) {
      for (const { cells: own, element } of cells[counter]) {
        if (own[element] >= more[counter]) own[element] -= more[counter];
        else {
          own[element] = 0;
          untold[0] = Untold.DIFFERS;
        }
      }
    }
  }
}

/** Of those who go: what was added for the step. */
interface Met {
  readonly stay: boolean;
  readonly counters: readonly number[];
  readonly more: More;
}

interface Gone extends Met {
  readonly from: number;
  readonly to: number;
}

const NOTHING: Atomic<object> = { name: '', outcomes: ['done'], run: () => 0 };
const USES_NONE: CountUse = { seen: [], from: [], limits: [] };

/** Every choice of some of these. */
const choicesOf = (counters: readonly number[]): number[][] =>
  counters.reduce<number[][]>((all, counter) => all.flatMap((some) => [some, [...some, counter]]), [[]]);

const mayGo = ({ at }: Bound, { from, stay }: Mover): boolean => (stay ? at[from] === SEVERAL : at[from] !== 0);

const waiting = <S>({ kind }: Branch<S>): Branch<S>['kind'] => (kind === 'idle' ? 'idle' : 'wait');
