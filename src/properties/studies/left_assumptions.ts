/**
 * Where no patches make a design safe by themselves: what falls whatever is assumed and with every set of them; and of all else the
 * fewest assumptions that must be left, with the patches that are the best then. From exhaustive searches, and from races that were
 * found by them and happen again.
 */

import type { Switches } from '../../model/switches.js';
import type { InvariantProperty } from '../kinds/invariant.js';
import { ASSUMPTIONS, CLOSURE, strongestOf } from './assumptions.js';
import { EXPLAINED } from './explain.js';
import { type BitSet, bitsOf, isSubset, setOf } from './minimal_sets.js';
import { happens, type NeededPatch, type PatchSets, type Race } from './patch_sets.js';
import { type Counterexample, Questions, type Slices } from './questions.js';

export interface LeftAssumption {
  /** The id of the assumption. */
  readonly assumption: string;
  /** The shortest race that returns without it. */
  readonly without: Race;
}

/** Assumptions and patches with which nothing else falls, none of which can be spared. */
export interface LeftRepair {
  readonly assumptions: readonly LeftAssumption[];
  /** A race without one keeps to the assumptions. */
  readonly patches: readonly NeededPatch[];
  /** Of the proof. */
  readonly states: number;
  readonly transitions: number;
}

/** The ids of assumptions and of patches. */
export interface LeftChoice {
  readonly assumptions: readonly string[];
  readonly patches: readonly string[];
}

/** Plain data. */
export interface Left {
  /** For each property that nothing keeps: a race that keeps to every assumption, and happens with each of the sets of patches. */
  readonly lost: readonly Race[];
  /** Of all other properties: the fewest assumptions, and patches that can be written. Absent: nothing that was tried is enough. */
  readonly best?: LeftRepair;
  /** The ids of other choices of as many assumptions, each with a smallest set of patches, and proved as well. */
  readonly others: readonly LeftChoice[];
  readonly searches: number;
}

const EVERYTHING = setOf([...ASSUMPTIONS.keys()]);

/** Every set of assumptions with what they imply, by how many of them imply the others. */
function byCount(): BitSet[][] {
  const counted: BitSet[][] = ASSUMPTIONS.map(() => []);
  counted.push([]);
  for (let set = 0; set <= EVERYTHING; set++) {
    if (bitsOf(set).every((i) => isSubset(CLOSURE[i], set))) counted[strongestOf(set).length].push(set);
  }
  return counted;
}

export function* leftAssumptions(patches: PatchSets): Slices<Left> {
  const lost = yield* lostProperties(patches);
  const kept = EXPLAINED.filter(({ id }) => lost.every(({ property }) => property !== id));
  const places = patches.all.filter((set) => patches.canBeWritten(set)).map((set) => new Place(patches, set, kept));
  const [first, ...rest] = kept.length === 0 ? [] : yield* fewest(places);
  const best = first === undefined ? undefined : yield* first.place.repair(first.assumed, places);
  const searches = places.reduce((sum, { questions }) => sum + questions.searches, 0);
  const others = rest.map(({ place, assumed }) => place.choice(assumed));
  return { lost, ...(best === undefined ? {} : { best }), others, searches };
}

function* lostProperties(patches: PatchSets): Slices<Race[]> {
  const lost: Race[] = [];
  for (const property of EXPLAINED) {
    const race = yield* new Questions(patches.subject, [property]).race(EVERYTHING);
    if (race === undefined || !patches.all.every((set) => happens(race, patches.switches(set)))) continue;
    const { breaks: _, ...kept } = race;
    lost.push(kept);
  }
  return lost.sort((one, other) => one.trace.length - other.trace.length);
}

/** Assumptions that hold with a set of patches. */
interface Found {
  readonly place: Place;
  readonly assumed: BitSet;
}

/** With the fewest assumptions there are; of those that go together, none with more of the one or the other than it takes. */
function* fewest(places: readonly Place[]): Slices<readonly Found[]> {
  const races: Counterexample[] = [];
  const open: Place[] = [];
  /** Where nobody takes a reference. Not to be offered. */
  const idle: Found[] = [];
  for (const place of places) if (yield* place.canSucceed()) open.push(place);
  for (const sets of byCount()) {
    const found: Found[] = [];
    for (const assumed of sets) {
      for (const place of open) {
        const needless = [...found, ...idle].some((each) => isWithin(each, { place, assumed }));
        const held = needless ? 'not' : yield* place.holds(assumed, races);
        if (held !== 'not') (held === 'idle' ? idle : found).push({ place, assumed });
      }
    }
    if (found.length === 0) continue;
    return found.filter(
      (each) => !found.some((other) => other.place === each.place && isLess(other.assumed, each.assumed)),
    );
  }
  return [];
}

const isWithin = (one: Found, other: Found): boolean =>
  isSubset(one.assumed, other.assumed) && isSubset(one.place.set, other.place.set);

const isLess = (one: BitSet, other: BitSet): boolean => one !== other && isSubset(one, other);

/** The design with one set of patches. */
class Place {
  readonly set: BitSet;
  readonly questions: Questions;
  readonly #patches: PatchSets;
  readonly #switches: Switches;
  readonly #breaks = new Map<Counterexample, BitSet | undefined>();

  constructor(patches: PatchSets, set: BitSet, properties: readonly InvariantProperty[]) {
    this.set = set;
    this.#patches = patches;
    this.#switches = patches.switches(set);
    this.questions = new Questions(patches.patched(set), properties);
  }

  /** Whether attempts can, if everything is assumed. */
  *canSucceed(): Slices<boolean> {
    return (yield* this.questions.stuckRace(EVERYTHING)) === undefined;
  }

  /**
   * Whether nothing falls, and attempts can succeed; idle: since nobody takes a reference.
   * @param races that are known from here or elsewhere; what is found is put to them
   */
  *holds(assumed: BitSet, races: Counterexample[]): Slices<'not' | 'idle' | 'holds'> {
    if (races.some((race) => this.#happensUnder(race, assumed))) return 'not';
    const race = yield* this.questions.race(assumed);
    if (race !== undefined) {
      races.push(race);
      return 'not';
    }
    const proof = yield* this.questions.proof(assumed);
    if (proof.stuck.length > 0) return 'not';
    return proof.referenced ? 'holds' : 'idle';
  }

  #happensUnder(race: Counterexample, assumed: BitSet): boolean {
    if (!this.#breaks.has(race)) this.#breaks.set(race, this.#brokenHere(race));
    const breaks = this.#breaks.get(race);
    return breaks !== undefined && (breaks & assumed) === 0;
  }

  /** What the race does not keep to with these patches; undefined: it does not happen. */
  #brokenHere(race: Counterexample): BitSet | undefined {
    return happens(race, this.#switches) ? this.questions.breaks(race) : undefined;
  }

  choice(assumed: BitSet): LeftChoice {
    return {
      assumptions: strongestOf(assumed).map((i) => ASSUMPTIONS[i].id),
      patches: bitsOf(this.set).map((i) => this.#patches.candidates[i].id),
    };
  }

  /** @param places one of each set of patches that can be written */
  *repair(assumed: BitSet, places: readonly Place[]): Slices<LeftRepair> {
    const assumptions: LeftAssumption[] = [];
    for (const i of strongestOf(assumed)) {
      const without = yield* this.#returning(this.questions, assumed & ~(1 << i));
      assumptions.push({ assumption: ASSUMPTIONS[i].id, without });
    }
    const patches: NeededPatch[] = [];
    for (const i of bitsOf(this.set)) {
      const [others] = places.filter(({ set }) => set === (this.set & ~(1 << i)));
      const without = yield* this.#returning(others.questions, assumed);
      const { overrides } = others.questions.subject;
      patches.push({ patch: this.#patches.candidates[i].id, without, overrides });
    }
    const { states, transitions } = yield* this.questions.proof(assumed);
    return { assumptions, patches, states, transitions };
  }

  *#returning(questions: Questions, assumed: BitSet): Slices<Race> {
    const race = (yield* questions.shortestRace(assumed)) ?? (yield* questions.stuckRace(assumed));
    if (race === undefined) throw new Error('an assumption or a patch is not needed, but in a smallest set');
    const { breaks: _, ...kept } = race;
    return kept;
  }
}
