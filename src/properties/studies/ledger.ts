/** The ledger: every claim by every design, from the verdicts on the conditions that the claim rests on. */

import { type DesignId, type KernelVersion, switchesOf } from '../../model/designs.js';
import { digestOf, type Scenario } from '../../scenario/scenario.js';
import type { Claim, Condition } from '../claims/index.js';
import { READINGS, type Reading } from '../claims/readings.js';
import type { Property } from '../property.js';
import type { VerdictCell, VerdictKind } from '../verdict.js';

/** What became of a condition. */
export interface ConditionCell {
  readonly condition: Condition;
  /** Where it was decided. */
  readonly scenario: Scenario;
  readonly cell: VerdictCell;
}

/** What became of a claim: borne out, refuted, left open where a limit was met; or it says nothing of the design. */
export type Judgement = VerdictKind | 'not-applicable';

/** One claim for one design under one reading. */
export interface LedgerCell {
  readonly claim: string;
  readonly design: DesignId;
  readonly reading: string;
  readonly judgement: Judgement;
  /** Why the claim does not speak of the design. */
  readonly reason?: string;
  readonly conditions: readonly ConditionCell[];
}

/** A scenario, and the properties to decide in it. */
export interface LedgerJob {
  readonly scenario: Scenario;
  readonly properties: readonly Property[];
}

/** The searches that the claims take, each once, however many claims rest on it. */
export function ledgerJobs(claims: readonly Claim[], designs: readonly DesignId[], kernel: KernelVersion): LedgerJob[] {
  const jobs = new Map<string, { scenario: Scenario; properties: Set<Property> }>();
  for (const { claim, design, reading } of places(claims, designs, kernel)) {
    for (const condition of claim.conditions) {
      const scenario = scenarioOf(condition, design, kernel, reading);
      const key = digestOf(scenario);
      const job = jobs.get(key) ?? { scenario, properties: new Set() };
      job.properties.add(condition.property);
      jobs.set(key, job);
    }
  }
  return [...jobs.values()].map(({ scenario, properties }) => ({ scenario, properties: [...properties] }));
}

/** @param decided the cells of each job, in the order of the jobs */
export function ledgerOf(
  claims: readonly Claim[],
  designs: readonly DesignId[],
  kernel: KernelVersion,
  jobs: readonly LedgerJob[],
  decided: readonly (readonly VerdictCell[])[],
): LedgerCell[] {
  const cells = new Map(jobs.map((job, i) => [digestOf(job.scenario), decided[i]]));
  return READINGS.flatMap((reading) =>
    claims.flatMap((claim) => designs.map((design) => judge(claim, design, kernel, reading, cells))),
  );
}

/** Where a claim speaks of a design. */
function places(claims: readonly Claim[], designs: readonly DesignId[], kernel: KernelVersion) {
  return READINGS.flatMap((reading) =>
    claims.flatMap((claim) =>
      designs
        .filter((design) => claim.passesOver?.(switchesOf(design, kernel)) === undefined)
        .map((design) => ({ claim, design, reading })),
    ),
  );
}

function scenarioOf(condition: Condition, design: DesignId, kernel: KernelVersion, reading: Reading): Scenario {
  return {
    design,
    kernel: condition.kernel ?? kernel,
    configuration: condition.configuration ?? reading.configuration,
    overrides: condition.overrides,
  };
}

function judge(
  claim: Claim,
  design: DesignId,
  kernel: KernelVersion,
  reading: Reading,
  cells: ReadonlyMap<string, readonly VerdictCell[]>,
): LedgerCell {
  const common = { claim: claim.id, design, reading: reading.id };
  const reason = claim.passesOver?.(switchesOf(design, kernel));
  if (reason !== undefined) return { ...common, judgement: 'not-applicable', reason, conditions: [] };
  const conditions = claim.conditions.map((condition) => {
    const scenario = scenarioOf(condition, design, kernel, reading);
    const cell = cells.get(digestOf(scenario))?.find(({ property }) => property === condition.property.id);
    if (cell === undefined) throw new Error(`claim ${claim.id}: ${condition.property.id} was not decided`);
    return { condition, scenario, cell };
  });
  return { ...common, judgement: judgementOf(conditions), conditions };
}

/** Refuted by one condition that is not as it is due; open while one is. */
function judgementOf(conditions: readonly ConditionCell[]): VerdictKind {
  const open = ({ cell }: ConditionCell): boolean => cell.verdict === 'not-exhausted';
  if (conditions.some((each) => !open(each) && !isMet(each))) return 'violated';
  return conditions.some(open) ? 'not-exhausted' : 'holds';
}

/** The property came out as the claim needs it. */
export const isMet = ({ condition, cell }: ConditionCell): boolean => cell.verdict === condition.due;
