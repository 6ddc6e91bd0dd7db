/** Options of `pageoffline diff`. */

import { DEFAULT_KERNEL, type DesignId } from '../../model/designs.js';
import { PROPERTIES } from '../../properties/catalogue/main.js';
import { DEFAULT_JOBS, readCount, readDesign, readKernel, readProperties } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { configurationOptions, VARIATIONS_TEXT, variationsIn } from '../configuration_options.js';
import { type DiffOptions, diff } from '../diff.js';
import { type Given, JSON_OPTION, limitsOf, PROPERTY_HELP, withLimits } from '../options.js';
import { withFresh } from '../verdict_files.js';

const HELP = {
  examples: ['diff A D', 'diff D E --kernel 7.3'],
  statuses: { 0: 'every verdict is known, whether any differs or not', 3: 'some are open: not every state was seen' },
};

export const define: Define = (command, invocation) => {
  const parsed = withFresh(withLimits(command))
    .argument('<one>', 'a design', readDesign)
    .argument('<other>', 'another design', readDesign)
    .option('--kernel <version>', 'the kernel version around the designs', readKernel, DEFAULT_KERNEL)
    .option('--property <ids>', PROPERTY_HELP, readProperties)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the shortest races')
    .option(...JSON_OPTION);
  const asked = configurationOptions(parsed, VARIATIONS_TEXT);
  withAction(
    parsed,
    invocation,
    HELP,
    (terminal, one: DesignId, other: DesignId, options: Given<DiffOptions, 'variations' | 'property'>) => {
      const { property = PROPERTIES } = options;
      return diff(
        one,
        other,
        { ...options, variations: variationsIn(asked, options), property, limits: limitsOf(options) },
        terminal,
      );
    },
  );
};
