/** The commands about single runs, random ones and kept ones, and their options. */

import type { Command } from 'commander';
import {
  BATCH_RUNS,
  DEFAULT_DRAWN_RUNS,
  DEFAULT_MAX_LENGTH,
  DEFAULT_RUNS,
  DEFAULT_STRATEGY,
  STRATEGIES,
} from '../generators/index.js';
import { PROPERTIES } from '../properties/index.js';
import {
  readConfiguration,
  readCount,
  readDesign,
  readProperties,
  readScenarioSize,
  readShard,
  readStrategy,
} from './arguments.js';
import { formatOption, TRACE_FORMATS } from './formats.js';
import { type MergeOptions, merge } from './merge.js';
import { type Exit, examples, withModel } from './options.js';
import { type ReplayOptions, replay } from './replay.js';
import { type ShrinkCommandOptions, shrink } from './shrink.js';
import { type SimulateOptions, simulate } from './simulate.js';

/** The race of the README. */
const EXAMPLE_TOKEN = 'po1:D:5.8:walkers:search:S5:000001101:tm6nm';

export function addRunCommands(program: Command, exit: Exit): void {
  withModel(program.command('simulate'))
    .description('very many random interleavings of one design, shrunk to races that are proved shortest')
    .requiredOption('--design <id>', 'the design', readDesign)
    .requiredOption('--seed <words>', 'what the runs depend on, and nothing else')
    .option('--configuration <name>', 'the configuration (default: walkers)', readConfiguration)
    .option(
      '--scenarios <size>',
      `draw a configuration for each ${BATCH_RUNS} runs instead: small or large`,
      readScenarioSize,
    )
    .option('--vary <count>', 'with --scenarios: set up to so many switches otherwise', readCount)
    .option(
      '--strategy <name>',
      `how steps are chosen: ${STRATEGIES.map(({ name }) => name).join(', ')} (default: ${DEFAULT_STRATEGY.name})`,
      readStrategy,
      DEFAULT_STRATEGY,
    )
    .option('--runs <count>', `how many (default: ${DEFAULT_RUNS}, with --scenarios ${DEFAULT_DRAWN_RUNS})`, readCount)
    .option('--length <steps>', 'the most steps of one run', readCount, DEFAULT_MAX_LENGTH)
    .option('--out <folder>', 'keep the campaign here, and go on with it when it was stopped')
    .option('--shard <part>', 'only this part of the runs, such as 3/16: merge joins the parts', readShard)
    .option('--keep-scenario', 'shrink the runs only, not the scenario', false)
    .option('--save <file>', 'keep the trace of the first violated property')
    .addOption(formatOption(TRACE_FORMATS))
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText(
      'after',
      examples(
        'simulate --design D --seed some-words',
        'simulate --design F --seed deep --strategy pct-3 --runs 1e6 --shard 3/16 --out campaign',
        'simulate --design D --seed many-blocks --scenarios large --vary 2',
      ),
    )
    .action(async (options: Omit<SimulateOptions, 'property'> & Partial<SimulateOptions>) =>
      exit(await simulate({ ...options, property: options.property ?? PROPERTIES }, readConfiguration('walkers'))),
    );

  program
    .command('merge <folder>')
    .description('join the parts of a campaign that simulate --out kept')
    .option('--keep-scenario', 'shrink the runs only, not the scenario', false)
    .addOption(formatOption(TRACE_FORMATS))
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('merge campaign'))
    .action(async (folder: string, options: MergeOptions) => exit(await merge(folder, options)));

  program
    .command('shrink <race>')
    .description('make a kept trace, or the race of a token, as short as can be')
    .option('--property <id>', 'what it must go on to violate (default: what it was kept for)', readProperties)
    .option('--keep-scenario', 'shrink the run only, not the scenario', false)
    .option('--save <file>', 'keep the shrunk trace')
    .addOption(formatOption(TRACE_FORMATS))
    .addHelpText('after', examples('shrink race.json', 'shrink race.json --property S7 --save shorter.json'))
    .action(async (race: string, options: ShrinkCommandOptions) => exit(await shrink(race, options)));

  program
    .command('replay <race>')
    .description('replay a token, or a kept trace by the path of its file, and draw it')
    .option('--emit-test', 'print a test that keeps the race for ever, instead of the race', false)
    .addOption(formatOption(TRACE_FORMATS))
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText(
      'after',
      examples(
        'replay race.json',
        `replay ${EXAMPLE_TOKEN}`,
        'replay race.json --emit-test',
        'replay race.json --format mermaid',
      ),
    )
    .action((race: string, options: ReplayOptions) => exit(replay(race, options)));
}
