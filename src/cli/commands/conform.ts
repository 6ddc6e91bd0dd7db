/** Options of `pageoffline conform`. */

import { type Define, withAction } from '../command.js';
import { type ConformOptions, conform } from '../conform.js';

const HELP = {
  examples: ['conform recordings', 'conform recordings/7.3/walk-01.jsonl'],
  statuses: {
    0: 'every recording is explained',
    1: 'some recording is not explained',
    3: 'it was stopped before it had looked at all',
  },
};

export const define: Define = (command, invocation) =>
  withAction(
    command.argument('<path...>').option('--json', 'one JSON document on standard output', false),
    invocation,
    HELP,
    (terminal, paths: readonly string[], options: ConformOptions) => conform(paths, options, terminal),
  );
