/** `pageoffline lab all`: every race of a design that can be driven on a kernel, as a table; goes on where it was stopped. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ControlKernel, cellName, type LabCell, labCells, makeCell, shortestRaces } from '../lab/all_races.js';
import { cacheFolder, madeCacheFolder } from '../lab/cache_folder.js';
import { fetchedKernel, fetchedSeries, type LabKernel, type Say } from '../lab/kernel.js';
import { Layout } from '../lab/layout.js';
import type { Series } from '../lab/series.js';
import { Session } from '../lab/session.js';
import type { DesignId } from '../model/designs.js';
import { type Campaign, campaignTable } from '../report/campaign.js';
import { required } from './command.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { inLab } from './lab.js';
import { labKernelOf } from './lab_arguments.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage_error.js';

export interface LabAllOptions {
  readonly kernel?: Series;
  readonly design: DesignId;
  readonly kernelTree?: string;
  readonly parameters: string;
  readonly anew: boolean;
  readonly json: boolean;
}

const MAX_STATES = 5_000_000;
const CAMPAIGNS = 'campaigns';

export async function labAll(
  options: LabAllOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const series = required(options.kernel, '--kernel <series>');
  const { design, parameters } = options;
  return inLab(terminal, async (say, signal) => {
    const kernel = labKernelOf(series, options.kernelTree);
    const name = [design, kernel.release, ...parameters.split(/\s+/).filter((word) => word !== '')].join('_');
    const file = join(madeCacheFolder(CAMPAIGNS), `${name.replaceAll('/', '_')}.json`);
    let campaign: Campaign = { design, release: kernel.release, parameters, rows: [] };
    if (!options.anew && existsSync(file)) campaign = readCampaign(file);
    const cells = labCells();
    const decided = new Map<string, ReturnType<typeof shortestRaces>>();
    for (const cell of cells) {
      if (signal.aborted) break;
      const named = cellName(cell);
      if (campaign.rows.some((row) => row.cell === named)) continue;
      say(`${campaign.rows.length} of ${cells.length}: ${named}`);
      const session = await sessionOf(cell, kernel, parameters, say, signal);
      const controls = controlsFor(cell, series, parameters, say, signal);
      const { name: configuration } = cell.configuration;
      const shortest = decided.get(configuration) ?? shortestRaces(cell.configuration, design, session, MAX_STATES);
      decided.set(configuration, shortest);
      const plan = { design, session, controls, maxStates: MAX_STATES };
      const result = await makeCell(cell, plan, shortest.get(cell.property.id));
      campaign = { ...campaign, rows: [...campaign.rows, { cell: named, result }] };
      writeFileSync(file, JSON.stringify(campaign));
    }
    terminal.stdout.write(`${options.json ? JSON.stringify([campaign]) : campaignTable([campaign])}\n`);
    const isWrong = campaign.rows.some(
      ({ result }) => result.outcome === 'differs' || (result.control?.outcome ?? 'holds') !== 'holds',
    );
    if (isWrong) return ExitStatus.VIOLATED;
    return campaign.rows.length < cells.length ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
  });
}

function sessionOf(
  { configuration }: LabCell,
  kernel: LabKernel,
  parameters: string,
  say: Say,
  signal: AbortSignal,
): Promise<Session> {
  return Session.open({ kernel, layout: new Layout(configuration, kernel.series), parameters, say, signal });
}

/** Turns the allocator's page checks off where they hang on it. */
const NO_PAGE_CHECKS = 'init_on_alloc=0';

/** The same kernel with page checks the other way, and the other kernels that are here: the newest first, which are the most alike. */
function controlsFor(
  cell: LabCell,
  series: Series,
  parameters: string,
  say: Say,
  signal: AbortSignal,
): readonly ControlKernel[] {
  const control = (on: Series, words: string): ControlKernel => ({
    on: words === '' ? on : `${on}, ${words}`,
    open: () => sessionOf(cell, fetchedKernel(on), words, say, signal),
  });
  const fetched = fetchedSeries();
  return [
    ...(fetched.includes(series) ? [control(series, parameters === '' ? NO_PAGE_CHECKS : '')] : []),
    ...fetched
      .filter((each) => each !== series)
      .map((each) => control(each, ''))
      .reverse(),
  ];
}

const readCampaign = (file: string): Campaign => JSON.parse(readFileSync(file, 'utf8'));

export interface LabTableOptions {
  readonly json: boolean;
}

/** `pageoffline lab table`: what `lab all` has kept of all kernels. */
export function labTable({ json }: LabTableOptions, { stdout }: Terminal): StatusOf<'HOLDS'> {
  const folder = cacheFolder(CAMPAIGNS);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (files.length === 0) throw new UsageError('nothing is kept: pageoffline lab all --kernel 7.3');
  const campaigns = files.map((name) => readCampaign(join(folder, name))).sort(byRelease);
  stdout.write(json ? `${JSON.stringify(campaigns, undefined, 1)}\n` : `${campaignTable(campaigns)}\n`);
  return ExitStatus.HOLDS;
}

function byRelease(a: Campaign, b: Campaign): number {
  return a.release.localeCompare(b.release, 'en', { numeric: true }) || a.parameters.localeCompare(b.parameters, 'en');
}
