/**
 * Decides properties of a scenario, by exhaustive search: which hold, which are violated and by what shortest run, and which
 * violations only ever follow from others. How a property of a kind is decided, its kind says.
 */

import { replayNaively } from '../checker/naive_replay.js';
import type { NeverTaken } from '../checker/search.js';
import { sortingOf } from '../checker/sorting.js';
import type { Program } from '../checker/system.js';
import { namesOf, replayMoves, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { isBuiltIn } from './catalogue/all.js';
import { causesBefore, MAIN_INVARIANTS } from './catalogue/causes.js';
import type { NewWay } from './differences.js';
import { Exploration, type Explores, type Progress } from './exploration.js';
import { kindOf } from './kinds/index.js';
import type { Finding, Limits, Violation } from './kinds/kind.js';
import { type StateSurvey, surveyStates } from './kinds/state_survey.js';
import { type Way, waysIn } from './kinds/ways.js';
import type { Property } from './property.js';
import { ReducedExploration } from './reduced_exploration.js';
import type { ShorterRace, VerdictCell } from './verdict.js';

export type { Progress } from './exploration.js';
export type { Limits } from './kinds/kind.js';

/**
 * No property of the checker names one of several identical processes; those of a change may. Fairness is of each process, so
 * an infinite run must not mistake one for another.
 */
const mayExchange = (property: Property): boolean => isBuiltIn(property) && property.kind !== 'liveness';

/** What came of a property, and of the states that it was decided in. */
interface Surveyed {
  readonly finding: Finding;
  readonly survey: StateSurvey;
}

/** A decision that runs in slices. */
export class Decision {
  readonly program: Program<Kernel>;
  readonly #scenario: Scenario;
  readonly #properties: readonly Property[];
  readonly #limits: Limits;
  readonly #explorations: readonly Explores[];
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
    this.#explorations = this.#explore();
  }

  /** One for what may be decided with identical processes sorted, one for all else: what else is asked alters no numbers. */
  #explore(): Explores[] {
    const isSortable = this.#scenario.change === undefined && this.#limits.sortsNothing !== true;
    const sorting = isSortable ? sortingOf(this.program) : undefined;
    const [sorted, plain] = [true, false].map((may) =>
      this.#properties.filter((property) => (sorting !== undefined && mayExchange(property)) === may),
    );
    const Exploring = this.#limits.reduces === true ? ReducedExploration : Exploration;
    const explorations = [
      ...(sorted.length === 0 ? [] : [new Exploring(this.program, sorted, this.#limits, sorting)]),
      ...(plain.length === 0 ? [] : [new Exploring(this.program, plain, this.#limits)]),
    ];
    return explorations.length > 0 ? explorations : [new Exploring(this.program, [], this.#limits, sorting)];
  }

  get progress(): Progress {
    const running = this.#explorations.find(({ isDone }) => !isDone) ?? this.#mostSeen;
    return running.progress;
  }

  /** What cannot be decided with anything left out sees most. */
  get #mostSeen(): Explores {
    return this.#explorations[this.#explorations.length - 1];
  }

  /** Works through up to `states` states; true when everything is decided. */
  run(states = Number.POSITIVE_INFINITY): boolean {
    const started = performance.now();
    const next = this.#explorations.find(({ isDone }) => !isDone);
    next?.run(states);
    this.#seconds += (performance.now() - started) / 1_000;
    const isDone = this.#explorations.every((each) => each.isDone);
    return isDone || (states === Number.POSITIVE_INFINITY && this.run());
  }

  /** Steps of the processes, and outcomes of them, that no interleaving takes; not to be trusted before the end. */
  neverTaken(): readonly NeverTaken[] {
    return this.#mostSeen.all.search.result().neverTaken;
  }

  /** Ends the decision where it is; what is not decided by then is `not-exhausted`. */
  interrupt(): void {
    for (const exploration of this.#explorations) exploration.interrupt();
  }

  /** In which ways properties fall that nothing was violated before. To be asked for when everything is decided. */
  ways(): Way[] {
    return this.#explorations.flatMap(({ roots, properties }) => waysIn(roots, properties));
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
    const found = new Map(this.#explorations.flatMap((exploration) => this.#findingsIn(exploration)));
    this.#seconds += (performance.now() - started) / 1_000;
    return this.#properties.flatMap((property) => {
      const finding = found.get(property);
      return finding === undefined ? [] : [this.#cell(property, finding)];
    });
  }

  #findingsIn({ roots, all, properties }: Explores): [Property, Surveyed][] {
    const graphs = { scenario: this.#scenario, limits: this.#limits, roots, all };
    const findings = properties.map((property) => ({ property, finding: kindOf(property).decide(property, graphs) }));
    const unviolated = findings.filter(({ finding }) => finding.violation === undefined);
    const held = unviolated.map(({ property }) => property);
    const survey = surveyStates(all.stored, held, MAIN_INVARIANTS);
    return findings.map(({ property, finding }) => [property, { finding, survey }]);
  }

  #cell(property: Property, { finding, survey: { applied, halts } }: Surveyed): VerdictCell {
    const { violation, follows, sooner, ...found } = finding;
    const cell = { scenario: this.#scenario, property: property.id, ...found, seconds: this.#seconds };
    if (violation === undefined) {
      const restsOn = finding.verdict === 'holds' && halts.length > 0 ? { restsOn: { halts } } : {};
      const said = finding.reduced === true ? {} : { applied: found.applied ?? applied.get(property.id) ?? 0 };
      return { ...cell, ...said, ...restsOn };
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
