/** `pageoffline merge DIR`: joins the shards of a campaign, and tells what it has found as a whole. */

import { readFileSync } from 'node:fs';
import { type MergedCampaign, mergeShards, readCampaign } from '../generators/index.js';
import { printCampaign } from './campaign_report.js';
import { certifiedRaces } from './certified_races.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import type { TraceFormat } from './formats.js';
import { progressLine } from './progress.js';
import { shardFiles } from './shard_file.js';
import type { Terminal } from './terminal.js';
import { asUsageError, UsageError } from './usage_error.js';

export interface MergeOptions {
  readonly keepScenario: boolean;
  readonly json: boolean;
  readonly format: TraceFormat;
}

export async function merge(
  folder: string,
  { keepScenario, json, format }: MergeOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const merged = readShards(folder);
  const { options, progress: runs } = merged;
  const summary = runs.tally.summary();
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  const told = await certifiedRaces(summary.findings, options, keepScenario, signal, progress).finally(() =>
    progress.end(),
  );
  const report = { options, summary, unfinished: unfinishedText(merged), ...told };
  printCampaign(report, { json, format }, terminal);
  if (summary.findings.length > 0) return ExitStatus.VIOLATED;
  return report.unfinished === '' ? ExitStatus.HOLDS : ExitStatus.NOT_EXHAUSTED;
}

function readShards(folder: string): MergedCampaign {
  const paths = asUsageError(folder, () => shardFiles(folder));
  if (paths.length === 0) throw new UsageError(`${folder}: no shard is there: simulate --out ${folder} makes some`);
  const shards = paths.map((path) => asUsageError(path, () => readCampaign(readFileSync(path, 'utf8'))));
  return asUsageError(folder, () => mergeShards(shards));
}

/** ` of 10000; shards 3/16, 7/16 missing`. */
function unfinishedText({ options, progress, missing }: MergedCampaign): string {
  if (progress.runs === options.runs) return '';
  const shards = missing.map(({ number, of }) => `${number}/${of}`).join(', ');
  return ` of ${options.runs}${shards === '' ? ', not all shards at their end' : `, shards missing: ${shards}`}`;
}
