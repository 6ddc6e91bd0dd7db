/** Options of `pageoffline report`. */

import { DESIGN_IDS } from '../../model/designs.js';
import { PROPERTIES } from '../../properties/catalogue/main.js';
import { DEFAULT_JOBS, readCount, readDesigns } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { type Given, limitsOf, withLimits, withModel } from '../options.js';
import { type ReportOptions, report } from '../report.js';

const HELP = {
  examples: ['report -o report.html', 'report --no-ledger --kernel 7.3 -o 7.3.html'],
  statuses: { 0: 'every cell of it is decided', 3: 'some cells are open: not every state was seen' },
};

export const define: Define = (command, invocation) =>
  withAction(
    withLimits(withModel(command))
      .option('-o, --output <file>', 'where to write it', 'report.html')
      .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
      .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
      .option('--no-ledger', 'without the claims, which take several times as long as the comparison'),
    invocation,
    HELP,
    (terminal, options: Given<ReportOptions, 'design' | 'property'>) => {
      const { design = DESIGN_IDS, property = PROPERTIES } = options;
      return report({ ...options, design, property, limits: limitsOf(options) }, terminal);
    },
  );
