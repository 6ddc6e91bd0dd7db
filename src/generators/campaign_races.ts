/** The distinct races of a campaign: its findings, shrunk, those of one property and one shape as one. */

import type { Run } from '../run/run.js';
import { shapeOf } from './shape.js';
import { type ShrinkOptions, shrinkRun } from './shrink.js';
import type { Finding } from './tally.js';

/** A violation that a campaign found, shrunk. */
export interface CampaignRace extends Pick<Finding, 'property' | 'count' | 'firstRun'> {
  /** What shrinking led to. */
  readonly run: Run;
  readonly shape: string;
}

/** Takes a moment for each finding, so that a caller may look up in between. */
export function shrinkFinding(
  { property, count, firstRun, shortest }: Finding,
  options: ShrinkOptions = {},
): CampaignRace {
  const run = shrinkRun(shortest, (smaller) => smaller.violates(property), options);
  const violating = run.prefix(run.violation(property)?.after ?? run.length);
  return { property, count, firstRun, run: violating, shape: shapeOf(violating) };
}

/** Joins races that differ by accidents of scheduling only; the shortest stands for all. */
export function distinctRaces(races: readonly CampaignRace[]): CampaignRace[] {
  const distinct = new Map<string, CampaignRace>();
  for (const race of races) {
    const key = `${race.property.id} ${race.shape}`;
    const known = distinct.get(key);
    distinct.set(key, known === undefined ? race : joined(known, race));
  }
  return [...distinct.values()];
}

function joined(a: CampaignRace, b: CampaignRace): CampaignRace {
  return {
    ...(b.run.length < a.run.length ? b : a),
    count: a.count + b.count,
    firstRun: Math.min(a.firstRun, b.firstRun),
  };
}
