/** Options of `pageoffline report`. */

import { DESIGN_IDS } from '../../model/designs.js';
import { PROPERTIES } from '../../properties/catalogue/main.js';
import { DEFAULT_JOBS, readCount, readDesigns } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { configurationOptions, VARIATIONS_TEXT, variationsIn } from '../configuration_options.js';
import { type Given, limitsOf, withLimits, withModel } from '../options.js';
import { type ReportOptions, report } from '../report.js';
import { withFresh } from '../verdict_files.js';

const HELP = {
  examples: ['report -o report.html', 'report --no-ledger --kernel 7.3 -o 7.3.html'],
  statuses: { 0: 'every cell of it is decided', 3: 'some cells are open: not every state was seen' },
};

export const define: Define = (command, invocation) => {
  const parsed = withFresh(withLimits(withModel(command)))
    .option('-o, --output <file>', 'where to write it', 'report.html')
    .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-ledger', 'without the claims, which take several times as long as the comparison');
  const asked = configurationOptions(parsed, VARIATIONS_TEXT);
  withAction(
    parsed,
    invocation,
    HELP,
    (terminal, options: Given<ReportOptions, 'design' | 'variations' | 'property'>) => {
      const { design = DESIGN_IDS, property = PROPERTIES } = options;
      return report(
        { ...options, design, variations: variationsIn(asked, options), property, limits: limitsOf(options) },
        terminal,
      );
    },
  );
};
