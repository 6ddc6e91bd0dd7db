/** Options of `pageoffline explain`. */

import { DEFAULT_KERNEL, type DesignId } from '../../model/designs.js';
import { DEFAULT_JOBS, readCount, readDesign, readKernel, readProperties } from '../arguments.js';
import { limitsIn, scenesIn } from '../asked_scenes.js';
import { type Define, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { type ExplainOptions, explain } from '../explain.js';
import { JSON_OPTION, type LimitOptions, withLimits } from '../options.js';
import { studyCache } from '../study_cache.js';

const HELP = {
  examples: [
    'explain',
    'explain D',
    'explain D --kernel 7.3',
    'explain A --property S5,S7',
    'explain --documents docs',
  ],
  statuses: {
    0: 'every set of assumptions is decided, whatever the verdicts',
    3: 'a search was ended, or met a limit, before that',
  },
};

export const define: Define = (command, invocation) => {
  const parsed = withLimits(command)
    .argument('[design]', 'a design; without one, all of them', readDesign)
    .option('--kernel <version>', 'the kernel version around the design', readKernel, DEFAULT_KERNEL)
    .option('--property <ids>', 'held against these properties alone, by id, with commas', readProperties)
    .option('--jobs <count>', 'designs at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the drawings of the races')
    .option('--documents <folder>', 'all designs on 5.8 and 7.3, with their repairs: answer.md and answer.json here')
    .option('--cache <folder>', 'keep studies here, and make none twice', studyCache)
    .option(...JSON_OPTION);
  const asked = configurationOptions(parsed, 'several, in which together everybody acts');
  withAction(
    parsed,
    invocation,
    HELP,
    (terminal, design: DesignId | undefined, options: ExplainOptions & LimitOptions) =>
      explain(design, { ...options, ...scenesIn(asked), ...limitsIn(options) }, terminal),
  );
};
