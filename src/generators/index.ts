/** Random runs of the model: fast-check arbitraries of scenarios and interleavings, seeded campaigns, and shrinking. */

export {
  BATCH_RUNS,
  Campaign,
  type CampaignOptions,
  type CampaignProgress,
  DEFAULT_DRAWN_RUNS,
  DEFAULT_RUNS,
  isFixed,
  type Shard,
  WHOLE,
} from './campaign.js';
export {
  CAMPAIGN_FORMAT,
  campaignIdentity,
  readCampaign,
  readIdentity,
  type SavedShard,
  writeCampaign,
} from './campaign_file.js';
export { type CampaignRace, distinctRaces, shrinkFinding } from './campaign_races.js';
export { type Certificate, Certification, certificateText, certify } from './certificate.js';
export type { Count, Coverage } from './coverage.js';
export { type ScenarioConstraints, type ScenarioSize, scenario, startingFrom } from './drawn_scenario.js';
export { type DrawRace, describeFailure, raceReporter } from './failure.js';
export { DEFAULT_MAX_LENGTH, type InterleavingOptions, interleaving } from './interleaving.js';
export { type MergedCampaign, mergeShards } from './merge.js';
export { shapeOf, whatHappened } from './shape.js';
export { type ShrinkOptions, shrinkRun } from './shrink.js';
export {
  boundedSwitches,
  coverageGuided,
  DEFAULT_STRATEGY,
  frontier,
  pauses,
  pct,
  STRATEGIES,
  type Strategy,
  strategyNamed,
  swarm,
  uniform,
} from './strategies/index.js';
export type { Finding, Summary, Tally } from './tally.js';
