/**
 * The file form of a shard of a campaign, `pageoffline-campaign/1`: its options, how far it is, and its tally. Whoever has the
 * file can go on with the shard, or add it to others of the campaign.
 */

import { z } from 'zod';
import { errorMessage } from '../checker/error_message.js';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../model/designs.js';
import { FOUND_BY_HAND } from '../run/found_by.js';
import { INVARIANT_PROPERTIES, invariantNamed, Run } from '../run/run.js';
import { tokenOf, tokenOfRun } from '../run/token.js';
import { traceOfToken } from '../run/trace_of_token.js';
import type { Scenario } from '../scenario/scenario.js';
import { type CampaignOptions, type CampaignProgress, isFixed, runsOfShard, WHOLE } from './campaign.js';
import { noteOutcome } from './coverage.js';
import type { ScenarioConstraints } from './drawn_scenario.js';
import { DEFAULT_MAX_LENGTH } from './interleaving.js';
import { strategyNamed } from './strategies/index.js';
import { type Finding, Tally } from './tally.js';

/** The name and version of the format of a kept shard. */
export const CAMPAIGN_FORMAT = 'pageoffline-campaign/1';

const count = z.int().min(0);
const positive = z.int().min(1);
/** Ascending numbers as the difference of each to the one before. */
const differences = z.array(count);

const constraints = z.strictObject({
  designs: z.array(z.enum(DESIGN_IDS)).optional(),
  kernels: z.array(z.enum(KERNEL_VERSIONS)).optional(),
  maxOverrides: count.optional(),
  size: z.enum(['small', 'large']).optional(),
});

/** What all shards of a campaign have in common. */
const campaign = z.strictObject({
  /** A replay token without steps, or what scenarios are drawn from. */
  scenario: z.union([z.string(), constraints]),
  seed: z.string(),
  runs: positive,
  length: positive,
  strategy: z.string(),
  properties: z.array(z.string()).min(1),
});

const campaignFile = z.strictObject({
  format: z.literal(CAMPAIGN_FORMAT),
  campaign,
  shard: z.strictObject({ number: positive, of: positive }),
  /** Of this shard, so far. */
  runs: count,
  steps: count,
  ends: z.strictObject({ violation: count, halted: count, 'dead end': count, length: count }),
  findings: z.array(
    z.strictObject({
      property: z.string(),
      step: z.string(),
      count: positive,
      firstRun: count,
      /** The replay token of the shortest of the runs. */
      race: z.string(),
      shortestRun: count,
    }),
  ),
  covered: z.record(z.string(), z.record(z.string(), z.boolean())),
  behaviours: z.strictObject({ once: differences, twice: differences, more: differences }),
});

type CampaignFile = z.infer<typeof campaignFile>;

/** A shard of a campaign, and how far it is. */
export interface SavedShard {
  readonly options: CampaignOptions;
  readonly progress: CampaignProgress;
}

/** The text of the file that keeps a shard. */
export function writeCampaign({ options, progress }: SavedShard): string {
  const { runs, tally } = progress;
  const { once, twice, more } = tally.behaviours.counts();
  const file: CampaignFile = {
    format: CAMPAIGN_FORMAT,
    campaign: identity(options),
    shard: { ...(options.shard ?? WHOLE) },
    runs,
    steps: tally.steps,
    ends: { ...tally.ends },
    findings: [...tally.findings.values()].map((finding) => writeFinding(finding, options)),
    covered: Object.fromEntries([...tally.covered].map(([step, outcomes]) => [step, Object.fromEntries(outcomes)])),
    behaviours: { once: toDifferences(once), twice: toDifferences(twice), more: toDifferences(more) },
  };
  return `${JSON.stringify(file)}\n`;
}

/**
 * Of which campaign the file of a shard is, as {@link campaignIdentity} has it, and of how many parts. Takes less time than to
 * read all of it.
 * @throws one line that names the place in the file and what is wrong there
 */
export function readIdentity(text: string): { readonly identity: string; readonly of: number } {
  const { campaign, shard } = parse(text);
  return { identity: JSON.stringify(campaign), of: shard.of };
}

/** Equal, as JSON, for shards of one campaign. */
export function campaignIdentity(options: CampaignOptions): string {
  // What was read has its keys in the order of the schema, what was given has them in any.
  return JSON.stringify(campaign.parse(identity(options)));
}

function identity(options: CampaignOptions): CampaignFile['campaign'] {
  const { scenario, seed, runs, maxLength = DEFAULT_MAX_LENGTH, strategy } = options;
  const properties = (options.properties ?? INVARIANT_PROPERTIES).map(({ id }) => id);
  return { scenario: writeScenario(scenario), seed, runs, length: maxLength, strategy: strategy.name, properties };
}

function writeScenario(scenario: Scenario | ScenarioConstraints): CampaignFile['campaign']['scenario'] {
  if (isFixed(scenario)) return tokenOf({ scenario, foundBy: FOUND_BY_HAND, steps: [] });
  const { designs, kernels, ...rest } = scenario;
  return {
    ...rest,
    ...(designs === undefined ? {} : { designs: [...designs] }),
    ...(kernels === undefined ? {} : { kernels: [...kernels] }),
  };
}

function writeFinding(finding: Finding, { strategy }: CampaignOptions): CampaignFile['findings'][number] {
  const { property, shortest, ...rest } = finding;
  return { ...rest, property: property.id, race: tokenOfRun(shortest, strategy.name, property.id) };
}

/** @throws one line that names the place in the file and what is wrong there */
export function readCampaign(text: string): SavedShard {
  const { campaign, shard, runs, ...told } = parse(text);
  if (shard.number > shard.of) throw new Error(`shard.number: from 1 to ${shard.of} needed, ${shard.number} given`);
  const options: CampaignOptions = {
    scenario: readScenario(campaign.scenario),
    seed: campaign.seed,
    runs: campaign.runs,
    maxLength: campaign.length,
    strategy: strategyNamed(campaign.strategy),
    properties: campaign.properties.map(invariantNamed),
    shard,
  };
  if (runs > runsOfShard(options)) throw new Error(`runs: the shard has no more than ${runsOfShard(options)}`);
  return { options, progress: { runs, tally: readTally(told, runs, options) } };
}

function parse(text: string): CampaignFile {
  const parsed = campaignFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue.path.join('.') || 'the document'}: ${issue.message}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${errorMessage(error)}`);
  }
}

function readScenario(given: CampaignFile['campaign']['scenario']): Scenario | ScenarioConstraints {
  if (typeof given === 'string') return traceOfToken(given).scenario;
  const { designs, kernels, maxOverrides, size } = given;
  return {
    ...(designs === undefined ? {} : { designs }),
    ...(kernels === undefined ? {} : { kernels }),
    ...(maxOverrides === undefined ? {} : { maxOverrides }),
    ...(size === undefined ? {} : { size }),
  };
}

type Told = Pick<CampaignFile, 'steps' | 'ends' | 'findings' | 'covered' | 'behaviours'>;

function readTally(
  { steps, ends, findings, covered, behaviours }: Told,
  runs: number,
  options: CampaignOptions,
): Tally {
  const tally = new Tally(options.properties ?? INVARIANT_PROPERTIES);
  tally.runs = runs;
  tally.steps = steps;
  Object.assign(tally.ends, ends);
  for (const finding of findings) tally.addFinding(readFinding(finding));
  for (const [step, outcomes] of Object.entries(covered)) {
    for (const [outcome, happened] of Object.entries(outcomes)) noteOutcome(tally.covered, step, outcome, happened);
  }
  const { once, twice, more } = behaviours;
  tally.behaviours.add({ once: fromDifferences(once), twice: fromDifferences(twice), more: fromDifferences(more) });
  return tally;
}

function readFinding({ race, property, ...rest }: CampaignFile['findings'][number]): Finding {
  const { scenario, steps } = traceOfToken(race);
  const shortest = Run.ofSteps(scenario, steps);
  return { ...rest, property: invariantNamed(property), shortest };
}

function toDifferences(ascending: readonly number[]): number[] {
  return ascending.map((number, i) => number - (i === 0 ? 0 : ascending[i - 1]));
}

function fromDifferences(differences: readonly number[]): number[] {
  let number = 0;
  return differences.map((difference) => {
    number += difference;
    return number;
  });
}
