/**
 * Decides properties for one design in one configuration, by exhaustive search: which hold, which are violated and by what
 * shortest run, and which violations only ever follow from others.
 */

import { continueFairly } from '../checker/fair_run.js';
import { findLasso } from '../checker/liveness.js';
import { replayNaively } from '../checker/naive_replay.js';
import { canAlwaysReach } from '../checker/reachability.js';
import { type NeverTaken, Search, type SearchOptions } from '../checker/search.js';
import { createWorkspace, type Program } from '../checker/system.js';
import { Replay, type ReplayedStep, replayMoves, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { programOf } from '../scenario/program.js';
import { type Scenario, switchesIn } from '../scenario/scenario.js';
import { decideComparison } from './comparison.js';
import { PROPERTIES } from './index.js';
import { objectionToLasso } from './lasso.js';
import {
  type ComparisonProperty,
  type DeadlockProperty,
  type InvariantProperty,
  invariantOf,
  type LivenessProperty,
  type Property,
  type ReachabilityProperty,
} from './property.js';
import { decideSteps, isSaidOfSteps, type SaidOfSteps, type StepFinding } from './steps.js';
import type { VerdictCell } from './verdict.js';

export type Limits = Pick<SearchOptions<Kernel>, 'maxStates' | 'maxBytes' | 'checkRanges'>;

/** What a running decision is doing. */
export interface Progress {
  readonly phase: 'first violations' | 'consequences';
  readonly states: number;
  readonly queued: number;
}

/** A decision that runs in slices. */
export class Decision {
  readonly program: Program<Kernel>;
  readonly #scenario: Scenario;
  readonly #properties: readonly Property[];
  readonly #limits: Limits;
  /** Looks behind no violation, and so finds root causes alone. */
  readonly #roots: Search<Kernel>;
  #applied: ReadonlyMap<string, number> | undefined;
  /** Looks behind violations too; only needed when there are any. */
  #all: Search<Kernel> | undefined;
  #seconds = 0;

  /** @throws when the model does not compile for this scenario */
  constructor(scenario: Scenario, properties: readonly Property[], limits: Limits = {}) {
    this.#scenario = scenario;
    this.#properties = properties;
    this.#limits = limits;
    this.program = programOf(scenario);
    this.#roots = this.#search('stop');
  }

  /**
   * Those that are asked for, and all that designs are compared by: what is a cause and what a consequence, and how far a run
   * is looked at, must not depend on what else is asked.
   */
  get #invariants(): InvariantProperty[] {
    const all = new Set([...this.#properties, ...PROPERTIES]);
    return [...all].filter((property) => property.kind === 'invariant');
  }

  #search(afterViolation: 'stop' | 'explore'): Search<Kernel> {
    const invariants = this.#invariants.map(invariantOf);
    return new Search(this.program, { ...this.#limits, invariants, afterViolation });
  }

  get #running(): Search<Kernel> {
    return this.#all ?? this.#roots;
  }

  get progress(): Progress {
    const phase = this.#all === undefined ? 'first violations' : 'consequences';
    return { phase, states: this.#running.store.size, queued: this.#running.queued };
  }

  /** Works through up to `states` states; true when everything is decided. */
  run(states = Number.POSITIVE_INFINITY): boolean {
    const started = performance.now();
    const done = this.#running.run(states);
    this.#seconds += (performance.now() - started) / 1_000;
    if (!done || this.#all !== undefined || !this.#needsConsequences()) return done;
    this.#all = this.#search('explore');
    return states === Number.POSITIVE_INFINITY ? this.run() : false;
  }

  /** A violation may have consequences, and some property that is asked for may be among them. */
  #needsConsequences(): boolean {
    const { violations, incomplete } = this.#roots;
    const causes = this.#invariants.filter(({ id, harmless }) => harmless !== true && violations.has(id));
    const open = this.#properties.filter(
      (property) => (property.kind === 'invariant' && !violations.has(property.id)) || isSaidOfSteps(property),
    );
    return incomplete === undefined && causes.length > 0 && open.length > 0;
  }

  /** Steps of the processes, and outcomes of them, that no interleaving takes; not to be trusted before the end. */
  neverTaken(): readonly NeverTaken[] {
    return this.#running.result().neverTaken;
  }

  /** Ends the decision where it is; what is not decided by then is `not-exhausted`. */
  interrupt(): void {
    this.#running.interrupt();
  }

  /** One cell for each property, in their order. */
  cells(): VerdictCell[] {
    const steps = this.#stepCells();
    return this.#properties.map((property) => {
      switch (property.kind) {
        case 'invariant':
          return this.#invariantCell(property);
        case 'deadlock':
          return this.#deadlockCell(property);
        case 'reachability':
          return this.#reachabilityCell(property);
        case 'liveness':
          return this.#livenessCell(property);
        case 'comparison':
          return this.#comparisonCell(property);
        default:
          return steps.get(property.id) ?? this.#cell(property.id, this.#running, 'holds');
      }
    });
  }

  /** Of the steps behind no violation first, then of those behind violations, as with invariants. */
  #stepCells(): Map<string, VerdictCell> {
    const asked = this.#properties.filter(isSaidOfSteps);
    const started = performance.now();
    const ofRoots = decideSteps(this.#roots, asked);
    const open = asked.filter((_, i) => ofRoots[i].violation === undefined);
    const ofAll = this.#all === undefined ? [] : decideSteps(this.#all, open);
    this.#seconds += (performance.now() - started) / 1_000;
    return new Map(
      asked.map((property, i) => {
        const behind = ofAll[open.indexOf(property)];
        if (behind === undefined) return [property.id, this.#stepCell(property, this.#roots, ofRoots[i])];
        return [property.id, this.#stepCell(property, this.#all ?? this.#roots, behind)];
      }),
    );
  }

  #stepCell(property: SaidOfSteps, search: Search<Kernel>, { applied, violation }: StepFinding): VerdictCell {
    if (violation === undefined) return { ...this.#cell(property.id, search, 'holds'), applied };
    const { state, move, wrong } = violation;
    const { steps } = replayMoves(this.program, [...search.pathTo(state), move]);
    const trace = this.#confirmed(steps);
    const root = search === this.#roots ? {} : { rootCauses: this.#violatedBefore(search, state, property.id) };
    return { ...this.#cell(property.id, search, 'violated'), applied, trace, wrong, ...root };
  }

  #comparisonCell(property: ComparisonProperty): VerdictCell {
    const started = performance.now();
    const { configuration } = this.#scenario;
    const found = decideComparison(property, configuration, switchesIn(this.#scenario), this.#limits);
    const { applied, states, transitions, depth, trace } = found;
    const holds = found.exhausted ? 'holds' : 'not-exhausted';
    return {
      ...this.#cell(property.id, this.#running, trace === undefined ? holds : 'violated'),
      ...{ applied, states, transitions, depth, seconds: (performance.now() - started) / 1_000 },
      ...(trace === undefined ? {} : { trace, wrong: property.wrong }),
    };
  }

  #invariantCell(property: InvariantProperty): VerdictCell {
    const search = this.#all?.violations.has(property.id) ? this.#all : this.#roots;
    const state = search.violations.get(property.id);
    if (state === undefined) return this.#cell(property.id, this.#running, 'holds');
    const { replay, steps } = replayMoves(this.program, search.pathTo(state));
    const wrong = property.wrong(replay.state, property.violator(replay.state));
    const trace = this.#confirmed(steps, property);
    const root = this.#roots.violations.has(property.id);
    const rootCauses = root ? {} : { rootCauses: this.#violatedBefore(search, state, property.id) };
    return { ...this.#cell(property.id, search, 'violated'), trace, wrong, ...rootCauses };
  }

  /** In how many states of the larger search each property says anything. */
  #countApplied(): Map<string, number> {
    const { store } = this.#running;
    const workspace = createWorkspace(this.program);
    const { unpack } = this.program.layout.packer(workspace.views);
    const counted = this.#properties.filter(isOfStates);
    const counts = new Map(counted.map(({ id }) => [id, 0]));
    for (let state = 0; state < store.size; state++) {
      unpack(store.arena, state * store.words);
      for (const property of counted) {
        if (appliesTo(property, workspace.state)) counts.set(property.id, (counts.get(property.id) ?? 0) + 1);
      }
    }
    return counts;
  }

  /**
   * The steps of a run in names, after the generators themselves have made them on a state of their own.
   * @throws when they cannot, or the run does not end as the engine says: then the engine is wrong
   */
  #confirmed(steps: readonly ReplayedStep[], property?: InvariantProperty): TraceStep[] {
    const trace = steps.map(({ changes: _, ...step }) => step);
    const state = replayNaively(this.program.system, trace);
    if (property !== undefined && property.violator(state) < 0) {
      throw new Error(`the run that should violate ${property.id} does not, when the processes themselves make it`);
    }
    return trace;
  }

  /** The other properties that a run violates on its way to a state. */
  #violatedBefore(search: Search<Kernel>, state: number, id: string): string[] {
    const replay = new Replay(this.program);
    const seen = new Set<string>();
    const causes = this.#invariants.filter((other) => other.id !== id && other.harmless !== true);
    for (const move of search.pathTo(state)) {
      for (const other of causes) if (other.violator(replay.state) >= 0) seen.add(other.id);
      replay.move(move);
    }
    return [...seen];
  }

  #deadlockCell(property: DeadlockProperty): VerdictCell {
    const search = this.#roots;
    const { deadlock } = search;
    if (deadlock === undefined) return this.#cell(property.id, search, 'holds');
    const { steps } = replayMoves(this.program, search.pathTo(deadlock.state));
    const wrong = property.wrong(deadlock.waiting);
    return { ...this.#cell(property.id, search, 'violated'), trace: this.#confirmed(steps), wrong };
  }

  #reachabilityCell(property: ReachabilityProperty): VerdictCell {
    const search = this.#roots;
    if (search.incomplete !== undefined) return this.#cell(property.id, search, 'not-exhausted');
    const started = performance.now();
    const { stuck } = canAlwaysReach(search, property);
    this.#seconds += (performance.now() - started) / 1_000;
    if (stuck === undefined) return this.#cell(property.id, search, 'holds');
    const path = search.pathTo(stuck);
    const { steps } = replayMoves(this.program, [...path, ...continueFairly(this.program, path, property)]);
    return { ...this.#cell(property.id, search, 'violated'), trace: this.#confirmed(steps), wrong: property.wrong };
  }

  /** As for reachability, what follows from a violation of an invariant is no finding of its own. */
  #livenessCell(property: LivenessProperty): VerdictCell {
    const search = this.#roots;
    if (search.incomplete !== undefined) return this.#cell(property.id, search, 'not-exhausted');
    const started = performance.now();
    const { lasso } = findLasso(search, property);
    this.#seconds += (performance.now() - started) / 1_000;
    if (lasso === undefined) return this.#cell(property.id, search, 'holds');
    const { prefix, loop: repeated } = lasso;
    const { steps } = replayMoves(this.program, [...prefix, ...repeated]);
    const trace = this.#confirmed(steps);
    const loop = repeated.length === 0 ? {} : { loop: prefix.length };
    const objection = objectionToLasso(this.program, property, { trace, ...loop });
    if (objection !== undefined) throw new Error(`the run that should violate ${property.id} ${objection}`);
    return { ...this.#cell(property.id, search, 'violated'), trace, ...loop, wrong: property.wrong };
  }

  #cell(property: string, search: Search<Kernel>, verdict: 'holds' | 'violated' | 'not-exhausted'): VerdictCell {
    const { states, transitions, depth, incomplete } = search.result();
    this.#applied ??= this.#countApplied();
    return {
      scenario: this.#scenario,
      property,
      applied: this.#applied.get(property) ?? 0,
      verdict: verdict === 'holds' && incomplete !== undefined ? 'not-exhausted' : verdict,
      states,
      transitions,
      depth,
      seconds: this.#seconds,
    };
  }
}

/** A property of states; one of steps counts those it says something about by itself. */
type OfStates = InvariantProperty | ReachabilityProperty | DeadlockProperty | LivenessProperty;

const OF_STATES: ReadonlySet<string> = new Set(['invariant', 'reachability', 'deadlock', 'liveness']);

const isOfStates = (property: Property): property is OfStates => OF_STATES.has(property.kind);

/** Whether a property says anything about a state; that some process can move says something about each. */
function appliesTo(property: OfStates, k: Kernel): boolean {
  if (property.kind === 'deadlock') return true;
  return property.kind === 'invariant' ? property.applies(k) : property.from(k);
}
