/** Whether random runs agree with exhaustive search: what it says holds is to survive very many of them. */

import { Campaign } from '../../src/generators/campaign.js';
import { DEFAULT_STRATEGY } from '../../src/generators/strategies/index.js';
import { type BenchCase, scenarioOfCase } from './cases.js';

/** What very many runs of one case saw. */
export interface Survey {
  readonly strategy: string;
  readonly runs: number;
  readonly steps: number;
  /** Runs that violate a property, by its id; what holds in every run is not among them. */
  readonly violatedIn: Record<string, number>;
}

/** A campaign: its runs go on behind violations, as the exhaustive search does that they are held against. */
export function survey(of: BenchCase, runs: number): Survey {
  const campaign = new Campaign({ scenario: scenarioOfCase(of), seed: 'survey', runs, strategy: DEFAULT_STRATEGY });
  campaign.run();
  const { steps, findings } = campaign.result();
  const violatedIn: Record<string, number> = {};
  // A property has a finding for each step that violates it.
  for (const { property, count } of findings) violatedIn[property.id] = (violatedIn[property.id] ?? 0) + count;
  return { strategy: DEFAULT_STRATEGY.name, runs, steps, violatedIn };
}
