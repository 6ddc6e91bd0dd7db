/** What the runs of a campaign have shown so far. Tallies of different runs can be added, in any order. */

import type { Program } from '../checker/system.js';
import type { Walk, WalkEnd } from '../checker/walk.js';
import type { Kernel } from '../model/state.js';
import type { InvariantProperty } from '../properties/kinds/invariant.js';
import { Run } from '../run/run.js';
import type { Scenario } from '../scenario/scenario.js';
import { Behaviours, type Estimate } from './behaviours.js';
import { addCoverage, type Coverage, type CoveredSteps, noteOutcome, summarise } from './coverage.js';
import type { OutcomeNames } from './outcome_names.js';

/** A way in which runs violate a property: by the step that does it. */
export interface Finding {
  readonly property: InvariantProperty;
  /** The violating step, told by the kind of its process, its action and its outcome. */
  readonly step: string;
  /** Runs that violate the property so. */
  readonly count: number;
  /** The number of the first of them, from 0. */
  readonly firstRun: number;
  /** The shortest of them, up to its first violating state, as it was drawn; of those, the first. */
  readonly shortest: Run;
  /** The number of that run. */
  readonly shortestRun: number;
}

/** What a tally says. */
export interface Summary {
  readonly runs: number;
  readonly steps: number;
  /** How many runs ended in each way. */
  readonly ends: Readonly<Record<WalkEnd, number>>;
  /** In the order of the properties, then by the first run. */
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
  readonly behaviours: Estimate;
}

const WALK_ENDS: readonly WalkEnd[] = ['violation', 'halted', 'dead end', 'length'];

/** What the runs of a campaign have shown so far. */
export class Tally {
  readonly properties: readonly InvariantProperty[];
  runs = 0;
  steps = 0;
  readonly ends: Record<WalkEnd, number> = { violation: 0, halted: 0, 'dead end': 0, length: 0 };
  /** By property and violating step. */
  readonly findings = new Map<string, Finding>();
  readonly covered: CoveredSteps = new Map();
  readonly behaviours = new Behaviours();

  /** @param properties those that runs are looked at for */
  constructor(properties: readonly InvariantProperty[]) {
    this.properties = properties;
  }

  /** Counts a run that has ended, and what it violates. */
  addRun(number: number, scenario: Scenario, walk: Walk<Kernel>, end: WalkEnd, names: OutcomeNames): void {
    this.runs++;
    this.steps += walk.length;
    this.ends[end]++;
    this.behaviours.note(walk, names.hashes);
    if (walk.violations.size === 0) return;
    for (const property of this.properties) {
      const after = walk.violations.get(property.id);
      if (after === undefined) continue;
      const step = after === 0 ? 'at the start' : names.shapes[walk.happened[after - 1]];
      const known = this.findings.get(findingKey(property, step));
      const isShorter = known === undefined || after < known.shortest.length;
      const shortest = isShorter ? new Run(scenario, walk.path(after)) : known.shortest;
      const shortestRun = isShorter ? number : known.shortestRun;
      this.addFinding({ property, step, count: 1, firstRun: number, shortest, shortestRun });
    }
  }

  /** Adds what another shard found. */
  addFinding(finding: Finding): void {
    const key = findingKey(finding.property, finding.step);
    const known = this.findings.get(key);
    this.findings.set(key, known === undefined ? finding : joined(known, finding));
  }

  /** Adds the steps of a program, and which of them walks have taken: the `coverage` of a walk. */
  addCoverage(program: Program<Kernel>, happened: Uint8Array): void {
    addCoverage(this.covered, program, happened);
  }

  /** Adds what other runs have shown. */
  add(other: Tally): void {
    this.runs += other.runs;
    this.steps += other.steps;
    for (const end of WALK_ENDS) this.ends[end] += other.ends[end];
    for (const finding of other.findings.values()) this.addFinding(finding);
    for (const [step, outcomes] of other.covered) {
      for (const [outcome, happened] of outcomes) noteOutcome(this.covered, step, outcome, happened);
    }
    this.behaviours.add(other.behaviours.counts());
  }

  /** All of it, as plain data. */
  summary(): Summary {
    const { runs, steps, ends } = this;
    const findings = [...this.findings.values()].sort((a, b) => a.firstRun - b.firstRun);
    return {
      runs,
      steps,
      ends: { ...ends },
      findings: this.properties.flatMap(({ id }) => findings.filter(({ property }) => property.id === id)),
      coverage: summarise(this.covered),
      behaviours: this.behaviours.estimate(runs),
    };
  }
}

function findingKey({ id }: InvariantProperty, step: string): string {
  return `${id} ${step}`;
}

function joined(a: Finding, b: Finding): Finding {
  const order = a.shortest.length - b.shortest.length || a.shortestRun - b.shortestRun;
  return {
    ...(order <= 0 ? a : b),
    count: a.count + b.count,
    firstRun: Math.min(a.firstRun, b.firstRun),
  };
}
