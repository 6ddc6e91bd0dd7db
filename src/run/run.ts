/** One run of a scenario: its moves, its steps in names, and what is true along it, in every state it passes. */

import { createWorkspace, PC, type Program, type Workspace } from '../checker/system.js';
import { type Move, movesOf, namesOf, type ReplayedStep, replayMoves, type TraceStep } from '../checker/trace.js';
import { follow } from '../checker/walk.js';
import type { Kernel } from '../model/state.js';
import { causesBefore } from '../properties/catalogue/causes.js';
import { PROPERTIES } from '../properties/catalogue/main.js';
import { kindOf } from '../properties/kinds/index.js';
import type { InvariantProperty } from '../properties/kinds/invariant.js';
import type { Property } from '../properties/property.js';
import { invariantsAmong } from '../properties/property.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { describeScenario } from '../scenario/wording.js';
import type { Trace } from './trace_file.js';

/** The first state of a run that violates a property. */
export interface Violation {
  readonly property: Property;
  /** Steps before the state. */
  readonly after: number;
  /** What is wrong in it, in one sentence. */
  readonly wrong: string;
}

/** By which fast-check asks values how to print them; its own name for it would bring fast-check to all who replay runs. */
const TO_STRING = Symbol.for('fast-check/toStringMethod');

/** A run of a scenario: its moves, and all that can be asked of them. */
export class Run {
  readonly scenario: Scenario;
  readonly moves: readonly Move[];
  #steps: readonly ReplayedStep[] | undefined;

  /** The moves must be possible in the scenario, one after another; what looks at the run throws if they are not. */
  constructor(scenario: Scenario, moves: readonly Move[]) {
    this.scenario = scenario;
    this.moves = moves;
  }

  /** @throws naming the first step that the scenario cannot do */
  static ofSteps(scenario: Scenario, steps: readonly TraceStep[]): Run {
    return new Run(scenario, movesOf(programOf(scenario), steps));
  }

  get program(): Program<Kernel> {
    return programOf(this.scenario);
  }

  /** In steps. */
  get length(): number {
    return this.moves.length;
  }

  /** The steps in names, with what each changed. */
  get steps(): readonly ReplayedStep[] {
    this.#steps ??= replayMoves(this.program, this.moves).steps;
    return this.#steps;
  }

  /** How often another process goes on than the one that moved last. */
  get contextSwitches(): number {
    return this.moves.filter(({ process }, i) => i > 0 && process !== this.moves[i - 1].process).length;
  }

  /** The steps before the first state for which `found` is true, the initial state included; undefined if there is none. */
  first(found: (k: Kernel) => boolean): number | undefined {
    return follow(this.program, this.moves, found);
  }

  /** Every state that the run passes, the initial one first, each in a workspace of its own. */
  states(): Workspace<Kernel>[] {
    const states: Workspace<Kernel>[] = [];
    follow(this.program, this.moves, (_, __, { words }) => {
      const copy = createWorkspace(this.program);
      copy.words.set(words);
      states.push(copy);
      return false;
    });
    return states;
  }

  /**
   * Where the run violates a property, and how; undefined where it does not.
   * @param property one that a run tells of by itself: see `isToldByRun`
   */
  violation(property: Property): Violation | undefined {
    const [invariant] = invariantsAmong([property]);
    if (invariant !== undefined) return this.#firstViolation(invariant);
    const { scenario, program } = this;
    const checked = kindOf(property).recheck(property, { scenario, program, steps: namesOf(this.steps) });
    return checked.is === 'violated' ? { property, after: checked.afterStep, wrong: checked.wrong } : undefined;
  }

  #firstViolation(property: InvariantProperty): Violation | undefined {
    let wrong = '';
    const after = this.first((k) => {
      const violator = property.violator(k);
      if (violator >= 0) wrong = property.wrong(k, violator);
      return violator >= 0;
    });
    return after === undefined ? undefined : { property, after, wrong };
  }

  /**
   * Whether the run violates a property.
   * @param property one of its own, or the id of one in `PROPERTIES`
   */
  violates(property: Property | string): boolean {
    const asked = typeof property === 'string' ? invariantNamed(property) : property;
    const [invariant] = invariantsAmong([asked]);
    if (invariant === undefined) return this.violation(asked) !== undefined;
    return this.first((k) => invariant.violator(k) >= 0) !== undefined;
  }

  /** The ids of the main invariants that the run violates before it ends. */
  get violatedBefore(): string[] {
    const { program, moves } = this;
    return causesBefore({ program, moves, statesBefore: moves.length }, '');
  }

  /** The first `length` steps. */
  prefix(length: number): Run {
    return new Run(this.scenario, this.moves.slice(0, length));
  }

  /**
   * The run as a trace that can be kept.
   * @param property what it violates
   */
  toTrace(foundBy: string, property: Property): Trace {
    return { scenario: this.scenario, foundBy, property: property.id, steps: namesOf(this.steps) };
  }

  /** The scenario, and a line for each step. */
  toString(): string {
    return [describeScenario(this.scenario), ...stepLines(this.steps)].join('\n');
  }

  /** How fast-check prints a run. */
  [TO_STRING](): string {
    return `\n${this}\n`;
  }
}

/**
 * For `fc.property`: the property holds in every state of a run, the initial one included. What it gives throws the property's own
 * words for a run that violates it, so that fast-check prints them, whatever its reporter.
 */
export function holds(property: InvariantProperty | string): (run: Run) => true {
  const invariant = typeof property === 'string' ? invariantNamed(property) : property;
  return (run) => {
    const violation = run.violation(invariant);
    if (violation !== undefined) throw new Error(describeViolation(violation));
    return true;
  };
}

/** `S5 never in buddy: page 0 is in the buddy allocator, but the host has taken it away`. */
export function describeViolation({ property, wrong }: Violation): string {
  return `${property.id} ${property.title}: ${wrong}`;
}

/** The properties that are true or false of a single state; only these can be told from a run. */
export const INVARIANT_PROPERTIES: readonly InvariantProperty[] = invariantsAmong(PROPERTIES);

/** @throws when there is no property with this id that a run can violate */
export function invariantNamed(id: string): InvariantProperty {
  const found = INVARIANT_PROPERTIES.find((property) => property.id === id);
  if (found !== undefined) return found;
  const known = INVARIANT_PROPERTIES.map((property) => property.id).join(', ');
  throw new Error(`no invariant is called ${id}; there are ${known}`);
}

/** One line a step: its number, who, what, and what changed. */
export function stepLines(steps: readonly ReplayedStep[]): string[] {
  const numberWidth = String(steps.length).length;
  const width = Math.max(0, ...steps.map(({ process }) => process.length));
  return steps.map((step, i) => {
    const changes = step.changes.filter(({ field }) => field !== PC).map(({ text }) => text);
    const changed = changes.length === 0 ? '' : `   ${changes.join(', ')}`;
    return `${String(i + 1).padStart(numberWidth)} ${step.process.padEnd(width)}  ${stepText(step)}${changed}`;
  });
}

function stepText({ choices, action, args, outcome }: TraceStep): string {
  const taken = choices.map(({ name, option }) => `[${name}: ${option}]`);
  const call = action === undefined ? [] : [`${action}(${args.join(', ')})`];
  const told = outcome === undefined || outcome === 'done' ? [] : [`-> ${outcome}`];
  return [...taken, ...call, ...told].join(' ');
}
