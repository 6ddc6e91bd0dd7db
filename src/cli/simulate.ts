/** `pageoffline simulate`: very many random interleavings of one design, reproducible from a seed of words. */

import {
  Campaign,
  type CampaignOptions,
  DEFAULT_DRAWN_RUNS,
  DEFAULT_RUNS,
  isFixed,
  type ScenarioSize,
  type Shard,
  type Strategy,
  WHOLE,
} from '../generators/index.js';
import { invariantsAmong, type Property } from '../properties/property.js';
import type { Other } from './against.js';
import { type CampaignReport, printCampaign } from './campaign_report.js';
import { certifiedRaces } from './certified_races.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import type { TraceFormat } from './formats.js';
import { requireMet, underChange } from './met_change.js';
import { askedScenario, type ModelOptions } from './model_options.js';
import { checkWritable } from './output_file.js';
import { compact, type ProgressLine, progressLine } from './progress.js';
import { saveTrace } from './save_trace.js';
import { ShardFile } from './shard_file.js';
import { type Terminal, turn } from './terminal.js';
import { UsageError } from './usage_error.js';

export interface SimulateOptions extends ModelOptions {
  readonly property: readonly Property[];
  readonly seed: string;
  /** Absent: as many as suit what is simulated. */
  readonly runs?: number;
  /** The most steps of one run. */
  readonly length: number;
  readonly strategy: Strategy;
  /** Draw scenarios of this size, instead of a configuration. */
  readonly scenarios?: ScenarioSize;
  /** The most switches that drawn scenarios have set otherwise. */
  readonly vary?: number;
  readonly shard?: Shard;
  /** The folder where the shard is kept, to be gone on with or joined to others. */
  readonly out?: string;
  readonly keepScenario: boolean;
  readonly json: boolean;
  readonly format: TraceFormat;
  readonly save?: string;
  /** The same runs are made there, and what falls in one alone is told. */
  readonly against?: Other;
}

const RUNS_PER_SLICE = 200;
/** Between two times that a shard is kept, in milliseconds. */
const KEEP_EVERY = 5_000;

type Status = StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>;

export async function simulate(options: SimulateOptions, terminal: Terminal): Promise<Status> {
  const campaignOptions = campaignOptionsOf(options);
  const { scenario } = campaignOptions;
  if (isFixed(scenario)) requireMet([scenario]);
  if (options.against !== undefined) return compareRuns(options.against, campaignOptions, options, terminal);
  if (options.save !== undefined) checkWritable(options.save);
  const file = options.out === undefined ? undefined : new ShardFile(options.out, campaignOptions);
  try {
    return await runCampaign(new Campaign(campaignOptions, file?.read()), file, options, terminal);
  } finally {
    file?.close();
  }
}

async function compareRuns(
  other: Other,
  campaignOptions: CampaignOptions,
  { out, shard, json, change }: SimulateOptions,
  terminal: Terminal,
): Promise<Status> {
  const { scenario } = campaignOptions;
  if (!isFixed(scenario) || out !== undefined || shard !== undefined) {
    throw new UsageError('--against makes the runs of one scenario here and there: no --scenarios, --out or --shard');
  }
  const { simulateAgainst } = await import('./simulate_against.js');
  return underChange(change, () => simulateAgainst(scenario, other, campaignOptions, json, terminal));
}

async function runCampaign(
  campaign: Campaign,
  file: ShardFile | undefined,
  options: SimulateOptions,
  terminal: Terminal,
): Promise<Status> {
  const progress = progressLine(terminal);
  const running = () => runAndShrink(campaign, file, options, terminal.interruption(), progress);
  const report = await underChange(options.change, running).finally(() => progress.end());
  printCampaign(report, options, terminal);
  const [first] = report.races;
  if (options.save !== undefined && first !== undefined) {
    saveTrace(options.save, first.run.toTrace(options.strategy.name, first.property));
  }
  if (report.summary.findings.length > 0) return ExitStatus.VIOLATED;
  return campaign.done ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

async function runAndShrink(
  campaign: Campaign,
  file: ShardFile | undefined,
  { shard = WHOLE, keepScenario }: SimulateOptions,
  signal: AbortSignal,
  progress: ProgressLine,
): Promise<CampaignReport> {
  await runToEnd(campaign, file, signal, progress);
  const summary = campaign.result();
  // What the parts have found is shrunk once, when they are joined.
  const told =
    shard.of > 1
      ? { races: [], left: summary.findings }
      : await certifiedRaces(summary.findings, campaign.options, keepScenario, signal, progress);
  const unfinished = campaign.done ? '' : ` of ${campaign.allRuns}, interrupted`;
  return { options: campaign.options, summary, unfinished, ...told };
}

function campaignOptionsOf(options: SimulateOptions): CampaignOptions {
  const { seed, length: maxLength, strategy, shard, scenarios } = options;
  const { runs = scenarios === undefined ? DEFAULT_RUNS : DEFAULT_DRAWN_RUNS } = options;
  const properties = invariantsAmong(options.property);
  if (properties.length === 0) {
    throw new UsageError(
      'random runs can only violate invariants, and --property names none: check decides the others',
    );
  }
  const rest = { seed, runs, maxLength, strategy, properties, ...(shard === undefined ? {} : { shard }) };
  return { scenario: scenarioOfOptions(options), ...rest };
}

function scenarioOfOptions(options: SimulateOptions): CampaignOptions['scenario'] {
  const { design, kernel, set: overrides, scenarios, vary } = options;
  if (scenarios === undefined) {
    if (vary !== undefined) throw new UsageError('--vary is for drawn scenarios: give --scenarios small or large too');
    return askedScenario(options);
  }
  if (Object.keys(overrides).length > 0) throw new UsageError('--scenarios draws switches: --vary instead of --set');
  return {
    designs: [design],
    kernels: [kernel],
    size: scenarios,
    ...(vary === undefined ? {} : { maxOverrides: vary }),
  };
}

/** Or until asked to stop; then to the end of the batch, where another command can go on. */
async function runToEnd(
  campaign: Campaign,
  file: ShardFile | undefined,
  signal: AbortSignal,
  progress: ProgressLine,
): Promise<void> {
  // What is there at once can be gone on with, and tells other processes whose folder it is.
  file?.write(campaign);
  let keptAt = performance.now();
  while (!campaign.done && !(signal.aborted && (file === undefined || campaign.isBetweenBatches))) {
    campaign.run(RUNS_PER_SLICE);
    progress.show(progressText(campaign));
    await turn();
    if (file === undefined || !campaign.isBetweenBatches || performance.now() - keptAt < KEEP_EVERY) continue;
    file.write(campaign);
    keptAt = performance.now();
  }
  file?.write(campaign);
}

function progressText({ runs, allRuns, stepsPerSecond, tally }: Campaign): string {
  const found = tally.findings.size === 0 ? '' : `, ${tally.findings.size} ways to violate a property`;
  return `${compact(runs)} of ${compact(allRuns)} runs, ${compact(stepsPerSecond)} steps a second${found}`;
}
