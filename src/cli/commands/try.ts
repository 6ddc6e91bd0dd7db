/** Arguments and options of `pageoffline try`. */

import { Option } from 'commander';
import { DEFAULT_JOBS, readCount } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { type Given, limitsOf, withLimits } from '../options.js';
import { TRY_FORMATS, type TryOptions, tryChange } from '../try.js';

const HELP = {
  examples: [
    'init bug lost-undo && pageoffline try lost-undo.ts',
    'try change.ts --design D --kernel 7.3 --configuration walkers',
    'try bug.ts --expect S5',
    'try change.ts --save-baseline known.json && pageoffline try change.ts --baseline known.json',
    'try change.ts --format markdown > review.md',
  ],
  statuses: {
    0: 'nothing falls that did not before; with --expect: what was expected falls',
    1: 'something falls; with --expect: something that was expected does not',
    3: 'nothing falls, but not everything was decided',
  },
};

/** The names are read once the change is loaded, which may bring some along. */
const words = (given: string, before: readonly string[] = []): readonly string[] => [...before, ...given.split(',')];

export const define: Define = (command, invocation) =>
  withAction(
    withLimits(command)
      .argument('<file>', 'the change: .ts, .mts, .js, .mjs or .json')
      .option('--design <ids>', 'only these designs, with commas (default: those of the change, or all)', words)
      .option('--kernel <versions>', 'only these kernel versions', words)
      .option('--configuration <names>', 'only these configurations', words)
      .option('--property <ids>', 'only these properties (default: all but L1 to L8)', words)
      .option(
        '--expect [ids]',
        'these must fall; without ids, what the change itself says must fall or be mended',
        (given: string) => words(given),
      )
      .option('--save-baseline <file>', 'keep what falls as known')
      .option('--baseline <file>', 'what falls and is known there is nothing new')
      .option('--jobs <count>', 'comparisons at once', readCount, DEFAULT_JOBS)
      .option('--no-races', 'without the shortest races')
      .addOption(new Option('--format <name>', 'what to print').choices(TRY_FORMATS).default('text')),
    invocation,
    HELP,
    (terminal, file: string, options: Given<TryOptions>) =>
      tryChange(file, { ...options, limits: limitsOf(options) }, terminal),
  );
