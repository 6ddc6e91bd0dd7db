/**
 * One design, and the question that an explanation is made of: does any property fall under these assumptions? Answered by
 * exhaustive search, with a race that keeps to them, or with the size of the proof.
 */

import { replayNaively } from '../../checker/naive_replay.js';
import { canAlwaysReach } from '../../checker/reachability.js';
import { keepsTo, restrict } from '../../checker/restrict.js';
import { Search, search } from '../../checker/search.js';
import type { Program } from '../../checker/system.js';
import { type Move, namesOf, Replay, replayMoves, type TraceStep } from '../../checker/trace.js';
import type { Configuration } from '../../model/configuration.js';
import type { DesignId, KernelVersion } from '../../model/designs.js';
import type { Kernel } from '../../model/state.js';
import type { Switches } from '../../model/switches.js';
import { programOf } from '../../scenario/program.js';
import { EF } from '../catalogue/attempts.js';
import { type InvariantProperty, invariantOf } from '../kinds/invariant.js';
import type { Limits } from '../kinds/kind.js';
import { surveyStates } from '../kinds/state_survey.js';
import { invariantsAmong } from '../property.js';
import { ASSUMPTIONS, CLOSURE } from './assumptions.js';
import { type Explainable, type Fall, fallOf } from './fall.js';
import { KnownInScene, type SceneProof } from './known_in_scene.js';
import { LimitMet } from './limit_met.js';
import { type BitSet, bitsOf, setOf } from './minimal_sets.js';
import { type Scene, type Scenes, scenesOf } from './scenes.js';

/** What is to be explained. */
export interface Subject {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  /** Single switches set otherwise than design and kernel have them. */
  readonly overrides: Partial<Switches>;
  /** Where it is asked; absent: in the usual scenes. */
  readonly configurations?: readonly Configuration[];
  /** Of each search; absent: the usual ones. */
  readonly limits?: Limits;
}

/** A run to a state that violates a property: no shorter one in its configuration does under the same assumptions. */
export interface Counterexample {
  readonly configuration: Configuration;
  readonly property: string;
  readonly wrong: string;
  readonly trace: readonly TraceStep[];
  /** The index of the first step that is then repeated for ever; absent: the run ends. */
  readonly loop?: number;
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
  /** The ids of the properties of states that say nothing in any of them. */
  readonly silent: readonly string[];
}

/** Work in slices: yields between them, so that a caller may show progress or stop. */
export type Slices<T> = Generator<void, T>;

const STATES_PER_SLICE = 4_000;

export class Questions {
  readonly subject: Subject;
  readonly properties: readonly Explainable[];
  searches = 0;
  states = 0;
  readonly #scenes: Scenes;
  readonly #invariants: readonly InvariantProperty[];
  readonly #others: readonly Exclude<Explainable, InvariantProperty>[];
  readonly #programs = new Map<Scene, Program<Kernel>>();
  /** With nothing assumed. */
  readonly #wholes = new Map<Scene, Search<Kernel>>();
  readonly #known = new Map<Scene, KnownInScene>();
  /** Those in which nothing falls that were made for the race that was asked for last. */
  readonly #finished = new Map<Scene, Search<Kernel>>();

  constructor(subject: Subject, properties: readonly Explainable[]) {
    this.subject = subject;
    this.#scenes = scenesOf(subject.configurations);
    this.properties = properties;
    this.#invariants = invariantsAmong(properties);
    this.#others = properties.filter((property) => property.kind !== 'invariant');
  }

  /** A race that keeps to all of the set; undefined: there is none. Shortest in the first scene that has one. */
  *race(set: BitSet): Slices<Counterexample | undefined> {
    this.#finished.clear();
    for (const scene of this.#scenesUnder(set)) {
      const fall = yield* this.#fall(scene, set);
      if (fall !== undefined) return this.#counterexample(scene, fall);
    }
    // The next question is mostly how large the proof is.
    for (const [scene, search] of this.#finished) this.#noteProof(scene, set, search);
    return undefined;
  }

  /** Of all scenes. */
  *shortestRace(set: BitSet): Slices<Counterexample | undefined> {
    let nearest: Counterexample | undefined;
    for (const scene of this.#scenesUnder(set)) {
      const fall = yield* this.#fall(scene, set, nearest?.trace.length);
      if (fall !== undefined) nearest = this.#counterexample(scene, fall);
    }
    return nearest;
  }

  /** What a run does not keep to that was found in a scene of the same name, and that processes can make here too. */
  breaks({ configuration, trace }: Pick<Counterexample, 'configuration' | 'trace'>): BitSet {
    const scene = this.#scenes.all.find((each) => each.configuration.name === configuration.name);
    if (scene === undefined) throw new Error(`no scene is called ${configuration.name}`);
    const program = this.#program(scene);
    const replay = new Replay(program);
    const moves = trace.map((step, i) => {
      const move = replay.find(step);
      replay.follow(step, i);
      if (move === undefined) throw new Error(`step ${i + 1} of ${trace.length} is not possible here`);
      return move;
    });
    return brokenBy(program, moves);
  }

  /** A run to where an attempt can never succeed, in the first scene that has one where no property falls. */
  *stuckRace(set: BitSet): Slices<Counterexample | undefined> {
    for (const scene of this.#scenesUnder(set)) {
      const search = yield* this.#search(scene, set);
      const { stuck } = search.done ? canAlwaysReach(search, EF) : {};
      if (stuck === undefined) continue;
      return this.#counterexample(scene, { property: EF.id, moves: search.pathTo(stuck), wrong: EF.wrong });
    }
    return undefined;
  }

  /** @throws when a property falls under the set */
  *proof(set: BitSet): Slices<Proof> {
    const scenes = this.#scenesUnder(set);
    const proofs: SceneProof[] = [];
    for (const scene of scenes) proofs.push(yield* this.#proofIn(scene, set));
    const names = scenes.map(({ configuration: { name } }) => name);
    const says = (id: string): boolean => proofs.some(({ saying }) => saying.has(id));
    return {
      states: proofs.reduce((sum, { states }) => sum + states, 0),
      transitions: proofs.reduce((sum, { transitions }) => sum + transitions, 0),
      configurations: names,
      referenced: proofs.some(({ referenced }) => referenced),
      stuck: names.filter((_, i) => proofs[i].stuck),
      silent: this.properties.map(({ id }) => id).filter((id) => !says(id)),
    };
  }

  *#proofIn(scene: Scene, set: BitSet): Slices<SceneProof> {
    const known = this.#knownIn(scene);
    const made = known.proof(known.spoken(set));
    if (made !== undefined) return made;
    const search = yield* this.#search(scene, set);
    if (this.#nearestIn(scene, search) !== undefined) throw new Error('a set of assumptions was to hold, and does not');
    return this.#noteProof(scene, set, search);
  }

  /** @param search in which nothing falls, of every state */
  #noteProof(scene: Scene, set: BitSet, search: Search<Kernel>): SceneProof {
    const known = this.#knownIn(scene);
    const { applied } = surveyStates(search, this.properties, []);
    const proof = {
      states: search.store.size,
      transitions: search.transitions,
      referenced: takesReferences(search),
      stuck: canAlwaysReach(search, EF).stuck !== undefined,
      // Of what is said of steps nothing is known.
      saying: new Set(this.properties.flatMap(({ id }) => (applied.get(id) === 0 ? [] : [id]))),
    };
    known.noteProof(known.spoken(set), proof);
    return proof;
  }

  /** Undefined when there is none, or none in fewer moves than so many. */
  *#fall(scene: Scene, all: BitSet, within = Number.POSITIVE_INFINITY): Slices<Fall | undefined> {
    const known = this.#knownIn(scene);
    const set = known.spoken(all);
    if (known.holds(set)) return undefined;
    const fall = known.fall(set) ?? (yield* this.#searchedFall(scene, set, within));
    return fall !== undefined && fall.moves.length < within ? fall : undefined;
  }

  *#searchedFall(scene: Scene, set: BitSet, within: number): Slices<Fall | undefined> {
    const known = this.#knownIn(scene);
    const search = yield* this.#search(scene, set, within);
    const fall = this.#nearestIn(scene, search);
    if (fall === undefined) {
      if (search.done) {
        known.noteHolding(set);
        this.#finished.set(scene, search);
      }
      return undefined;
    }
    // Of runs that go on for ever, or wait, a shortest one under some assumptions need not be one under more.
    if (this.#others.length === 0) known.noteFall(set, fall, brokenBy(this.#program(scene), fall.moves));
    return fall;
  }

  #nearestIn(scene: Scene, search: Search<Kernel>): Fall | undefined {
    const [violated] = [...search.violations].sort(([, one], [, other]) => one - other);
    const invariant = violated === undefined ? [] : [this.#violation(search, ...violated)];
    const others = search.done
      ? this.#others.flatMap((property) => fallOf(property, search, () => this.#whole(scene)) ?? [])
      : [];
    const [nearest] = [...invariant, ...others].sort((one, other) => one.moves.length - other.moves.length);
    return nearest;
  }

  #violation(search: Search<Kernel>, id: string, state: number): Fall {
    const [property] = this.#invariants.filter((each) => each.id === id);
    const moves = search.pathTo(state);
    const { state: k } = replayMoves(search.program, moves).replay;
    return { property: id, moves, wrong: property.wrong(k, property.violator(k)) };
  }

  *#search(scene: Scene, set: BitSet, within = Number.POSITIVE_INFINITY): Slices<Search<Kernel>> {
    const restrictions = bitsOf(set).map((i) => ASSUMPTIONS[i].restriction);
    const program = restrict(this.#program(scene), restrictions);
    const search = new Search(program, {
      ...this.subject.limits,
      invariants: this.#invariants.map(invariantOf),
      // What is said of runs is found where all are known.
      ...(this.#others.length === 0 ? { afterViolation: 'stop' } : {}),
    });
    this.searches++;
    const isOver = () => this.#others.length === 0 && (search.violations.size > 0 || search.depth >= within);
    while (!search.run(STATES_PER_SLICE) && !isOver()) yield;
    this.states += search.store.size;
    if (search.incomplete !== undefined) throw new LimitMet(scene.configuration, search.incomplete, search.store.size);
    return search;
  }

  #scenesUnder(set: BitSet): readonly Scene[] {
    // Whoever could walk keeps the others from being said to wait for ever.
    if (this.#others.some(({ kind }) => kind === 'deadlock')) return this.#scenes.all;
    return this.#scenes.without(new Set(bitsOf(set).flatMap((i) => ASSUMPTIONS[i].without ?? [])));
  }

  #whole(scene: Scene): Search<Kernel> {
    const known = this.#wholes.get(scene) ?? search(this.#program(scene), this.subject.limits);
    if (known.incomplete !== undefined) throw new LimitMet(scene.configuration, known.incomplete, known.store.size);
    this.#wholes.set(scene, known);
    return known;
  }

  #knownIn(scene: Scene): KnownInScene {
    const restrictions = ASSUMPTIONS.map(({ restriction }) => restriction);
    const known = this.#known.get(scene) ?? new KnownInScene(this.#program(scene), restrictions);
    this.#known.set(scene, known);
    return known;
  }

  #program(scene: Scene): Program<Kernel> {
    const known = this.#programs.get(scene);
    if (known !== undefined) return known;
    const { design, kernel, overrides } = this.subject;
    const made = programOf({ design, kernel, configuration: scene.configuration, overrides });
    this.#programs.set(scene, made);
    return made;
  }

  /** @throws when the processes by themselves do not make the run, or it violates an invariant no longer */
  #counterexample(scene: Scene, { property: id, moves, loop, wrong }: Fall): Counterexample {
    const program = this.#program(scene);
    const trace = namesOf(replayMoves(program, moves).steps);
    const end = replayNaively(program.system, trace);
    const [invariant] = this.#invariants.filter((each) => each.id === id);
    if (invariant !== undefined && invariant.violator(end) < 0) throw new Error(`the race of ${id} violates nothing`);
    const repeated = loop === undefined ? {} : { loop };
    return {
      ...{ configuration: scene.configuration, property: id, wrong, trace, ...repeated },
      breaks: brokenBy(program, moves),
    };
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
