/**
 * Where it is enough to let one process go first. At such a location, whatever the others can do before the process moves commutes
 * with its steps: each element that these touch is private to it, or written by nobody else, or touched by others only under a lock
 * that it holds. A lock itself is touched by nobody else while it is held.
 */

import type { Automaton } from './automaton.js';
import { type EffectCase, happens } from './effects.js';
import type { EffectsOfAll, Held } from './held_locks.js';
import type { Program } from './system.js';

/** Where a process may go first. */
export interface AmpleLocation {
  /** By branch. */
  readonly cases: readonly (readonly EffectCase[])[];
  /** The elements that its steps touch. */
  readonly touched: ReadonlySet<number>;
  /** By process: 1 for each location from which it may come to do what does not commute; undefined for none. */
  readonly conflicts: readonly (Uint8Array | undefined)[];
  /** What others may change before the process moves. */
  readonly unstable: ReadonlySet<number>;
}

/** What another process may do at a location while certain locks are held. */
interface Foreign {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
  readonly targets: ReadonlySet<number>;
}

/** By process and location; those that there are form no cycle in any process. */
export function ampleLocations<S>(
  { automata }: Program<S>,
  effects: EffectsOfAll,
  held: readonly (readonly Held[])[],
): readonly (readonly (AmpleLocation | undefined)[])[] {
  const others = new Others(automata, effects, held);
  return automata.map((automaton, process) => {
    const ample = automaton.locations.map((_, location) =>
      ampleLocation(effects[process][location], held[process][location], others.of(process, location)),
    );
    return withoutCycles(automaton, ample);
  });
}

function ampleLocation(
  cases: AmpleLocation['cases'],
  held: Held,
  others: readonly (readonly (Foreign | undefined)[])[],
): AmpleLocation | undefined {
  // A step that fails is no such step, and is seen in the state where it would.
  const own = cases.flat().filter((each) => !each.fails && isPossible(each, held));
  if (!own.some(happens)) return undefined;
  const reads = new Set(own.flatMap((each) => each.reads.map(([element]) => element)));
  const writes = new Set(own.flatMap(({ changes }) => changes.map(([element]) => element)));
  const conflicts = others.map((locations) => conflictsOf(locations, reads, writes));
  if (conflicts.some((at) => at?.every((conflict) => conflict === 1))) return undefined;
  const unstable = new Set(others.flat().flatMap((foreign) => [...(foreign?.writes ?? [])]));
  return { cases, touched: new Set([...reads, ...writes]), conflicts, unstable };
}

function conflictsOf(
  locations: readonly (Foreign | undefined)[],
  reads: ReadonlySet<number>,
  writes: ReadonlySet<number>,
): Uint8Array | undefined {
  const conflicts = Uint8Array.from(locations, (foreign) => {
    if (foreign === undefined) return 0;
    return Number(meet(foreign.writes, writes) || meet(foreign.writes, reads) || meet(foreign.reads, writes));
  });
  if (!conflicts.includes(1)) return undefined;
  for (let grows = true; grows; ) {
    grows = false;
    for (const [location, foreign] of locations.entries()) {
      if (foreign === undefined || conflicts[location] === 1) continue;
      if (![...foreign.targets].some((target) => conflicts[target] === 1)) continue;
      conflicts[location] = 1;
      grows = true;
    }
  }
  // A process is never where it would hold a lock that is held.
  for (const [location, foreign] of locations.entries()) if (foreign === undefined) conflicts[location] = 1;
  return conflicts;
}

function meet(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  for (const each of one) if (other.has(each)) return true;
  return false;
}

/** Whether a case agrees with the locks that are held. */
export function isPossible({ reads }: EffectCase, held: Held): boolean {
  return reads.every(([element, value]) => held.get(element)?.has(value) !== false);
}

/** What the other processes may do while one stands where it holds certain locks. */
class Others<S> {
  readonly #automata: readonly Automaton<S>[];
  readonly #effects: EffectsOfAll;
  readonly #held: readonly (readonly Held[])[];
  readonly #known = new Map<string, readonly (readonly (Foreign | undefined)[])[]>();

  constructor(automata: readonly Automaton<S>[], effects: EffectsOfAll, held: readonly (readonly Held[])[]) {
    this.#automata = automata;
    this.#effects = effects;
    this.#held = held;
  }

  /** By process, the one itself nowhere, and location; undefined where it cannot be meanwhile. */
  of(process: number, location: number): readonly (readonly (Foreign | undefined)[])[] {
    const held = this.#held[process][location];
    const key = [process, ...[...held].map(([element, values]) => `${element}:${[...values]}`)].join();
    const known = this.#known.get(key) ?? this.#under(process, held);
    this.#known.set(key, known);
    return known;
  }

  #under(process: number, held: Held): readonly (readonly (Foreign | undefined)[])[] {
    return this.#automata.map(({ locations }, other) =>
      other === process ? [] : locations.map((_, location) => this.#foreign(other, location, held)),
    );
  }

  #foreign(process: number, location: number, held: Held): Foreign | undefined {
    const own = this.#held[process][location];
    if ([...own.keys()].some((lock) => held.has(lock))) return undefined;
    const { branches } = this.#automata[process].locations[location];
    const reads = new Set<number>();
    const writes = new Set<number>();
    const targets = new Set<number>();
    for (const [branch, cases] of this.#effects[process][location].entries()) {
      for (const each of cases) {
        if (!happens(each) || !isPossible(each, held) || !isPossible(each, own)) continue;
        for (const [element] of each.reads) reads.add(element);
        for (const [element] of each.changes) writes.add(element);
        targets.add(branches[branch].targets[each.outcome]);
      }
    }
    return { reads, writes, targets };
  }
}

/** Leaves out locations that close a cycle of those that there are. */
function withoutCycles<S>(
  { locations }: Automaton<S>,
  ample: readonly (AmpleLocation | undefined)[],
): readonly (AmpleLocation | undefined)[] {
  const left = [...ample];
  const state = locations.map(() => 'new' as 'new' | 'entered' | 'left');
  const visit = (location: number): void => {
    state[location] = 'entered';
    for (const target of locations[location].branches.flatMap(({ targets }) => targets)) {
      if (state[target] === 'entered') left[target] = undefined;
      else if (state[target] === 'new' && left[target] !== undefined) visit(target);
    }
    state[location] = 'left';
  };
  for (const location of locations.keys()) {
    if (state[location] === 'new' && left[location] !== undefined) visit(location);
  }
  return left;
}
