/** `pageoffline lab places`: the table of places, and which of them each kernel that is here has. */

import { type Coverage, coverageOf } from '../lab/coverage.js';
import { fetchedKernel, fetchedSeries } from '../lab/kernel.js';
import { Layout } from '../lab/layout.js';
import { Missing } from '../lab/missing.js';
import type { Series } from '../lab/series.js';
import { Session } from '../lab/session.js';
import { readConfiguration } from './configuration_options.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { inLab, type LabOptions } from './lab.js';
import type { Terminal } from './terminal.js';

export async function labPlaces(
  { json }: LabOptions,
  terminal: Terminal,
): Promise<StatusOf<'HOLDS' | 'NOT_EXHAUSTED'>> {
  return inLab(terminal, async (say, signal) => {
    const fetched = fetchedSeries();
    if (fetched.length === 0) throw new Missing('no kernel here: pageoffline lab fetch 7.3');
    const codes = [];
    for (const series of fetched) {
      const layout = new Layout(readConfiguration('walkers'), series);
      codes.push((await Session.open({ kernel: fetchedKernel(series), layout, say, signal })).code);
    }
    const rows = coverageOf(codes);
    terminal.stdout.write(
      `${json ? JSON.stringify({ kernels: fetched, rows }, undefined, 2) : textOf(fetched, rows)}\n`,
    );
    return ExitStatus.HOLDS;
  });
}

function textOf(kernels: readonly Series[], rows: readonly Coverage[]): string {
  const width = Math.max(...rows.map(({ between }) => between.length));
  const columns = kernels.map((each) => each.padEnd(5)).join(' ');
  const lines = rows.map(({ actor, between, hold, by }) => {
    const marks = by.map((found) => (found === undefined ? '–' : '✔').padEnd(5)).join(' ');
    return `${actor.padEnd(7)} ${between.padEnd(width)}  ${marks}  ${hold}`;
  });
  const covered = kernels.map(
    (kernel, i) => `${rows.filter(({ by }) => by[i] !== undefined).length} of ${rows.length} on ${kernel}`,
  );
  return [`${' '.repeat(8 + width)}  ${columns}`, ...lines, `Places: ${covered.join(', ')}`].join('\n');
}
