/** A run of one case as a page shows it: each step with what it changed, each state, and what was possible there. */

import type { Program, Workspace } from '../checker/system.js';
import { type Move, Replay, type ReplayedStep, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import { PROPERTIES } from '../properties/catalogue/main.js';
import type { InvariantProperty } from '../properties/kinds/invariant.js';
import { invariantsAmong } from '../properties/property.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { programOfTrace } from './program_of_trace.js';
import type { Trace } from './trace_file.js';

/** A step that is possible, as it would turn out. */
export interface Possible {
  readonly move: Move;
  readonly step: ReplayedStep;
}

export interface Violated {
  readonly property: InvariantProperty;
  /** What is wrong, in one sentence. */
  readonly wrong: string;
}

const INVARIANTS = invariantsAmong(PROPERTIES);

export class Timeline {
  readonly scenario: Scenario;
  readonly moves: readonly Move[];
  readonly steps: readonly ReplayedStep[];
  readonly #replay: Replay<Kernel>;
  /** The state before the first step, and behind each. */
  readonly #states: readonly Int32Array[];

  /**
   * @param program what the moves are of, where it is another than that of the scenario
   * @throws naming the first move that is not possible
   */
  constructor(scenario: Scenario, moves: readonly Move[], program = programOf(scenario)) {
    this.scenario = scenario;
    this.moves = moves;
    this.#replay = new Replay(program);
    const states = [this.#replay.workspace.words.slice()];
    this.steps = moves.map((move, i) => {
      const step = move.process < this.program.automata.length ? this.#replay.move(move) : undefined;
      if (step === undefined) throw new Error(`step ${i + 1} of ${moves.length} is not possible there`);
      states.push(this.#replay.workspace.words.slice());
      return step;
    });
    this.#states = states;
  }

  /** @throws naming the first step that is not possible, or whose outcome differs */
  static ofSteps(scenario: Scenario, steps: readonly TraceStep[]): Timeline {
    return Timeline.ofTrace({ scenario, steps });
  }

  /** As {@link ofSteps}; of a property that compares systems the run may be one of another than the scenario's. */
  static ofTrace(trace: Omit<Trace, 'foundBy'>): Timeline {
    const { scenario, steps } = trace;
    const program = programOfTrace(trace);
    const replay = new Replay(program);
    const moves = steps.map((step, i) => {
      const move = replay.find(step);
      replay.follow(step, i);
      if (move === undefined) throw new Error(`step ${i + 1} of ${steps.length} is not possible there`);
      return move;
    });
    return new Timeline(scenario, moves, program);
  }

  /** Whether it is a run of the scenario's own system, and can be gone on with there. */
  get isOfScenario(): boolean {
    return this.program === programOf(this.scenario);
  }

  get program(): Program<Kernel> {
    return this.#replay.program;
  }

  get length(): number {
    return this.steps.length;
  }

  /** The names of the processes that move, in the order in which they first do. */
  get movers(): readonly string[] {
    return [...new Set(this.steps.map(({ process }) => process))];
  }

  /** The state after so many steps. It is good until the next call of any method. */
  stateAfter(steps: number): Workspace<Kernel> {
    this.#replay.workspace.words.set(this.#states[steps]);
    return this.#replay.workspace;
  }

  /** Every step that is possible after so many steps. */
  possibleAfter(steps: number): Possible[] {
    this.stateAfter(steps);
    return this.#replay.enabled().flatMap((move) => {
      this.stateAfter(steps);
      const step = this.#replay.move(move);
      return step === undefined ? [] : [{ move, step }];
    });
  }

  /** What is not as it should be after so many steps, of the properties that are true or false of a single state. */
  violatedAfter(steps: number): Violated[] {
    const { state } = this.stateAfter(steps);
    return INVARIANTS.flatMap((property) => {
      const violator = property.violator(state);
      return violator < 0 ? [] : [{ property, wrong: property.wrong(state, violator) }];
    });
  }

  /** The values of one element of a field, before the first step and behind each. */
  history(field: string, element: number): number[] {
    return this.#states.map((_, steps) => this.stateAfter(steps).views[field][element]);
  }
}
