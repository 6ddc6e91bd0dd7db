/** The commands of the page that a browser shows, and their options. */

import type { Command } from 'commander';
import { DESIGN_IDS } from '../model/designs.js';
import { PROPERTIES } from '../properties/index.js';
import { DEFAULT_JOBS, readCount, readDesigns, readPort } from './arguments.js';
import { DEFAULT_PORT, type ExploreOptions, explore } from './explore.js';
import { type Exit, examples, type LimitOptions, limitsOf, withLimits, withModel } from './options.js';
import { type ReportOptions, report } from './report.js';

export function addPageCommands(program: Command, exit: Exit): void {
  withLimits(withModel(program.command('report')))
    .description('the comparison and the claims as one HTML file, whose races can be stepped through')
    .option('-o, --output <file>', 'where to write it', 'report.html')
    .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-ledger', 'without the claims, which take several times as long as the comparison')
    .addHelpText('after', examples('report -o report.html', 'report --no-ledger --kernel 7.3 -o 7.3.html'))
    .action(
      async (options: Omit<ReportOptions, 'limits' | 'property' | 'design'> & Partial<ReportOptions> & LimitOptions) =>
        exit(
          await report({
            ...options,
            design: options.design ?? DESIGN_IDS,
            property: options.property ?? PROPERTIES,
            limits: limitsOf(options),
          }),
        ),
    );

  program
    .command('explore')
    .description('step through any interleaving in a browser, which runs the checker itself')
    .option('--port <number>', 'on this machine alone; 0: any that is free', readPort, DEFAULT_PORT)
    .addHelpText('after', examples('explore', 'explore --port 0'))
    .action(async (options: ExploreOptions) => exit(await explore(options)));
}
