/** The commands that need real kernels, and their options. */

import type { Command } from 'commander';
import { SERIES, type Series } from '../lab/series.js';
import { type LabOptions, labDoctor, labFetch, labKernels } from './lab.js';
import { type Exit, examples } from './options.js';
import { UsageError } from './usage_error.js';

export function readSeries(given: string): Series {
  const found = SERIES.find((series) => series === given);
  if (found === undefined) throw new UsageError(`no kernel series is called '${given}': one of ${SERIES.join(', ')}`);
  return found;
}

export function addLabCommands(program: Command, exit: Exit): void {
  const lab = program.command('lab').description('real kernels in virtual machines, on which races are made');

  lab
    .command('kernels')
    .description('the kernel series, and which of them are here')
    .option('--json', 'one JSON document on standard output', false)
    .action((options: LabOptions) => exit(labKernels(options)));

  lab
    .command('fetch')
    .description("download and unpack Debian's newest kernel of each series, without touching the system's packages")
    .argument('<series...>', `one of ${SERIES.join(', ')}`)
    .addHelpText('after', examples('lab fetch 7.3', 'lab fetch 6.1 6.12 7.3'))
    .action(async (series: readonly string[]) => exit(await labFetch(series.map(readSeries))));

  lab
    .command('doctor')
    .description('what the lab needs, and how to get what is missing')
    .option('--json', 'one JSON document on standard output', false)
    .action((options: LabOptions) => exit(labDoctor(options)));
}
