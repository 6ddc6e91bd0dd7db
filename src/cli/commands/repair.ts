/** Options of `pageoffline repair`. */

import { DEFAULT_KERNEL, type DesignId } from '../../model/designs.js';
import { DEFAULT_JOBS, readCount, readDesign, readKernel } from '../arguments.js';
import { limitsIn, scenesIn } from '../asked_scenes.js';
import { type Define, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { JSON_OPTION, type LimitOptions, withLimits } from '../options.js';
import { type RepairOptions, repair } from '../repair.js';
import { studyCache } from '../study_cache.js';

const HELP = {
  examples: ['repair D', 'repair F --kernel 7.3', 'repair D --no-races', 'repair --kernel 7.3'],
  statuses: { 0: 'every set of patches is decided', 3: 'a search was ended, or met a limit, before that' },
};

export const define: Define = (command, invocation) => {
  const parsed = withLimits(command)
    .argument('[design]', 'a design; without one, all of them in a sentence each', readDesign)
    .option('--kernel <version>', 'the kernel version around the design', readKernel, DEFAULT_KERNEL)
    .option('--jobs <count>', 'designs at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the races that return when a patch is left out')
    .option('--cache <folder>', 'keep studies here, and make none twice', studyCache)
    .option(...JSON_OPTION);
  const asked = configurationOptions(parsed, 'several, in which together everybody acts');
  withAction(
    parsed,
    invocation,
    HELP,
    (terminal, design: DesignId | undefined, options: RepairOptions & LimitOptions) =>
      repair(design, { ...options, ...scenesIn(asked), ...limitsIn(options) }, terminal),
  );
};
