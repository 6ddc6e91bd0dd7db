/** Options of `pageoffline conform`. */

import { readCount } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { type ConformOptions, conform } from '../conform.js';
import { conformLive, type LiveOptions } from '../conform_live.js';
import { readSeries } from '../lab_arguments.js';
import { JSON_OPTION } from '../options.js';
import { UsageError } from '../usage_error.js';

const HELP = {
  examples: [
    'conform recordings',
    'conform recordings/7.3/walk-01.jsonl',
    'conform --live --kernel 6.12 --seed 1 --actions 15 --walks 10',
  ],
  statuses: {
    0: 'every recording, or walk, is explained',
    1: 'some recording, or walk, is not explained',
    3: 'it was stopped before it had looked at all',
  },
};

type Options = ConformOptions & LiveOptions & { readonly live: boolean };

export const define: Define = (command, invocation) =>
  withAction(
    command
      .argument('[path...]', 'recordings, or folders of them')
      .option('--live', 'instead: random walks of actions on a kernel that is booted now', false)
      .option('--kernel <series>', 'with --live: the kernel', readSeries)
      .option('--kernel-tree <path>', 'with --live: a built kernel tree to boot instead')
      .option('--seed <number>', 'with --live: of the first walk, the next have the next', readCount, 1)
      .option('--actions <count>', 'with --live: how long a walk is', readCount, 15)
      .option('--walks <count>', 'with --live: how many', readCount, 10)
      .option(...JSON_OPTION),
    invocation,
    HELP,
    (terminal, paths: readonly string[], options: Options) => {
      if (options.live && paths.length > 0) throw new UsageError('--live makes its own recordings: no path');
      if (!options.live && paths.length === 0) throw new UsageError('a path is needed, or --live');
      return options.live ? conformLive(options, terminal) : conform(paths, options, terminal);
    },
  );
