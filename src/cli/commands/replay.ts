/** Options of `pageoffline replay`. */

import { type Define, withAction } from '../command.js';
import { formatOption, TRACE_FORMATS } from '../formats.js';
import { JSON_OPTION } from '../options.js';
import { CHANGE_OPTION } from '../race_argument.js';
import { type ReplayOptions, replay } from '../replay.js';

/** The race of the README. */
const EXAMPLE_TOKEN = 'po1:D:5.8:walkers:search:S5:000001101:tm6nm';

const HELP = {
  examples: [
    'replay race.json',
    `replay ${EXAMPLE_TOKEN}`,
    'replay race.json --emit-test',
    'replay race.json --format mermaid',
  ],
  statuses: {
    0: 'the race violates nothing, or a test was asked for',
    1: 'it violates a property',
    3: 'a search that it takes to tell did not see every state',
  },
};

export const define: Define = (command, invocation) =>
  withAction(
    command
      .argument('<race>')
      .option(...CHANGE_OPTION)
      .option('--emit-test', 'print a test that keeps the race for ever, instead of the race', false)
      .addOption(formatOption(TRACE_FORMATS))
      .option(...JSON_OPTION),
    invocation,
    HELP,
    (terminal, race: string, options: ReplayOptions) => replay(race, options, terminal),
  );
