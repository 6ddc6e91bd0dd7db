/**
 * Campaigns: very many random runs from one seed of words. The runs are made in batches, and the seed and the number of a run,
 * or of its batch, are all that a run depends on. So a campaign can be cut into shards that different machines run, stopped
 * between two batches and gone on with, and its result depends on its options only.
 */

import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { type Draw, Walk } from '../checker/walk.js';
import type { Kernel } from '../model/state.js';
import { type InvariantProperty, invariantOf } from '../properties/kinds/invariant.js';
import { INVARIANT_PROPERTIES } from '../run/run.js';
import { programOf } from '../scenario/program.js';
import type { Scenario } from '../scenario/scenario.js';
import { drawOfRun } from './draw.js';
import { type ScenarioConstraints, scenario } from './drawn_scenario.js';
import { DEFAULT_MAX_LENGTH } from './interleaving.js';
import { type OutcomeNames, outcomeNames } from './outcome_names.js';
import type { Strategy } from './strategies/index.js';
import { type Summary, Tally } from './tally.js';

/** Runs of a batch. Where scenarios are drawn, each is for a batch. */
export const BATCH_RUNS = 1_000;
/**
 * Runs of a batch of one scenario by a strategy that learns, which begins anew with each. What is rarest in the scenarios
 * that designs are compared in takes `frontier` some ten thousand runs to find.
 */
export const LEARNING_RUNS = 20_000;

/** Runs of a campaign that nobody says more of: some seconds, and enough for `frontier` to find what is rarest. */
export const DEFAULT_RUNS = 100_000;
/** And where scenarios are drawn: each of ten takes a moment to be compiled, and much longer to be shrunk. */
export const DEFAULT_DRAWN_RUNS = 10_000;

/** One of several parts of a campaign, from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

/** A campaign that is not split. */
export const WHOLE: Shard = { number: 1, of: 1 };

/** What a campaign runs, how often, and by which strategy. */
export interface CampaignOptions {
  /** What the runs are runs of: one scenario, or one that is drawn for each batch. */
  readonly scenario: Scenario | ScenarioConstraints;
  readonly seed: string;
  /** Runs of all shards together. */
  readonly runs: number;
  /** The most steps of a run. */
  readonly maxLength?: number;
  readonly strategy: Strategy;
  /** What is looked for; absent: every property that is true or false of a single state. */
  readonly properties?: readonly InvariantProperty[];
  /** Absent: the whole campaign. */
  readonly shard?: Shard;
}

/** How far a shard of a campaign is. */
export interface CampaignProgress {
  /** Runs of the shard made so far. */
  readonly runs: number;
  readonly tally: Tally;
}

/** What makes the runs of a batch. */
interface Batch {
  readonly scenario: Scenario;
  readonly walk: Walk<Kernel>;
  readonly names: OutcomeNames;
}

/** Runs in slices, so that a caller may show progress, or stop it and keep what it found. */
export class Campaign implements CampaignProgress {
  readonly options: CampaignOptions;
  readonly tally: Tally;
  /** Runs of this shard made so far, and in all. */
  runs: number;
  readonly allRuns: number;
  #milliseconds = 0;
  #stepsHere = 0;
  readonly #shard: Shard;
  readonly #batchRuns: number;
  readonly #strategy: Strategy;
  readonly #draw: (run: number) => Draw;
  #batch: Batch | undefined;

  /** @param before where another object was stopped between two batches; absent: the beginning */
  constructor(options: CampaignOptions, before?: CampaignProgress) {
    this.options = options;
    this.tally = before?.tally ?? new Tally(options.properties ?? INVARIANT_PROPERTIES);
    this.runs = before?.runs ?? 0;
    this.#shard = options.shard ?? WHOLE;
    this.#strategy = options.strategy;
    this.#draw = (run) => drawOfRun(options.seed, run);
    this.#batchRuns = batchRuns(options);
    this.allRuns = runsOfShard(options);
  }

  get done(): boolean {
    return this.runs >= this.allRuns;
  }

  /** Whether the campaign can be gone on with from here by another object. */
  get isBetweenBatches(): boolean {
    return this.done || this.runs % this.#batchRuns === 0;
  }

  /** Of the time spent in {@link run}. */
  get stepsPerSecond(): number {
    return this.#milliseconds === 0 ? 0 : (this.#stepsHere * 1_000) / this.#milliseconds;
  }

  /** Makes up to `runs` more runs; true when the campaign is over. */
  run(runs = Number.POSITIVE_INFINITY): boolean {
    const start = performance.now();
    const stepsBefore = this.tally.steps;
    const end = Math.min(this.runs + runs, this.allRuns);
    while (this.runs < end) this.#runNext();
    this.#coverBatch();
    this.#stepsHere += this.tally.steps - stepsBefore;
    this.#milliseconds += performance.now() - start;
    return this.done;
  }

  /** What the runs so far have shown. */
  result(): Summary {
    return this.tally.summary();
  }

  #runNext(): void {
    if (this.#batch === undefined || this.runs % this.#batchRuns === 0) this.#beginBatch();
    if (this.#batch === undefined) return;
    const { maxLength = DEFAULT_MAX_LENGTH } = this.options;
    const { scenario: drawn, walk, names } = this.#batch;
    const number = this.#numberOfNext();
    const end = walk.run(this.#draw(number), maxLength);
    this.tally.addRun(number, drawn, walk, end, names);
    this.runs++;
  }

  #beginBatch(): void {
    this.#coverBatch();
    const { scenario: given, seed } = this.options;
    const before = this.#batch;
    const next = isFixed(given) ? given : drawnScenario(given, seed, this.#numberOfNext());
    const program = programOf(next);
    const isSame = before?.walk.program === program;
    if (isSame && !this.#strategy.learns) return;
    const invariants = this.tally.properties.map(invariantOf);
    const scheduler = this.#strategy.scheduler(program);
    this.#batch = {
      scenario: next,
      walk: new Walk(program, { invariants, scheduler, afterViolation: 'explore' }),
      names: isSame ? before.names : outcomeNames(program),
    };
  }

  #coverBatch(): void {
    if (this.#batch !== undefined) this.tally.addCoverage(this.#batch.walk.program, this.#batch.walk.coverage);
  }

  /** The number in the whole campaign of the shard's next run: a shard has every so manieth batch. */
  #numberOfNext(): number {
    const { number, of } = this.#shard;
    const batch = Math.floor(this.runs / this.#batchRuns);
    return (batch * of + number - 1) * this.#batchRuns + (this.runs % this.#batchRuns);
  }
}

/** Whether all runs are of one scenario. */
export function isFixed(scenario: Scenario | ScenarioConstraints): scenario is Scenario {
  return 'configuration' in scenario;
}

function batchRuns({ scenario, strategy }: Pick<CampaignOptions, 'scenario' | 'strategy'>): number {
  return isFixed(scenario) && strategy.learns ? LEARNING_RUNS : BATCH_RUNS;
}

/** How many runs the shard of a campaign has. */
export function runsOfShard(options: Pick<CampaignOptions, 'scenario' | 'strategy' | 'runs' | 'shard'>): number {
  const { number, of } = options.shard ?? WHOLE;
  const size = batchRuns(options);
  const batches = Math.ceil(options.runs / size);
  const mine = Math.max(0, Math.ceil((batches - number + 1) / of));
  const isLastMine = mine > 0 && (mine - 1) * of + number === batches;
  return mine * size - (isLastMine ? batches * size - options.runs : 0);
}

/** The scenario of the batch that begins with this run. */
function drawnScenario(constraints: ScenarioConstraints, seed: string, run: number): Scenario {
  const [drawn] = fc.sample(scenario(constraints), { seed: seedrandom(`${seed}/scenario/${run}`).int32(), numRuns: 1 });
  return drawn;
}
