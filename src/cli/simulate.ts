/** `pageoffline simulate`: very many random interleavings of one design, reproducible from a seed of words. */

import {
  Campaign,
  type CampaignResult,
  type Finding,
  type Run,
  scenarioOf,
  shrinkFinding,
} from '../generators/index.js';
import type { Configuration } from '../model/configuration.js';
import { type DesignId, type KernelVersion, switchesOf } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Property } from '../properties/property.js';
import type { VerdictCell } from '../properties/verdict.js';
import { describeStart, drawRace } from '../report/index.js';
import { bold, color } from './color.js';
import { ExitStatus } from './exit_status.js';
import { Interrupt, turn } from './interrupt.js';
import { compact, progressLine } from './progress.js';
import { titleOf } from './races.js';
import { saveTrace } from './save_trace.js';
import { UsageError } from './usage_error.js';

export interface SimulateOptions {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  readonly configuration: Configuration;
  readonly property: readonly Property[];
  readonly set: Partial<Switches>;
  readonly seed: string;
  readonly runs: number;
  /** The most steps of one run. */
  readonly length: number;
  readonly json: boolean;
  readonly save?: string;
}

const RUNS_PER_SLICE = 200;

export async function simulate(options: SimulateOptions): Promise<ExitStatus> {
  const { design, kernel, configuration, set: changed, seed, runs, length: maxLength } = options;
  const properties = options.property.filter((property) => property.kind === 'invariant');
  if (properties.length === 0) {
    throw new UsageError(
      'random runs can only violate invariants, and --property names none: check decides the others',
    );
  }
  const scenario = scenarioOf(design, configuration, { kernel, changed });
  const campaign = new Campaign({ scenario, seed, runs, maxLength, properties });
  const started = performance.now();
  await runToEnd(campaign);
  const seconds = (performance.now() - started) / 1_000;
  const result = campaign.result();
  const found = result.findings.map((finding) => ({ finding, run: shrinkFinding(finding) }));
  if (options.json) {
    const cells = properties.map(({ id }) => cellOf(id, found, result, seconds, options));
    process.stdout.write(`${JSON.stringify(cells, undefined, 2)}\n`);
  } else process.stdout.write(`${textOf(campaign, result, found, options)}\n`);
  if (options.save !== undefined && found.length > 0) {
    saveTrace(options.save, options, { trace: found[0].run.steps, property: found[0].finding.property.id });
  }
  if (found.length > 0) return ExitStatus.VIOLATED;
  return campaign.done ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

async function runToEnd(campaign: Campaign): Promise<void> {
  const interrupt = new Interrupt();
  const progress = progressLine();
  try {
    while (!campaign.run(RUNS_PER_SLICE) && !interrupt.requested) {
      const rate = compact(campaign.stepsPerSecond);
      progress.show(`${compact(campaign.runs)} of ${compact(campaign.options.runs)} runs, ${rate} steps a second`);
      await turn();
    }
  } finally {
    progress.end();
  }
}

/** A violated property with the run that shrinking led to. */
interface Found {
  readonly finding: Finding;
  readonly run: Run;
}

function textOf(
  campaign: Campaign,
  { runs, steps, coverage }: CampaignResult,
  found: readonly Found[],
  { design, kernel, configuration, set, seed }: SimulateOptions,
): string {
  const { taken, all } = coverage.outcomes;
  const unfinished = campaign.done ? '' : ` of ${campaign.options.runs}, interrupted`;
  return [
    `Design ${design} on Linux ${kernel}, configuration ${configuration.name}, seed "${seed}": ${runs} runs${unfinished}, ` +
      `${compact(steps)} steps,`,
    `${taken} of ${all} outcomes of steps taken.`,
    ...(found.length === 0 ? ['No run violates a property. That is no proof: check looks at every interleaving.'] : []),
    ...found.flatMap(({ finding, run }) => [
      '',
      '',
      bold(`${titleOf(finding.property.id)} violated in ${finding.count} runs, first in run ${finding.firstRun}`),
      describeStart(configuration, switchesOf(design, kernel, set)),
      '',
      drawRace(run.steps, run.violation(finding.property)?.wrong ?? '', { color }),
    ]),
  ].join('\n');
}

/** A campaign never says that a property holds: what it did not find is not exhausted. */
function cellOf(
  property: string,
  found: readonly Found[],
  { steps }: CampaignResult,
  seconds: number,
  { design, kernel, configuration, set }: SimulateOptions,
): VerdictCell {
  const violated = found.find(({ finding }) => finding.property.id === property);
  const common = {
    design,
    kernel,
    configuration: configuration.name,
    variation: '',
    switches: { ...switchesOf(design, kernel, set) },
    property,
    // A random run keeps no states, so that each step is counted as one.
    applied: steps,
    states: steps,
    transitions: steps,
    depth: Math.max(0, ...found.map(({ run }) => run.length)),
    seconds,
  };
  if (violated === undefined) return { ...common, verdict: 'not-exhausted' };
  const { run, finding } = violated;
  const trace = run.steps.map(({ changes: _, ...step }) => step);
  return { ...common, verdict: 'violated', trace, wrong: run.violation(finding.property)?.wrong ?? '' };
}
