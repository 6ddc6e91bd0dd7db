/** Options of `pageoffline compare`. */

import { DESIGN_IDS } from '../../model/designs.js';
import { PROPERTIES } from '../../properties/catalogue/main.js';
import { DEFAULT_JOBS, readCount, readDesigns } from '../arguments.js';
import { changeOptions } from '../change_options.js';
import { type Define, withAction } from '../command.js';
import { COMPARE_FORMATS, type CompareOptions, compare, compareAllAgainst } from '../compare.js';
import { configurationOptions, VARIATIONS_TEXT, variationsIn } from '../configuration_options.js';
import { formatOption } from '../formats.js';
import { type Given, JSON_OPTION, limitsOf, withLimits, withModel } from '../options.js';
import { withFresh } from '../verdict_files.js';

const HELP = {
  examples: [
    'compare',
    'compare --kernel 7.3 --no-races',
    'compare --design A,D --set putHook=false',
    'compare --design D,E,F --kernel 7.3 --against 5.8',
    'compare --format junit > verdicts.xml',
  ],
  statuses: {
    0: 'every cell is decided, whatever the verdicts',
    1: 'with --against: something is violated that was not there',
    3: 'some cells are open: not every state was seen',
  },
};

export const define: Define = (command, invocation) => {
  const parsed = withFresh(withLimits(withModel(command)))
    .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--races', 'every shortest race (default: one for each design)')
    .option('--no-races', 'without races')
    .addOption(formatOption(COMPARE_FORMATS))
    .option(...JSON_OPTION);
  const asked = configurationOptions(parsed, VARIATIONS_TEXT);
  const changed = changeOptions(parsed);
  withAction(
    parsed,
    invocation,
    HELP,
    async (terminal, options: Given<CompareOptions, 'design' | 'variations' | 'property'>) => {
      const { design = DESIGN_IDS, property = PROPERTIES } = options;
      const variations = variationsIn(asked, options);
      const all = { ...options, design, variations, ...(await changed.load()), property, limits: limitsOf(options) };
      const other = await changed.against();
      return other === undefined ? compare(all, terminal) : compareAllAgainst(other, all, terminal);
    },
  );
};
