/**
 * Which locks processes hold where, found out from what their steps do. An element of the state is a lock if whoever does not hold
 * it changes it from 0 alone, and holds it from then until it makes it 0 again. So no two hold it at once.
 */

import type { Automaton } from './automaton.js';
import { type EffectCase, happens } from './effects.js';
import { createWorkspace, type Program } from './system.js';

/** The locks that a process holds at a location, with the values that they may have there. */
export type Held = ReadonlyMap<number, ReadonlySet<number>>;

/** By process, location and branch. */
export type EffectsOfAll = readonly (readonly (readonly (readonly EffectCase[])[])[])[];

const FREE = 0;

/** What one step from a location means for an element, and for another that tells the ways there apart. */
interface Edge {
  readonly target: number;
  readonly read: number | undefined;
  readonly written: number | undefined;
  readonly otherRead: number | undefined;
  readonly otherWritten: number | undefined;
}

/** By process and location. */
export function heldLocks<S>(program: Program<S>, effects: EffectsOfAll): readonly (readonly Held[])[] {
  const held = program.automata.map(({ locations }) => locations.map(() => new Map<number, ReadonlySet<number>>()));
  const initial = initialValues(program);
  const writers = writersOf(effects);
  const finder = new Finder(program.automata, effects, initial, writers);
  for (const element of writers.keys()) {
    if (initial[element] !== FREE) continue;
    const found = program.automata.map((_, process) => finder.find(element, process));
    for (const [process, values] of found.entries()) {
      if (found.includes(undefined)) break;
      for (const [location, here] of (values ?? []).entries()) {
        if (here.size > 0 && !here.has(FREE)) held[process][location].set(element, here);
      }
    }
  }
  return held;
}

function initialValues<S>(program: Program<S>): number[] {
  const { views } = createWorkspace(program);
  return program.layout.slots.map(({ field, element }) => views[field][element]);
}

/** By element: the processes that may change it. */
function writersOf(effects: EffectsOfAll): Map<number, Set<number>> {
  const writers = new Map<number, Set<number>>();
  for (const [process, locations] of effects.entries()) {
    for (const { changes } of locations.flat(2)) {
      for (const [element] of changes) writers.set(element, (writers.get(element) ?? new Set()).add(process));
    }
  }
  return writers;
}

class Finder<S> {
  readonly #automata: readonly Automaton<S>[];
  readonly #effects: EffectsOfAll;
  readonly #initial: readonly number[];
  readonly #writers: ReadonlyMap<number, ReadonlySet<number>>;

  constructor(
    automata: readonly Automaton<S>[],
    effects: EffectsOfAll,
    initial: readonly number[],
    writers: ReadonlyMap<number, ReadonlySet<number>>,
  ) {
    this.#automata = automata;
    this.#effects = effects;
    this.#initial = initial;
    this.#writers = writers;
  }

  /**
   * By location: the values that an element has there while the process holds it; 0 where it may not hold it. Undefined when it is
   * no lock. Where it cannot be told by the location alone whether the process holds it, another element may tell it that nobody
   * else changes.
   */
  find(element: number, process: number): readonly ReadonlySet<number>[] | undefined {
    if (this.#writers.get(element)?.has(process) !== true) {
      return this.#automata[process].locations.map(() => new Set([FREE]));
    }
    if (!this.#mayBeLock(element, process)) return undefined;
    const alone = this.#follow(element, process);
    if (alone !== undefined) return alone;
    for (const [other, writers] of this.#writers) {
      if (other === element || writers.size > 1 || !writers.has(process)) continue;
      const found = this.#follow(element, process, other);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Whether it is ever taken from 0, and let go. */
  #mayBeLock(element: number, process: number): boolean {
    const cases = this.#effects[process].flat(2);
    const changing = cases.filter(({ changes }) => valueIn(changes, element) !== undefined);
    const isTaken = changing.some((each) => valueIn(each.reads, element) === FREE);
    return isTaken && changing.some(({ changes }) => valueIn(changes, element) === FREE);
  }

  /** Undefined where somebody who does not hold it changes it from another value than 0. */
  #follow(element: number, process: number, other = -1): readonly ReadonlySet<number>[] | undefined {
    const edges = this.#edges(element, process, other);
    const values = this.#automata[process].locations.map(() => new Set<number>());
    const seen = new Set<string>();
    const work: (readonly [location: number, value: number, otherValue: number])[] = [];
    const add = (location: number, value: number, otherValue: number): void => {
      const key = `${location} ${value} ${otherValue}`;
      if (seen.has(key)) return;
      seen.add(key);
      values[location].add(value);
      work.push([location, value, otherValue]);
    };
    add(0, FREE, this.#initial[other] ?? 0);
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const [location, value, otherValue] = next;
      for (const { target, read, written, otherRead, otherWritten } of edges[location]) {
        if (otherRead !== undefined && otherRead !== otherValue) continue;
        if (value !== FREE && read !== undefined && read !== value) continue;
        if (value === FREE && written !== undefined && read !== FREE) return undefined;
        add(target, written ?? value, otherWritten ?? otherValue);
      }
    }
    return values;
  }

  /** By location. */
  #edges(element: number, process: number, other: number): readonly (readonly Edge[])[] {
    const { locations } = this.#automata[process];
    return this.#effects[process].map((branches, location) => {
      const edges = new Map<string, Edge>();
      for (const [branch, cases] of branches.entries()) {
        for (const each of cases) {
          if (!happens(each) || each.fails) continue;
          const edge = {
            target: locations[location].branches[branch].targets[each.outcome],
            read: valueIn(each.reads, element),
            written: valueIn(each.changes, element),
            otherRead: valueIn(each.reads, other),
            otherWritten: valueIn(each.changes, other),
          };
          edges.set(Object.values(edge).join(), edge);
        }
      }
      return [...edges.values()];
    });
  }
}

function valueIn(values: EffectCase['reads'], element: number): number | undefined {
  return values.find(([each]) => each === element)?.[1];
}
