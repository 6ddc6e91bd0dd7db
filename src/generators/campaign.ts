/**
 * Campaigns: very many random runs of one scenario from one seed of words. Run number i has a generator of its own, seeded
 * with the seed and i, so that it can be had again alone; the result depends on the options only.
 */

import seedrandom from 'seedrandom';
import { type Draw, Walk, type WalkEnd } from '../checker/walk.js';
import type { Kernel } from '../model/state.js';
import type { InvariantProperty } from '../properties/index.js';
import { type Coverage, coverageOf } from './coverage.js';
import { DEFAULT_MAX_LENGTH } from './interleaving.js';
import { programOf } from './program.js';
import { INVARIANT_PROPERTIES, Run } from './run.js';
import type { Scenario } from './scenario.js';
import { shrinkRun } from './shrink.js';

export interface CampaignOptions {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly runs: number;
  /** The most steps of a run. */
  readonly maxLength?: number;
  /** What is looked for; absent: every property that is true or false of a single state. */
  readonly properties?: readonly InvariantProperty[];
}

/** What a campaign found out about one property. */
export interface Finding {
  readonly property: InvariantProperty;
  /** Runs that violate it. */
  readonly count: number;
  /** The number of the first of them, from 0. */
  readonly firstRun: number;
  /** The shortest of them, up to its first violating state, as it was drawn. */
  readonly shortest: Run;
}

export interface CampaignResult {
  readonly runs: number;
  readonly steps: number;
  /** How many runs ended in each way. */
  readonly ends: Readonly<Record<WalkEnd, number>>;
  /** The violated properties, in the order of the options. */
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
}

/** Runs in slices, so that a caller may show progress, or stop it and keep what it found. */
export class Campaign {
  readonly options: CampaignOptions;
  /** Runs made so far. */
  runs = 0;
  steps = 0;
  #milliseconds = 0;
  readonly #ends: Record<WalkEnd, number> = { violation: 0, halted: 0, 'dead end': 0, length: 0 };
  readonly #findings = new Map<string, Finding>();
  readonly #properties: readonly InvariantProperty[];
  readonly #walk: Walk<Kernel>;

  constructor(options: CampaignOptions) {
    this.options = options;
    this.#properties = options.properties ?? INVARIANT_PROPERTIES;
    const invariants = this.#properties.map(({ id, violator }) => ({ id, holds: (k: Kernel) => violator(k) < 0 }));
    this.#walk = new Walk(programOf(options.scenario), { invariants, afterViolation: 'explore' });
  }

  get done(): boolean {
    return this.runs >= this.options.runs;
  }

  /** Of the time spent in {@link run}. */
  get stepsPerSecond(): number {
    return this.#milliseconds === 0 ? 0 : (this.steps * 1_000) / this.#milliseconds;
  }

  /** Makes up to `runs` more runs; true when the campaign is over. */
  run(runs = Number.POSITIVE_INFINITY): boolean {
    const start = performance.now();
    const end = Math.min(this.runs + runs, this.options.runs);
    while (this.runs < end) this.#runNext();
    this.#milliseconds += performance.now() - start;
    return this.done;
  }

  result(): CampaignResult {
    return {
      runs: this.runs,
      steps: this.steps,
      ends: { ...this.#ends },
      findings: this.#properties.flatMap(({ id }) => this.#findings.get(id) ?? []),
      coverage: coverageOf(this.#walk.program, this.#walk.coverage),
    };
  }

  #runNext(): void {
    const { seed, maxLength = DEFAULT_MAX_LENGTH } = this.options;
    const end = this.#walk.run(drawOf(seed, this.runs), maxLength);
    this.#ends[end]++;
    this.steps += this.#walk.length;
    if (this.#walk.violations.size > 0) this.#noteFindings();
    this.runs++;
  }

  #noteFindings(): void {
    for (const property of this.#properties) {
      const after = this.#walk.violations.get(property.id);
      if (after === undefined) continue;
      const known = this.#findings.get(property.id);
      const shorter = known === undefined || after < known.shortest.length;
      this.#findings.set(property.id, {
        property,
        count: (known?.count ?? 0) + 1,
        firstRun: known?.firstRun ?? this.runs,
        shortest: shorter ? new Run(this.options.scenario, this.#walk.path().slice(0, after)) : known.shortest,
      });
    }
  }
}

/** One run of a campaign, alone. */
export function campaignRun(options: CampaignOptions, number: number): Run {
  const { scenario, seed, maxLength = DEFAULT_MAX_LENGTH } = options;
  const walk = new Walk(programOf(scenario));
  walk.run(drawOf(seed, number), maxLength);
  return new Run(scenario, walk.path());
}

/** The shortest run that shrinking a finding leads to, in the scenario of the campaign. */
export function shrinkFinding({ property, shortest }: Finding): Run {
  return shrinkRun(shortest, (run) => run.violates(property), { scenario: 'keep' });
}

function drawOf(seed: string, run: number): Draw {
  const random = seedrandom(`${seed}/${run}`);
  return (below) => Math.floor(random.quick() * below);
}
