/** Which process may go first in a state: one whose steps commute with all that others may do before, and hide no violation. */

import type { AmpleLocation } from './ample.js';
import type { Discipline } from './discipline.js';
import { type EffectCase, happens } from './effects.js';
import type { Hiding } from './hiding.js';
import type { Cells } from './layout.js';
import type { Program, Workspace } from './system.js';

/** What is found out of a location for certain values of what it looks at. */
interface Found {
  readonly mayGo: boolean;
  /** The ids of the invariants that its steps may violate. */
  readonly shows: readonly string[];
}

const STAYS: Found = { mayGo: false, shows: [] };

/** What is looked at before a process goes first. */
interface Look {
  readonly ample: AmpleLocation;
  readonly elements: readonly number[];
  readonly cells: readonly Cells[];
  readonly indices: readonly number[];
  /** By element looked at: its least value, and how many it has. */
  readonly least: readonly number[];
  readonly counts: readonly number[];
  /** By what was looked at, as one number. */
  readonly found: Map<number, Found>;
}

export class FirstProcess<S> {
  /** The ids of the invariants that steps which went first may have violated. */
  readonly shown = new Set<string>();
  readonly #workspace: Workspace<S>;
  readonly #hiding: Hiding<S>;
  readonly #strict: ReadonlySet<string>;
  /** By process and location. */
  readonly #looks: readonly (readonly (Look | undefined)[])[];

  /** @param strict the ids of invariants that no step may violate that goes first */
  constructor(
    program: Program<S>,
    workspace: Workspace<S>,
    { ample, changes }: Discipline<S>,
    hiding: Hiding<S>,
    strict: ReadonlySet<string>,
  ) {
    this.#workspace = workspace;
    this.#hiding = hiding;
    this.#strict = strict;
    this.#looks = ample.map((locations, process) =>
      locations.map((each, location) => {
        if (each === undefined) return undefined;
        const changed = new Set(changes[process][location].flatMap((elements) => [...elements]));
        return this.#look(program, each, changed);
      }),
    );
  }

  /** Undefined where the values looked at are too many to be told apart by a number. */
  #look({ layout }: Program<S>, ample: AmpleLocation, changed: ReadonlySet<number>): Look | undefined {
    const stable = [...this.#hiding.readWith(changed)].filter((element) => !ample.unstable.has(element));
    const elements = [...new Set([...ample.touched, ...stable])];
    const slots = elements.map((element) => layout.slots[element]);
    const counts = slots.map(({ min, max }) => max - min + 1);
    if (counts.reduce((product, count) => product * count, 1) > Number.MAX_SAFE_INTEGER) return undefined;
    return {
      ample,
      elements,
      cells: slots.map(({ field }) => this.#workspace.views[field]),
      indices: slots.map(({ element }) => element),
      least: slots.map(({ min }) => min),
      counts,
      found: new Map(),
    };
  }

  /** The process that may go first in the workspace's state, which has not halted; -1 for none. */
  choose(): number {
    const { pc } = this.#workspace;
    for (let process = 0; process < pc.length; process++) {
      const look = this.#looks[process][pc[process]];
      if (look === undefined || this.#isMet(look.ample)) continue;
      const { mayGo, shows } = this.#find(look);
      if (!mayGo) continue;
      for (const id of shows) this.shown.add(id);
      return process;
    }
    return -1;
  }

  /** Whether some other process may do what does not commute. */
  #isMet({ conflicts }: AmpleLocation): boolean {
    const { pc } = this.#workspace;
    for (let other = 0; other < conflicts.length; other++) if (conflicts[other]?.[pc[other]] === 1) return true;
    return false;
  }

  #find(look: Look): Found {
    const { cells, indices, least, counts, found } = look;
    let key = 0;
    for (let i = 0; i < cells.length; i++) key = key * counts[i] + (cells[i][indices[i]] - least[i]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const now = this.#findNow(look);
    found.set(key, now);
    return now;
  }

  #findNow({ ample, elements, cells, indices }: Look): Found {
    const given: (number | undefined)[] = [];
    for (const [i, element] of elements.entries()) given[element] = cells[i][indices[i]];
    const isPresent = ({ reads }: EffectCase) => reads.every(([element, value]) => given[element] === value);
    const present = ample.cases.map((cases) => cases.find(isPresent));
    if (present.some((each) => each?.fails !== false)) return STAYS;
    const going = present.flatMap((each) => (each !== undefined && happens(each) ? [each] : []));
    if (going.length === 0) return STAYS;
    const shows: string[] = [];
    for (const { changes } of going) {
      const real = changes.filter(([element, value]) => given[element] !== value);
      const hidden = this.#hiding.of(real, given);
      if (hidden.hides || hidden.shows.some((id) => this.#strict.has(id))) return STAYS;
      shows.push(...hidden.shows);
    }
    return { mayGo: true, shows };
  }
}
