/** Options of `pageoffline merge`. */

import { type Define, withAction } from '../command.js';
import { formatOption, TRACE_FORMATS } from '../formats.js';
import { type MergeOptions, merge } from '../merge.js';
import { JSON_OPTION } from '../options.js';

const HELP = {
  examples: ['merge campaign'],
  statuses: {
    0: 'no run violates a property, which is no proof',
    1: 'some run does',
    3: 'none does, but not all runs are made',
  },
};

export const define: Define = (command, invocation) =>
  withAction(
    command
      .argument('<folder>')
      .option('--keep-scenario', 'shrink the runs only, not the scenario', false)
      .addOption(formatOption(TRACE_FORMATS))
      .option(...JSON_OPTION),
    invocation,
    HELP,
    (terminal, folder: string, options: MergeOptions) => merge(folder, options, terminal),
  );
