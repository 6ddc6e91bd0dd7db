/** Options of `pageoffline simulate`. */

import { BATCH_RUNS, DEFAULT_DRAWN_RUNS, DEFAULT_RUNS } from '../../generators/campaign.js';
import { DEFAULT_MAX_LENGTH } from '../../generators/interleaving.js';
import { DEFAULT_STRATEGY, STRATEGIES } from '../../generators/strategies/index.js';
import { PROPERTIES } from '../../properties/catalogue/main.js';
import { configurationNamed } from '../../scenario/scenario.js';
import {
  MOST_STEPS,
  readCount,
  readDesign,
  readLength,
  readScenarioSize,
  readShard,
  readStrategy,
} from '../arguments.js';
import { changeOptions } from '../change_options.js';
import { type Define, required, withAction } from '../command.js';
import { configurationOptions } from '../configuration_options.js';
import { formatOption, TRACE_FORMATS } from '../formats.js';
import { JSON_OPTION, withModel } from '../options.js';
import { type SimulateOptions, simulate } from '../simulate.js';
import { UsageError } from '../usage_error.js';

const DESIGN = '--design <id>';
const USUAL = 'walkers';
const SEED = '--seed <words>';

const HELP = {
  examples: [
    'simulate --design D --seed some-words',
    'simulate --design F --seed deep --strategy pct-3 --runs 1e6 --shard 3/16 --out campaign',
    'simulate --design D --seed many-blocks --scenarios large --vary 2',
  ],
  statuses: {
    0: 'no run violates a property, which is no proof',
    1: 'some run does; with --against: violates what none does there',
    3: 'none does, but it was stopped before its end',
  },
};

type GivenOptions = Omit<SimulateOptions, 'design' | 'seed' | 'property' | 'against'> &
  Partial<Pick<SimulateOptions, 'design' | 'seed' | 'property'>>;

export const define: Define = (command, invocation) => {
  const parsed = withModel(
    command.option(DESIGN, 'the design', readDesign).option(SEED, 'what the runs depend on, and nothing else'),
  )
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
    .option('--length <steps>', `the most steps of one run, up to ${MOST_STEPS}`, readLength, DEFAULT_MAX_LENGTH)
    .option('--out <folder>', 'keep the campaign here, and go on with it when it was stopped')
    .option(
      '--shard <part>',
      'only this part of the runs, such as 3/16, or auto in an array of jobs: merge joins the parts',
      readShard,
    )
    .option('--keep-scenario', 'shrink the runs only, not the scenario', false)
    .option('--save <file>', 'keep the trace of the first violated property')
    .addOption(formatOption(TRACE_FORMATS))
    .option(...JSON_OPTION);
  const asked = configurationOptions(parsed, USUAL);
  const changed = changeOptions(parsed);
  withAction(parsed, invocation, HELP, async (terminal, options: GivenOptions) => {
    const { property = PROPERTIES } = options;
    const design = required(options.design, DESIGN);
    const seed = required(options.seed, SEED);
    const drawn = options.scenarios !== undefined;
    if (drawn && asked.isGiven()) {
      throw new UsageError('--scenarios draws configurations: leave --configuration out, and what changes one');
    }
    const configuration = asked.of(configurationNamed(USUAL));
    const change = await changed.load();
    if (drawn && change.change !== undefined) throw new UsageError('--scenarios draws what is asked: leave --edit out');
    const against = await changed.against();
    const all = { ...options, ...change, design, seed, property, configuration, ...(against && { against }) };
    return simulate(all, terminal);
  });
};
