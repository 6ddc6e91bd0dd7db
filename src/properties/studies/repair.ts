/**
 * Which patches make a design safe with nothing assumed: all minimal sets of patches under which no main property falls in any
 * scene, and attempts can succeed. A set of patches may be worse than a part of it, so each set is searched, unless
 * a race that is known already happens in it too.
 */

import { replayNaively } from '../../checker/naive_replay.js';
import { canAlwaysReach } from '../../checker/reachability.js';
import { Search } from '../../checker/search.js';
import { compileSystem } from '../../checker/system.js';
import { replayMoves } from '../../checker/trace.js';
import type { Configuration } from '../../model/configuration.js';
import type { Kernel } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { kernelSystem } from '../../model/system.js';
import { EF } from '../catalogue/attempts.js';
import { invariantOf } from '../kinds/invariant.js';
import { EXPLAINED } from './explain.js';
import { type Left, leftAssumptions } from './left_assumptions.js';
import { LimitMet } from './limit_met.js';
import { type BitSet, bitsOf, isSubset } from './minimal_sets.js';
import { happens, type NeededPatch, PatchSets, type Race } from './patch_sets.js';
import { patchNamed } from './patches.js';
import type { Slices, Subject } from './questions.js';
import { type Reads, recordReads } from './record_reads.js';
import { type Scene, scenesOf } from './scenes.js';

export interface Repair {
  readonly parts: readonly NeededPatch[];
  /** Of the proof. */
  readonly states: number;
  readonly transitions: number;
}

/** Plain data, so that it can be sent to a worker thread. */
export interface RepairStudy {
  readonly subject: Subject;
  /** The ids of the patches that were tried, in every set of those that can stand together. */
  readonly candidates: readonly string[];
  /**
   * All minimal sets: those that can be written first, of those the ones of fewer patches. One without parts: the design is safe
   * as it is.
   */
  readonly repairs: readonly Repair[];
  /** What the design falls by without a patch. */
  readonly unpatched: Race | undefined;
  /** Where no set repairs. Absent: some does, or the study was ended before. */
  readonly left?: Left;
  /** Sets of patches that were decided; by a search, or by a race that was known. */
  readonly decided: number;
  readonly searches: number;
  readonly seconds: number;
  readonly interrupted: boolean;
}

/** Scenes without walkers first: they are small, and what falls there needs no walker. */
function inOrder(scenes: readonly Scene[]): readonly Scene[] {
  return [...scenes].sort((one, other) => Number(one.walker !== undefined) - Number(other.walker !== undefined));
}

/** Undefined: there is none that can be written. */
export const bestRepair = (study: Pick<RepairStudy, 'repairs'>): Repair | undefined => possibleRepairs(study).at(0);

/** Those that can be written, with the fewest patches first. */
export const possibleRepairs = ({ repairs }: Pick<RepairStudy, 'repairs'>): Repair[] => repairs.filter(isPossible);

/** Else in the order that they have. */
export const possibleFirst = (repairs: readonly Repair[]): Repair[] =>
  [...repairs].sort((one, other) => Number(isPossible(other)) - Number(isPossible(one)));

const isPossible = ({ parts }: Repair): boolean => parts.every(({ patch }) => patchNamed(patch).implementable.possible);

/** @param stop asked between slices: true ends it with what is known */
export function* repair(subject: Subject, stop: () => boolean = () => false): Slices<RepairStudy> {
  const started = performance.now();
  const patches = new PatchSets(subject);
  const patched = new Patched(patches);
  const holding: BitSet[] = [];
  let decided = 0;
  for (const set of patches.all) {
    if (stop()) break;
    if (!holding.some((held) => isSubset(held, set)) && !(yield* patched.falls(set))) holding.push(set);
    decided++;
  }
  const interrupted = decided < patches.all.length;
  const left = holding.length > 0 || interrupted ? undefined : yield* leftAssumptions(patches);
  const repairs: Repair[] = [];
  for (const set of holding) repairs.push(yield* repairOf(set, patched));
  return {
    subject,
    candidates: patches.candidates.map(({ id }) => id),
    repairs: possibleFirst(repairs),
    unpatched: yield* patched.shortestRace(0),
    ...(left === undefined ? {} : { left }),
    decided,
    searches: patched.searches + (left?.searches ?? 0),
    seconds: (performance.now() - started) / 1_000,
    interrupted,
  };
}

function* repairOf(set: BitSet, patched: Patched): Slices<Repair> {
  const parts: NeededPatch[] = [];
  for (const i of bitsOf(set)) {
    const without = yield* patched.shortestRace(set & ~(1 << i));
    if (without === undefined)
      throw new Error(`${patched.patches.candidates[i].id} is not needed, but in a minimal set`);
    const { candidates } = patched.patches;
    parts.push({ patch: candidates[i].id, without, overrides: patched.patches.overrides(set & ~(1 << i)) });
  }
  return { parts, ...(yield* patched.size(set)) };
}

const STATES_PER_SLICE = 2_000;

/** What came of a scene: no race, with the size of the proof; or one. */
interface Outcome {
  readonly race: Race | undefined;
  readonly states: number;
  readonly transitions: number;
}

/** An outcome, and the switches that it hangs on: with these values it is the same whatever the others are. */
interface Remembered {
  readonly read: Reads;
  readonly outcome: Outcome;
}

/** The design with any of the patches. */
class Patched {
  readonly patches: PatchSets;
  searches = 0;
  readonly #scenes: readonly Scene[];
  readonly #inOrder: readonly Scene[];
  readonly #races: Race[] = [];
  readonly #remembered = new Map<Scene, Remembered[]>();

  constructor(patches: PatchSets) {
    this.patches = patches;
    this.#scenes = scenesOf(patches.subject.configurations).all;
    this.#inOrder = inOrder(this.#scenes);
  }

  *falls(set: BitSet): Slices<boolean> {
    const switches = this.patches.switches(set);
    if (this.#races.some((race) => happens(race, switches))) return true;
    for (const scene of this.#inOrder) {
      const { race } = yield* this.#outcome(scene, switches);
      if (race === undefined) continue;
      this.#races.push(race);
      return true;
    }
    return false;
  }

  /** Of all scenes. An invariant that falls comes before an attempt that cannot succeed. */
  *shortestRace(set: BitSet): Slices<Race | undefined> {
    const switches = this.patches.switches(set);
    let nearest: Race | undefined;
    for (const scene of this.#scenes) {
      const found = yield* this.#shorterRace(scene, switches, nearest?.trace.length ?? Number.POSITIVE_INFINITY);
      nearest = found ?? nearest;
    }
    if (nearest !== undefined) return nearest;
    for (const scene of this.#inOrder) {
      const { race } = yield* this.#outcome(scene, switches);
      if (race !== undefined) return race;
    }
    return undefined;
  }

  /** To a violated invariant in fewer than so many steps; undefined: there is none. */
  *#shorterRace(scene: Scene, switches: Switches, within: number): Slices<Race | undefined> {
    const { configuration } = scene;
    const known = this.#known(scene, switches);
    if (known !== undefined) {
      const { race } = known;
      return race !== undefined && race.property !== EF.id && race.trace.length < within ? race : undefined;
    }
    const search = this.#searchOf(configuration, switches);
    while (!search.run(STATES_PER_SLICE) && search.violations.size === 0 && search.depth < within) yield;
    if (search.violations.size === 0) return undefined;
    const race = raceOf(search, configuration);
    return race !== undefined && race.trace.length < within ? race : undefined;
  }

  /** Of the proof that nothing falls. */
  *size(set: BitSet): Slices<Pick<Repair, 'states' | 'transitions'>> {
    const switches = this.patches.switches(set);
    let [states, transitions] = [0, 0];
    for (const scene of this.#inOrder) {
      const outcome = yield* this.#outcome(scene, switches);
      states += outcome.states;
      transitions += outcome.transitions;
    }
    return { states, transitions };
  }

  *#outcome(scene: Scene, switches: Switches): Slices<Outcome> {
    const known = this.#known(scene, switches);
    if (known !== undefined) return known;
    const { recording, read } = recordReads(switches);
    const outcome = yield* this.#search(scene, recording);
    this.#remembered.set(scene, [...(this.#remembered.get(scene) ?? []), { read: read(), outcome }]);
    return outcome;
  }

  /** The outcome of a search that read nothing that is otherwise now. */
  #known(scene: Scene, switches: Switches): Outcome | undefined {
    const remembered = this.#remembered.get(scene) ?? [];
    return remembered.find(({ read }) => read.every(([name, value]) => switches[name] === value))?.outcome;
  }

  *#search({ configuration }: Scene, switches: Switches): Slices<Outcome> {
    const search = this.#searchOf(configuration, switches);
    while (!search.run(STATES_PER_SLICE) && search.violations.size === 0) yield;
    if (search.incomplete !== undefined) throw new LimitMet(configuration, search.incomplete, search.store.size);
    const { size: states } = search.store;
    const { transitions } = search;
    return { race: raceOf(search, configuration), states, transitions };
  }

  #searchOf(configuration: Configuration, switches: Switches): Search<Kernel> {
    const program = compileSystem(kernelSystem(configuration, switches));
    this.searches++;
    const invariants = EXPLAINED.map(invariantOf);
    return new Search(program, { ...this.patches.subject.limits, invariants, afterViolation: 'stop' });
  }
}

/** @throws when the processes by themselves do not make the run, or it violates nothing */
function raceOf(search: Search<Kernel>, configuration: Configuration): Race | undefined {
  const [violated] = [...search.violations].sort(([, one], [, other]) => one - other);
  const state = violated?.[1] ?? canAlwaysReach(search, EF).stuck;
  if (state === undefined) return undefined;
  const { steps } = replayMoves(search.program, search.pathTo(state));
  const trace = steps.map(({ changes: _, ...step }) => step);
  const k = replayNaively(search.program.system, trace);
  if (violated === undefined) return { configuration, property: EF.id, wrong: EF.wrong, trace };
  const property = EXPLAINED.find(({ id }) => id === violated[0]);
  const violator = property?.violator(k) ?? -1;
  if (property === undefined || violator < 0) throw new Error(`the race of ${violated[0]} violates nothing`);
  return { configuration, property: property.id, wrong: property.wrong(k, violator), trace };
}
