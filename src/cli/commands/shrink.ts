/** Options of `pageoffline shrink`. */

import { readProperties } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { formatOption, TRACE_FORMATS } from '../formats.js';
import { JSON_OPTION } from '../options.js';
import { CHANGE_OPTION } from '../race_argument.js';
import { type ShrinkCommandOptions, shrink } from '../shrink.js';

const HELP = {
  examples: ['shrink race.json', 'shrink race.json --property S7 --save shorter.json'],
  statuses: {
    1: 'the race is a violation, as it was before',
    3: 'a race of the property cannot be shrunk',
  },
};

export const define: Define = (command, invocation) =>
  withAction(
    command
      .argument('<race>')
      .option(...CHANGE_OPTION)
      .option('--property <id>', 'what it must go on to violate (default: what it was kept for)', readProperties)
      .option('--keep-scenario', 'shrink the run only, not the scenario', false)
      .option('--save <file>', 'keep the shrunk trace')
      .addOption(formatOption(TRACE_FORMATS))
      .option(...JSON_OPTION),
    invocation,
    HELP,
    (terminal, race: string, options: ShrinkCommandOptions) => shrink(race, options, terminal),
  );
