/**
 * One design, and the question that an explanation is made of: does any property fall under these assumptions? Answered by
 * exhaustive search, with a race that keeps to them, or with the size of the proof.
 */

import { replayNaively } from '../../checker/naive_replay.js';
import { canAlwaysReach } from '../../checker/reachability.js';
import { keepsTo, restrict } from '../../checker/restrict.js';
import { Search } from '../../checker/search.js';
import { compileSystem, type Program } from '../../checker/system.js';
import { type Move, replayMoves, type TraceStep } from '../../checker/trace.js';
import type { Configuration } from '../../model/configuration.js';
import { type DesignId, type KernelVersion, switchesOf } from '../../model/designs.js';
import type { Kernel } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { kernelSystem } from '../../model/system.js';
import { EF } from '../catalogue/attempts.js';
import { type InvariantProperty, invariantOf } from '../property.js';
import { ASSUMPTIONS, CLOSURE } from './assumptions.js';
import { type BitSet, bitsOf, isSubset, setOf } from './minimal_sets.js';
import { type Scene, type Scenes, scenesOf } from './scenes.js';

/** What is to be explained. */
export interface Subject {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  /** Single switches set otherwise than design and kernel have them. */
  readonly overrides: Partial<Switches>;
  /** Where it is asked; absent: in the usual scenes. */
  readonly configurations?: readonly Configuration[];
}

/** A run to a state that violates a property: no shorter one in its configuration does under the same assumptions. */
export interface Counterexample {
  readonly configuration: Configuration;
  readonly property: string;
  readonly wrong: string;
  readonly trace: readonly TraceStep[];
  /** The assumptions that it does not keep to. */
  readonly breaks: BitSet;
}

/** Every state of every scene that the assumptions leave was seen, and none violates anything. */
export interface Proof {
  readonly states: number;
  readonly transitions: number;
  readonly configurations: readonly string[];
  /** Whether some walker takes a reference in some of them. */
  readonly referenced: boolean;
  /** Configurations in which an attempt can come to where it can never succeed. */
  readonly stuck: readonly string[];
}

/** Work in slices: yields between them, so that a caller may show progress or stop. */
export type Slices<T> = Generator<void, T>;

const STATES_PER_SLICE = 4_000;

export class Questions {
  readonly subject: Subject;
  readonly properties: readonly InvariantProperty[];
  searches = 0;
  states = 0;
  readonly #scenes: Scenes;
  readonly #programs = new Map<Scene, Program<Kernel>>();
  /** By scene: sets under which nothing falls in it. */
  readonly #holds = new Map<Scene, BitSet[]>();

  constructor(subject: Subject, properties: readonly InvariantProperty[]) {
    this.subject = subject;
    this.#scenes = scenesOf(subject.configurations);
    this.properties = properties;
  }

  /** A race that keeps to all of the set; undefined: there is none. Shortest in the first scene that has one. */
  *race(set: BitSet): Slices<Counterexample | undefined> {
    for (const scene of this.#scenesUnder(set)) {
      const search = yield* this.#fall(scene, set);
      if (search !== undefined) return this.#counterexample(scene, search);
    }
    return undefined;
  }

  /** Of all scenes. */
  *shortestRace(set: BitSet): Slices<Counterexample | undefined> {
    let nearest: Counterexample | undefined;
    for (const scene of this.#scenesUnder(set)) {
      const search = yield* this.#fall(scene, set, nearest?.trace.length);
      if (search !== undefined) nearest = this.#counterexample(scene, search);
    }
    return nearest;
  }

  /** @throws when a property falls under the set */
  *proof(set: BitSet): Slices<Proof> {
    const scenes = this.#scenesUnder(set);
    const stuck: string[] = [];
    let [states, transitions, referenced] = [0, 0, false];
    for (const scene of scenes) {
      const search = yield* this.#search(scene, set);
      if (search.violations.size > 0) throw new Error('a set of assumptions was to hold, and does not');
      states += search.store.size;
      transitions += search.transitions;
      referenced ||= takesReferences(search);
      if (canAlwaysReach(search, EF).stuck !== undefined) stuck.push(scene.configuration.name);
    }
    return {
      states,
      transitions,
      configurations: scenes.map(({ configuration: { name } }) => name),
      referenced,
      stuck,
    };
  }

  /** A search that came to a violation; undefined when there is none, or none in fewer moves than so many. */
  *#fall(scene: Scene, set: BitSet, within = Number.POSITIVE_INFINITY): Slices<Search<Kernel> | undefined> {
    const held = this.#holds.get(scene) ?? [];
    if (held.some((weaker) => isSubset(weaker, set))) return undefined;
    const search = yield* this.#search(scene, set, within);
    const [violated] = search.violations.values();
    if (violated !== undefined) return search.pathTo(violated).length < within ? search : undefined;
    if (search.done) this.#holds.set(scene, [...held, set]);
    return undefined;
  }

  *#search(scene: Scene, set: BitSet, within = Number.POSITIVE_INFINITY): Slices<Search<Kernel>> {
    const restrictions = bitsOf(set).map((i) => ASSUMPTIONS[i].restriction);
    const program = restrict(this.#program(scene), restrictions);
    const search = new Search(program, { invariants: this.properties.map(invariantOf), afterViolation: 'stop' });
    this.searches++;
    while (!search.run(STATES_PER_SLICE) && search.violations.size === 0 && search.depth < within) yield;
    this.states += search.store.size;
    if (search.incomplete !== undefined) {
      throw new Error(`${this.subject.design}, ${scene.configuration.name}: ${search.incomplete} met`);
    }
    return search;
  }

  #scenesUnder(set: BitSet): readonly Scene[] {
    return this.#scenes.without(new Set(bitsOf(set).flatMap((i) => ASSUMPTIONS[i].without ?? [])));
  }

  #program(scene: Scene): Program<Kernel> {
    const known = this.#programs.get(scene);
    if (known !== undefined) return known;
    const { design, kernel, overrides } = this.subject;
    const made = compileSystem(kernelSystem(scene.configuration, switchesOf(design, kernel, overrides)));
    this.#programs.set(scene, made);
    return made;
  }

  /** @throws when the processes by themselves do not make the run, or it violates nothing */
  #counterexample(scene: Scene, search: Search<Kernel>): Counterexample {
    const [[id, state]] = [...search.violations].sort(([, one], [, other]) => one - other);
    const program = this.#program(scene);
    const moves = search.pathTo(state);
    const { replay, steps } = replayMoves(program, moves);
    const trace = steps.map(({ changes: _, ...step }) => step);
    const property = this.properties.find((each) => each.id === id);
    const violator = property?.violator(replayNaively(program.system, trace)) ?? -1;
    if (property === undefined || violator < 0) throw new Error(`the race of ${id} violates nothing`);
    const wrong = property.wrong(replay.state, violator);
    return { configuration: scene.configuration, property: id, wrong, trace, breaks: brokenBy(program, moves) };
  }
}

/** The assumptions that a run does not keep to, and with each those that imply it. */
function brokenBy(program: Program<Kernel>, moves: readonly Move[]): BitSet {
  const kept = keepsTo(
    program,
    ASSUMPTIONS.map(({ restriction }) => restriction),
    moves,
  );
  const broken = setOf(kept.flatMap((keeps, i) => (keeps ? [] : [i])));
  return setOf(CLOSURE.flatMap((closed, i) => ((closed & broken) !== 0 ? [i] : [])));
}

function takesReferences(search: Search<Kernel>): boolean {
  const missed = new Set(
    search
      .result()
      .neverTaken.flatMap(({ process, action, outcome = 'got' }) => (outcome === 'got' ? [process + action] : [])),
  );
  return search.program.automata.some(({ process, locations }) => {
    const branches = locations.flatMap((location) => location.branches);
    return branches.some(
      ({ action, args }) =>
        process.startsWith('walker') &&
        action?.name === 'get_page_unless_zero' &&
        !missed.has(`${process}${action.name}(${args.join(', ')})`),
    );
  });
}
