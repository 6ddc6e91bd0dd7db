/** `pageoffline lab all`: every race of a design that can be driven on a kernel, as a table; goes on where it was stopped. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CellResult, cellName, type LabCell, labCells, makeCell } from '../lab/all_races.js';
import { madeCacheFolder } from '../lab/cache_folder.js';
import type { Say } from '../lab/kernel.js';
import { Layout } from '../lab/layout.js';
import type { Series } from '../lab/series.js';
import { Session } from '../lab/session.js';
import type { DesignId } from '../model/designs.js';
import { required } from './command.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { inLab } from './lab.js';
import { labKernelOf } from './lab_arguments.js';
import type { Terminal } from './terminal.js';

export interface LabAllOptions {
  readonly kernel?: Series;
  readonly design: DesignId;
  readonly kernelTree?: string;
  readonly anew: boolean;
  readonly json: boolean;
}

const MAX_STATES = 2_000_000;

interface Row {
  readonly cell: string;
  readonly result: CellResult;
}

export async function labAll(
  options: LabAllOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'VIOLATED' | 'NOT_EXHAUSTED'>> {
  const series = required(options.kernel, '--kernel <series>');
  return inLab(terminal, async (say, signal) => {
    const kernel = labKernelOf(series, options.kernelTree);
    const file = join(madeCacheFolder('campaigns'), `${options.design}-${kernel.release}.json`);
    const rows = options.anew ? [] : readRows(file);
    for (const cell of labCells()) {
      if (signal.aborted) break;
      const name = cellName(cell);
      if (rows.some((row) => row.cell === name)) continue;
      say(`${rows.length} of ${labCells().length}: ${name}`);
      rows.push({ cell: name, result: await resultOf(cell, series, options, say, signal) });
      writeFileSync(file, JSON.stringify(rows));
    }
    const text = options.json
      ? JSON.stringify({ release: kernel.release, rows }, undefined, 2)
      : tableOf(kernel.release, rows);
    terminal.stdout.write(`${text}\n`);
    if (rows.some(({ result }) => result.outcome === 'differs')) return ExitStatus.VIOLATED;
    return rows.length < labCells().length ? ExitStatus.NOT_EXHAUSTED : ExitStatus.HOLDS;
  });
}

async function resultOf(
  cell: LabCell,
  series: Series,
  { design, kernelTree }: LabAllOptions,
  say: Say,
  signal: AbortSignal,
): Promise<CellResult> {
  const layout = new Layout(cell.configuration, series);
  const session = await Session.open({ kernel: labKernelOf(series, kernelTree), layout, say, signal });
  return makeCell(cell, design, series, session, MAX_STATES);
}

function readRows(file: string): Row[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

function tableOf(release: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ cell }) => cell.length));
  const lines = rows.map(({ cell, result }) => `${cell.padEnd(width)}  ${resultText(result)}`);
  return [`Linux ${release}`, ...lines].join('\n');
}

function resultText(result: CellResult): string {
  if (result.outcome === 'none') return `none can be driven, of ${result.states} states`;
  const { outcome, steps, segments, seconds, told } = result;
  const mark = outcome === 'reproduced' ? '✔ reproduced' : '✘ differs';
  return `${mark}, ${steps} steps in ${segments} segments, ${seconds.toFixed(1)} s: ${told[0]}`;
}
