/** The fast-check arbitrary of runs: an interleaving of the processes of a scenario, drawn step by step. */

import fc from 'fast-check';
import type { Program } from '../checker/system.js';
import { Walk } from '../checker/walk.js';
import type { Kernel } from '../model/state.js';
import { Run } from '../run/run.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { startingFrom } from './drawn_scenario.js';
import { calmerRuns } from './fewer_context_switches.js';
import { runsIn, shorterRuns } from './shrink.js';
import { pauses, type Strategy } from './strategies/index.js';

/** How fast-check draws and shrinks runs. */
export interface InterleavingOptions {
  /** The most steps of a drawn run. */
  readonly maxLength?: number;
  /** Whether shrinking may make the scenario smaller, or only the run. */
  readonly scenario?: 'keep' | 'shrink';
  /** How each next step is chosen; absent: with pauses, which find most of what does not learn. See docs/generators.md. */
  readonly strategy?: Strategy;
}

/** Long enough for a block to go offline and online again while others act, short enough for thousands of runs a second. */
export const DEFAULT_MAX_LENGTH = 200;

/**
 * Draws runs of a scenario, each next step as the strategy chooses. A run ends after `maxLength` steps, or where the kernel
 * crashed or nothing can move. It shrinks to fewer steps, then to fewer actors, less memory and less trouble where that
 * takes no more steps, then to fewer context switches; every run on the way is one that its scenario can have.
 *
 * @throws when the strategy learns from run to run: fast-check makes single runs again
 * @example fc.assert(fc.property(interleaving(scenarioOf('D', 'small')), holds('S5')))
 */
export function interleaving(
  scenario: Scenario | fc.Arbitrary<Scenario>,
  { maxLength = DEFAULT_MAX_LENGTH, scenario: whenShrinking = 'shrink', strategy = pauses }: InterleavingOptions = {},
): fc.Arbitrary<Run> {
  if (strategy.learns) {
    throw new Error(
      `strategy ${strategy.name} learns from run to run, and fast-check makes single runs again: use a campaign`,
    );
  }
  const scenarios = scenario instanceof fc.Arbitrary ? scenario : startingFrom(scenario);
  return new Interleaving(whenShrinking === 'keep' ? fc.noShrink(scenarios) : scenarios, maxLength, strategy);
}

class Interleaving extends fc.Arbitrary<Run> {
  readonly #scenarios: fc.Arbitrary<Scenario>;
  readonly #maxLength: number;
  readonly #strategy: Strategy;

  constructor(scenarios: fc.Arbitrary<Scenario>, maxLength: number, strategy: Strategy) {
    super();
    this.#strategy = strategy;
    this.#scenarios = scenarios;
    this.#maxLength = maxLength;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Run> {
    const { value: scenario, context } = this.#scenarios.generate(random, biasFactor);
    const walk = walkOf(scenario, this.#strategy);
    walk.run((below) => random.nextInt(0, below - 1), this.#maxLength);
    return new fc.Value(new Run(scenario, walk.path()), context);
  }

  override canShrinkWithoutContext(value: unknown): value is Run {
    return value instanceof Run && this.#scenarios.canShrinkWithoutContext(value.scenario);
  }

  /** @param context that of the run's scenario */
  override shrink(run: Run, context: unknown): fc.Stream<fc.Value<Run>> {
    const here = (runs: Generator<Run, undefined>) => fc.stream(runs).map((smaller) => new fc.Value(smaller, context));
    const elsewhere = this.#scenarios
      .shrink(run.scenario, context)
      .flatMap((smaller) => fc.stream(runsIn(smaller.value, run)).map((moved) => new fc.Value(moved, smaller.context)));
    return here(shorterRuns(run)).join(elsewhere, here(calmerRuns(run)));
  }
}

/** Kept with the program, by the name of the strategy, since a walk has tables of its own to build. */
const walks = new WeakMap<Program<Kernel>, Map<string, Walk<Kernel>>>();

function walkOf(scenario: Scenario, strategy: Strategy): Walk<Kernel> {
  const program = programOf(scenario);
  const known = walks.get(program) ?? new Map<string, Walk<Kernel>>();
  walks.set(program, known);
  const walk = known.get(strategy.name) ?? new Walk(program, { scheduler: strategy.scheduler(program) });
  known.set(strategy.name, walk);
  return walk;
}
