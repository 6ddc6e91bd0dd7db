/** Random runs of the model: fast-check arbitraries of scenarios and interleavings, seeded campaigns, and shrinking. */

export {
  Campaign,
  type CampaignOptions,
  type CampaignResult,
  campaignRun,
  type Finding,
  shrinkFinding,
} from './campaign.js';
export type { Count, Coverage } from './coverage.js';
export { type ScenarioConstraints, scenario, startingFrom } from './drawn_scenario.js';
export { type DrawRace, describeFailure, raceReporter } from './failure.js';
export { DEFAULT_MAX_LENGTH, type InterleavingOptions, interleaving } from './interleaving.js';
export { replayLeniently, type StepName } from './lenient_replay.js';
export { holds, Run, type Violation } from './run.js';
export { describeScenario, type Scenario, type ScenarioChanges, scenarioOf } from './scenario.js';
export { type ShrinkOptions, shrinkRun } from './shrink.js';
export {
  boundedSwitches,
  coverageGuided,
  pct,
  STRATEGIES,
  type Strategy,
  strategyNamed,
  swarm,
  uniform,
} from './strategies/index.js';
export { FOUND_BY_HAND, FOUND_BY_SEARCH, type Race, TOKEN_VERSION, tokenOf } from './token.js';
export { traceOfToken } from './trace_of_token.js';
