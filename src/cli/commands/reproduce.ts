/** Options of `pageoffline reproduce`. */

import { Option } from 'commander';
import { readCount, readDesign, readProperties, readSwitch } from '../arguments.js';
import { type Define, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { readSeries } from '../lab_arguments.js';
import { JSON_OPTION } from '../options.js';
import { CHANGE_OPTION } from '../race_argument.js';
import { type ReproduceOptions, reproduce } from '../reproduce.js';

const HELP = {
  examples: [
    'reproduce --design D --kernel 7.3 --property S5',
    'reproduce race.json --kernel 7.3 --save evidence',
    'reproduce --design D --kernel 7.3 --property EF --control 5.10',
    'reproduce --design D --kernel 6.12 --property S5 --parameters init_on_alloc=0 --control-parameters init_on_alloc=1',
    'reproduce --design D --kernel 7.3 --property EF --free --minutes 5',
    'reproduce --design D --kernel 7.3 --property EF --kernel-tree ~/linux',
  ],
  statuses: {
    0: 'reproduced: the kernel does what the model says',
    1: 'the kernel differs from the model',
    3: 'the race cannot be driven, did not happen, or the command was stopped',
  },
};

export const define: Define = (command, invocation) => {
  const parsed = command
    .argument('[race]', 'a token, or the path of a kept trace; absent: the shortest that can be driven')
    .option('--design <id>', 'search a race of this design', readDesign)
    .option('--kernel <series>', "the kernel: Debian's newest of the series; and the model's", readSeries)
    .option('--property <id>', 'what is to be violated (default: what the race was kept for)', readProperties)
    .option('--set <switch=value>', 'set a switch of the model otherwise; may be repeated', readSwitch, {})
    .option(...CHANGE_OPTION)
    .option('--kernel-tree <path>', 'a built kernel tree to boot instead; --kernel says what it is nearest to')
    .option('--parameters <words>', 'more parameters for the kernel, such as init_on_alloc=0')
    .option('--control <kernel>', 'then the same schedule on this series or built tree, where the property must hold')
    .option('--control-parameters <words>', 'the same, on a kernel booted with these parameters')
    .option('--control-set <switch=value>', 'a switch of the model that the control has otherwise', readSwitch, {})
    .addOption(
      new Option('--walker <who>', "who walks: the lab's module, or the kernel's own DAMON")
        .choices(['module', 'kdamond'])
        .default('module'),
    )
    .option('--free', 'without module and holds: by ordinary means, over and over, until it happens', false)
    .option('--minutes <count>', 'with --free: how long', readCount, 5)
    .option('--max-states <count>', 'give up beyond so many states', readCount, 5_000_000)
    .option('--save <folder>', 'keep plan, states, logs and verdict')
    .option(...JSON_OPTION);
  const configured = configurationOptions(parsed, 'what suits the property');
  withAction(
    parsed,
    invocation,
    HELP,
    (terminal, race: string | undefined, options: Omit<ReproduceOptions, 'configured'>) =>
      reproduce(race, { ...options, configured }, terminal),
  );
};
