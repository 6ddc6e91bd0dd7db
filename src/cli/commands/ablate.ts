/** Options of `pageoffline ablate`. */

import type { DesignId } from '../../model/designs.js';
import { FIXES } from '../../properties/studies/fixes.js';
import { type AblateOptions, ablate } from '../ablate.js';
import { DEFAULT_JOBS, readCount, readDesigns, readFixes, readKernel, readProperties } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { type Given, JSON_OPTION, limitsOf, PROPERTY_HELP, withLimits } from '../options.js';
import { withFresh } from '../verdict_files.js';

/** The designs that differ in what a fix could be for. */
const DESIGNS: readonly DesignId[] = ['A', 'B', 'D', 'E', 'F'];

const HELP = {
  examples: ['ablate', 'ablate --fix F9,F11 --design D', 'ablate --design A,D --no-races'],
  statuses: { 0: 'everything is decided, whatever breaks', 3: 'something is open: not every state was seen' },
};

export const define: Define = (command, invocation) => {
  const parsed = withFresh(withLimits(command))
    .option('--fix <ids>', 'only these fixes, by id, with commas', readFixes)
    .option('--design <ids>', `these designs, by id, with commas (default: ${DESIGNS.join(', ')})`, readDesigns)
    .option('--kernel <version>', 'only on this version (default: the first and the newest with the fix)', readKernel)
    .option('--property <ids>', PROPERTY_HELP, readProperties)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the shortest races')
    .option(...JSON_OPTION);
  const asked = configurationOptions(parsed, 'where a fix could matter');
  withAction(parsed, invocation, HELP, (terminal, options: Given<AblateOptions, 'among' | 'design' | 'fix'>) => {
    const { design = DESIGNS, fix = FIXES } = options;
    return ablate({ ...options, among: asked.among, design, fix, limits: limitsOf(options) }, terminal);
  });
};
