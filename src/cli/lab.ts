/** `pageoffline lab kernels|fetch|doctor`: what the lab has, gets and lacks. */

import { builtInit, builtModule } from '../lab/build.js';
import { examine, type Finding } from '../lab/doctor.js';
import { fetchedKernel, fetchKernel, isFetched, type Say } from '../lab/kernel.js';
import { Missing } from '../lab/missing.js';
import { SERIES, type Series } from '../lab/series.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { progressLine } from './progress.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage_error.js';

export interface LabOptions {
  readonly json: boolean;
}

export function labKernels({ json }: LabOptions, { stdout }: Terminal): StatusOf<'HOLDS'> {
  const kernels = SERIES.map((series) => ({
    series,
    ...(isFetched(series) ? { release: fetchedKernel(series).release } : {}),
  }));
  const lines = kernels.map(
    ({ series, release }) => `${series.padEnd(5)} ${release ?? `not here: pageoffline lab fetch ${series}`}`,
  );
  stdout.write(json ? `${JSON.stringify(kernels, undefined, 2)}\n` : `${lines.join('\n')}\n`);
  return ExitStatus.HOLDS;
}

export function labDoctor({ json }: LabOptions, { stdout }: Terminal): StatusOf<'HOLDS' | 'USAGE'> {
  const findings = examine();
  stdout.write(json ? `${JSON.stringify(findings, undefined, 2)}\n` : `${findings.map(lineOf).join('\n')}\n`);
  return findings.some(({ there, needed }) => needed && !there) ? ExitStatus.USAGE : ExitStatus.HOLDS;
}

function lineOf({ what, there, use, remedy, needed }: Finding): string {
  const mark = there ? '✔' : needed ? '✘' : '–';
  return `${mark} ${what}: ${use}${remedy === undefined ? '' : `. Missing: ${remedy}`}`;
}

/** Fetches kernels, and builds what the lab needs for each, so that the first race waits for nothing. */
export async function labFetch(
  series: readonly Series[],
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  return inLab(terminal, async (say, signal) => {
    for (const each of series) {
      const kernel = await fetchKernel(each, (text) => say(`${each}: ${text}`), signal);
      await builtModule(kernel, (text) => say(`${each}: ${text}`), signal);
      await builtInit();
      terminal.stdout.write(`${each} ${kernel.release}\n`);
    }
    return ExitStatus.HOLDS;
  });
}

/** Runs work of the lab: what it says it does is shown, Ctrl-C ends it, and what is missing is told in one line. */
export async function inLab<Status extends ExitStatus>(
  terminal: Terminal,
  work: (say: Say, signal: AbortSignal) => Promise<Status>,
): Promise<Status | StatusOf<'NOT_EXHAUSTED'>> {
  const signal = terminal.interruption();
  const progress = progressLine(terminal);
  try {
    return await work((text) => progress.show(text), signal);
  } catch (error) {
    if (signal.aborted) return ExitStatus.NOT_EXHAUSTED;
    if (error instanceof Missing) throw new UsageError(error.message);
    throw error;
  } finally {
    progress.end();
  }
}
