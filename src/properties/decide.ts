/**
 * Decides properties of a scenario, by exhaustive search: which hold, which are violated and by what shortest run, and which
 * violations only ever follow from others. How a property of a kind is decided, its kind says.
 */

import type { Branch } from '../checker/automaton.js';
import { replayNaively } from '../checker/naive_replay.js';
import { type NeverTaken, Search } from '../checker/search.js';
import { sortingOf } from '../checker/sorting.js';
import type { Program } from '../checker/system.js';
import { namesOf, replayMoves, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { isBuiltIn } from './catalogue/all.js';
import { CAUSES, causesBefore, MAIN_INVARIANTS } from './catalogue/causes.js';
import type { NewWay } from './differences.js';
import { Explored } from './kinds/explored.js';
import { judgesOf, kindOf } from './kinds/index.js';
import type { Finding, Limits, Needs, Violation } from './kinds/kind.js';
import { type StateSurvey, surveyStates } from './kinds/state_survey.js';
import { type Way, waysIn } from './kinds/ways.js';
import { invariantOf, invariantsAmong, type Property } from './property.js';
import type { ShorterRace, VerdictCell } from './verdict.js';

export type { Limits } from './kinds/kind.js';

/** What a running decision is doing. */
export interface Progress {
  readonly phase: 'first violations' | 'consequences' | 'any number';
  readonly states: number;
  readonly queued: number;
}

/** Between two looks at whether what a search is for was found. */
const STATES_PER_LOOK = 5_000;

/** A decision that runs in slices. */
export class Decision {
  readonly program: Program<Kernel>;
  readonly #scenario: Scenario;
  readonly #properties: readonly Property[];
  readonly #limits: Limits;
  /** Looks behind no violation, and so finds root causes alone. */
  readonly #roots: Explored;
  /** Looks behind violations too; absent while that is not needed. */
  #all: Explored | undefined;
  #isAllFound: (all: Explored) => boolean = () => false;
  #seconds = 0;

  /**
   * @param program the scenario's, where it is made already
   * @throws when the model does not compile for this scenario
   */
  constructor(
    scenario: Scenario,
    properties: readonly Property[],
    limits: Limits = {},
    program: Program<Kernel> = programOf(scenario),
  ) {
    this.#scenario = scenario;
    this.#properties = properties;
    this.#limits = limits;
    this.program = program;
    this.#roots = this.#explore('stop');
  }

  #explore(afterViolation: 'stop' | 'explore'): Explored {
    const asked = invariantsAmong(this.#properties);
    const others = asked.filter((property) => !MAIN_INVARIANTS.includes(property));
    // No search is cut at a violation of those that are only asked for.
    const invariants = [
      ...MAIN_INVARIANTS.map(invariantOf),
      ...others.map((each) => ({ ...invariantOf(each), harmless: true })),
    ];
    const reachable = this.#properties.filter((property) => property.kind === 'reachability');
    const keepsWays = (branch: Branch<Kernel>): boolean => !reachable.some(({ avoids }) => avoids(branch));
    const ways = reachable.length > 0 ? { keepsWays } : {};
    const sorting = this.#mayExchange ? sortingOf(this.program) : undefined;
    const search = new Search(this.program, { ...this.#limits, invariants, afterViolation, ...ways, sorting });
    return new Explored(search, () => judgesOf(this.#properties), CAUSES);
  }

  /**
   * No property of the checker names one of several identical processes; those of a change may. Fairness is of each process, so
   * an infinite run must not mistake one for another.
   */
  get #mayExchange(): boolean {
    if (this.#scenario.change !== undefined || this.#limits.sortsNothing === true) return false;
    return this.#properties.every((property) => isBuiltIn(property) && property.kind !== 'liveness');
  }

  get #running(): Search<Kernel> {
    return (this.#all ?? this.#roots).search;
  }

  get progress(): Progress {
    const phase = this.#all === undefined ? 'first violations' : 'consequences';
    return { phase, states: this.#running.store.size, queued: this.#running.queued };
  }

  /** Works through up to `states` states; true when everything is decided. */
  run(states = Number.POSITIVE_INFINITY): boolean {
    const started = performance.now();
    const done = this.#all === undefined ? this.#runRoots(states) : this.#runAll(this.#all, states);
    this.#seconds += (performance.now() - started) / 1_000;
    return done || (states === Number.POSITIVE_INFINITY && this.run());
  }

  #runRoots(states: number): boolean {
    if (!this.#roots.search.run(states)) return false;
    const needs = this.#needsBehindViolations();
    if (needs === 'nothing') return true;
    this.#all = this.#explore('explore');
    if (needs !== 'everything') this.#isAllFound = needs;
    return false;
  }

  #runAll(all: Explored, states: number): boolean {
    for (let left = states; left > 0; left -= STATES_PER_LOOK) {
      if (all.search.run(Math.min(left, STATES_PER_LOOK)) || this.#isAllFound(all)) return true;
    }
    return false;
  }

  /** What all properties together need of what comes behind violations, of which there may be none. */
  #needsBehindViolations(): Needs {
    const { violations, incomplete, mayHide } = this.#roots.search;
    if (incomplete !== undefined || !CAUSES.some(({ id }) => violations.has(id))) return 'nothing';
    const asking = this.#properties.filter((property) => mayHide || kindOf(property).tellsCutsFromEnds === true);
    const needs = asking.map((property) => kindOf(property).needs(property, this.#roots));
    if (needs.includes('everything')) return 'everything';
    const nearest = needs.filter((each) => typeof each === 'function');
    return nearest.length === 0 ? 'nothing' : (all) => nearest.every((isFound) => isFound(all));
  }

  /** Steps of the processes, and outcomes of them, that no interleaving takes; not to be trusted before the end. */
  neverTaken(): readonly NeverTaken[] {
    return this.#running.result().neverTaken;
  }

  /** Ends the decision where it is; what is not decided by then is `not-exhausted`. */
  interrupt(): void {
    this.#running.interrupt();
  }

  /** In which ways properties fall that nothing was violated before. To be asked for when everything is decided. */
  ways(): Way[] {
    return waysIn(this.#roots, this.#properties);
  }

  /** Those of the ways that are not known, with their races. */
  newWays(isKnown: (way: Way) => boolean): NewWay[] {
    const news = this.ways().filter((way) => !isKnown(way));
    return news.map(({ property, step, moves, wrong }) => {
      return { property, step, trace: namesOf(replayMoves(this.program, moves).steps), wrong };
    });
  }

  /** One cell for each property, in their order. To be asked for when everything is decided. */
  cells(): VerdictCell[] {
    const started = performance.now();
    const [roots, all] = [this.#roots, this.#all ?? this.#roots];
    const graphs = { scenario: this.#scenario, limits: this.#limits, roots, all };
    const findings = this.#properties.map((property) => ({
      property,
      finding: kindOf(property).decide(property, graphs),
    }));
    const unviolated = findings.filter(({ finding }) => finding.violation === undefined);
    const held = unviolated.map(({ property }) => property);
    const survey = surveyStates(all.search, held, MAIN_INVARIANTS);
    this.#seconds += (performance.now() - started) / 1_000;
    return findings.map(({ property, finding }) => this.#cell(property, finding, survey));
  }

  #cell(property: Property, finding: Finding, { applied, halts }: StateSurvey): VerdictCell {
    const { violation, follows, sooner, ...found } = finding;
    const cell = { scenario: this.#scenario, property: property.id, ...found, seconds: this.#seconds };
    if (violation === undefined) {
      const restsOn = finding.verdict === 'holds' && halts.length > 0 ? { restsOn: { halts } } : {};
      return { ...cell, applied: found.applied ?? applied.get(property.id) ?? 0, ...restsOn };
    }
    return {
      ...cell,
      ...this.#race(property, violation),
      ...(follows === undefined ? {} : { rootCauses: causesBefore(violation, property.id) }),
      ...(sooner === undefined ? {} : { shortest: shorterRace(sooner, property) }),
    };
  }

  /**
   * The run in names, after the generators themselves have made it on a state of their own.
   * @throws when they cannot, or it is no violation then: then the engine is wrong
   */
  #race(property: Property, violation: Violation): Pick<VerdictCell, 'trace' | 'loop' | 'wrong'> {
    const { program, moves, wrong } = violation;
    const trace: readonly TraceStep[] = namesOf(replayMoves(program, moves).steps);
    const end = replayNaively(program.system, trace);
    const repeated = violation.loop === undefined ? {} : { loop: violation.loop };
    const run = { scenario: this.#scenario, program, steps: trace, ...repeated };
    const objection = kindOf(property).objection?.(property, run, end);
    if (objection !== undefined) throw new Error(`the run that should violate ${property.id} ${objection}`);
    return { trace, ...repeated, wrong };
  }
}

function shorterRace(sooner: Violation, property: Property): ShorterRace {
  return { steps: sooner.moves.length, behind: causesBefore(sooner, property.id) };
}
