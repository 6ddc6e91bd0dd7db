/** From what is asked to a plan: a race that was given, or the shortest that can be driven. */

import { followLeniently } from '../checker/follow_leniently.js';
import type { Program } from '../checker/system.js';
import { movesOf, replayMoves, type TraceStep } from '../checker/trace.js';
import type { Kernel } from '../model/state.js';
import type { Switches } from '../model/switches.js';
import type { Property } from '../properties/property.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { DrivableSearch, type TooFine, violatesOf } from './drivable_search.js';
import type { KernelCode } from './kernel_code.js';
import type { Layout } from './layout.js';
import type { Cast } from './places.js';
import { planOf, type Segment, type Undrivable } from './plan.js';
import type { Race } from './reproduce.js';

/** What of the model is held against a kernel: the scenario's kernel is the series that is booted, or what is nearest to it. */
export interface Asked {
  readonly scenario: Scenario;
  readonly property: Property;
  readonly cast: Cast;
}

/** The same on a kernel at hand, whose configuration decides some switches; what was asked for by name stays. */
export function askedOf(asked: Asked, switches: Partial<Switches>): Asked {
  const { scenario } = asked;
  return { ...asked, scenario: { ...scenario, overrides: { ...switches, ...scenario.overrides } } };
}

export interface Chosen {
  readonly race: Race;
  /** States that the search for it stored; absent: the race was given. */
  readonly states?: number;
  /** Why the race that was given is not this one, as the end of a sentence. */
  readonly instead?: string;
}

/** That no race can be driven, after every interleaving that can be has been seen. */
export interface NoRace {
  readonly states: number;
  /** Where processes would have to be left in the shortest race that there is otherwise; empty: there is none at all. */
  readonly tooFine: readonly TooFine[];
}

/**
 * The shortest race that can be driven.
 * @param otherwise the moves of a race that violates the property, driven or not, to say what is too fine in it
 */
export function searchRace(
  asked: Asked,
  code: KernelCode,
  layout: Layout,
  maxStates: number,
  otherwise: (program: Program<Kernel>) => readonly TraceStep[] | undefined,
): Chosen | NoRace {
  const program = programOf(asked.scenario);
  const search = new DrivableSearch(program, code, asked.cast);
  const { trace, states } = search.find(asked.property, maxStates);
  if (trace === undefined) {
    const other = otherwise(program);
    return { states, tooFine: other === undefined ? [] : search.tooFine(movesOf(program, other)) };
  }
  const segments = segmentsOf(program, trace, code, layout, asked.cast);
  return { race: { program, property: asked.property, trace, segments, cast: asked.cast }, states };
}

/** @throws when the search left a process where the plan has no place: then the two read the table differently */
function segmentsOf(
  program: Program<Kernel>,
  trace: readonly TraceStep[],
  code: KernelCode,
  layout: Layout,
  cast: Cast,
): readonly Segment[] {
  const planned = planOf(program, trace, code, layout, cast);
  if ('segments' in planned) return planned.segments;
  const { process, after, before } = planned.undrivable;
  throw new Error(`the search left ${process} between ${after} and ${before}, where it cannot be held`);
}

/** A race that was given, as it stands; undefined, and why, where it cannot be driven so. */
export function givenRace(
  asked: Asked,
  steps: readonly TraceStep[],
  code: KernelCode,
  layout: Layout,
): { readonly race: Race } | { readonly undrivable: Undrivable } {
  const program = programOf(asked.scenario);
  const planned = planOf(program, steps, code, layout, asked.cast);
  if ('undrivable' in planned) return planned;
  return { race: { program, property: asked.property, trace: steps, segments: planned.segments, cast: asked.cast } };
}

/** What becomes of a schedule where the model has it otherwise. */
export type Control =
  | { readonly race: Race }
  | { readonly undrivable: Undrivable }
  /** The property is violated there too. */
  | { readonly violated: true };

/** The same schedule where the model has it otherwise: as many of its steps as are possible there, one after another. */
export function controlRace(
  asked: Asked,
  steps: readonly TraceStep[],
  code: KernelCode,
  layout: Layout,
  maxStates: number,
): Control {
  const program = programOf(asked.scenario);
  const moves = followLeniently(program, steps).filter((move) => move !== undefined);
  const violates = violatesOf(program, asked.property, maxStates);
  const { replay } = replayMoves(program, []);
  for (const move of moves) {
    replay.move(move);
    if (violates(replay.workspace)) return { violated: true };
  }
  // Whoever is between two places would go on while the kernel is looked at.
  const settled = new DrivableSearch(program, code, asked.cast).settle(moves);
  const { steps: taken } = replayMoves(program, [...moves, ...settled]);
  return givenRace(
    asked,
    taken.map(({ changes: _, ...step }) => step),
    code,
    layout,
  );
}
