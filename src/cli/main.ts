#!/usr/bin/env node
/** The command `pageoffline`: reads the command line, runs a command, and exits with its status. */

import { Command, CommanderError } from 'commander';
import { DEFAULT_MAX_LENGTH, uniform } from '../generators/index.js';
import { DEFAULT_KERNEL, DESIGN_IDS, type DesignId } from '../model/designs.js';
import type { Claim } from '../properties/claims/index.js';
import { FIXES } from '../properties/fixes.js';
import { PROPERTIES } from '../properties/index.js';
import { type AblateOptions, ablate } from './ablate.js';
import {
  DEFAULT_JOBS,
  DEFAULT_LIMITS,
  LIVENESS,
  readBytes,
  readClaims,
  readConfiguration,
  readCount,
  readDesign,
  readDesigns,
  readFixes,
  readKernel,
  readProperties,
  readScenarioSize,
  readShard,
  readStrategy,
  readSwitch,
} from './arguments.js';
import { CHECK_FORMATS, type CheckOptions, check } from './check.js';
import { type ClaimsOptions, claims } from './claims.js';
import { COMPARE_FORMATS, type CompareOptions, compare } from './compare.js';
import { type ConformOptions, conform } from './conform.js';
import { type DiffOptions, diff } from './diff.js';
import { ExitStatus } from './exit_status.js';
import { formatOption, TRACE_FORMATS } from './formats.js';
import { list } from './list.js';
import { type MergeOptions, merge } from './merge.js';
import { type ReplayOptions, replay } from './replay.js';
import { type ShrinkCommandOptions, shrink } from './shrink.js';
import { type SimulateOptions, simulate } from './simulate.js';
import { UsageError } from './usage_error.js';

interface LimitOptions {
  readonly maxStates: number;
  readonly maxMemory: number;
}

function limitsOf({ maxStates, maxMemory }: LimitOptions): { maxStates: number; maxBytes: number } {
  return { maxStates, maxBytes: maxMemory };
}

/** The race of the README. */
const EXAMPLE_TOKEN = 'po1:D:5.8:walkers:search:S5:000001101:tm6nm';

const PROPERTY_HELP = `only these properties, by id, with commas; '${LIVENESS}': all of L1 to L8, which are not decided otherwise`;

/** Options that several commands have. */
function withModel(command: Command): Command {
  return command
    .option('--kernel <version>', 'the kernel version around the design', readKernel, DEFAULT_KERNEL)
    .option('--set <switch=value>', 'set a switch otherwise; may be repeated', readSwitch, {})
    .option('--property <ids>', PROPERTY_HELP, readProperties);
}

function withLimits(command: Command): Command {
  return command
    .option('--max-states <count>', 'give up beyond so many states', readCount, DEFAULT_LIMITS.maxStates)
    .option(
      '--max-memory <amount>',
      'give up beyond so much memory, such as 512M (default: 4G)',
      readBytes,
      DEFAULT_LIMITS.maxBytes,
    );
}

const EXIT_STATUS = `
Exit status: 0 everything holds or is explained, 1 something is violated or not explained, 2 the command line or an
input file is wrong, 3 no violation found, but not every state was seen.`;

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ pageoffline ${line}`).join('\n')}\n${EXIT_STATUS}`;
}

function commands(exit: (status: ExitStatus) => void): Command {
  const program = new Command('pageoffline')
    .description('Checks designs for offlining Linux memory that a driver has partly unplugged.')
    .addHelpText('after', examples('compare', 'check --design D --configuration walkers', 'list'))
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: (text, write) => write(text) });

  withLimits(withModel(program.command('compare')))
    .description('every design against the main properties, exhaustively, with the shortest races')
    .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'the table alone')
    .addOption(formatOption(COMPARE_FORMATS))
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText(
      'after',
      examples(
        'compare',
        'compare --kernel 7.3 --no-races',
        'compare --design A,D --set putHook=false',
        'compare --format junit > verdicts.xml',
      ),
    )
    .action(
      async (
        options: Omit<CompareOptions, 'limits' | 'property' | 'design'> & Partial<CompareOptions> & LimitOptions,
      ) =>
        exit(
          await compare({
            ...options,
            design: options.design ?? DESIGN_IDS,
            property: options.property ?? PROPERTIES,
            limits: limitsOf(options),
          }),
        ),
    );

  withLimits(withModel(program.command('check')))
    .description('one design in one configuration, exhaustively')
    .requiredOption('--design <id>', 'the design', readDesign)
    .option('--configuration <name>', 'the configuration', readConfiguration, readConfiguration('small'))
    .option('--never-taken', 'list the steps and outcomes that no interleaving takes', false)
    .option('--save <file>', 'keep the trace of the first violated property')
    .addOption(formatOption(CHECK_FORMATS))
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText(
      'after',
      examples(
        'check --design D',
        'check --design D --configuration walkers --property S5 --save race.json',
        'check --design D --configuration walkers --property S5 --format changelog',
        'check --design D --configuration tiny --format dot | dot -Tsvg -o states.svg',
        'check --design D --property liveness',
      ),
    )
    .action(async (options: Omit<CheckOptions, 'limits' | 'property'> & Partial<CheckOptions> & LimitOptions) =>
      exit(await check({ ...options, property: options.property ?? PROPERTIES, limits: limitsOf(options) })),
    );

  withLimits(program.command('ablate'))
    .description('each historical fix turned off: which properties break that held with it')
    .option('--fix <ids>', 'only these fixes, by id, with commas', readFixes)
    .option('--design <ids>', 'these designs, by id, with commas (default: A, B, D, E, F)', readDesigns)
    .option('--kernel <version>', 'only on this version (default: the first and the newest with the fix)', readKernel)
    .option('--property <ids>', PROPERTY_HELP, readProperties)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the shortest races')
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('ablate', 'ablate --fix F9,F11 --design D', 'ablate --design A,D --no-races'))
    .action(
      async (
        options: Omit<AblateOptions, 'limits' | 'fix' | 'design' | 'property'> & Partial<AblateOptions> & LimitOptions,
      ) =>
        exit(
          await ablate({
            ...options,
            fix: options.fix ?? FIXES,
            design: options.design ?? ['A', 'B', 'D', 'E', 'F'],
            limits: limitsOf(options),
          }),
        ),
    );

  withLimits(program.command('diff'))
    .description('what two designs differ in: switches, who reads them, verdicts, and the shortest races')
    .argument('<one>', 'a design', readDesign)
    .argument('<other>', 'another design', readDesign)
    .option('--kernel <version>', 'the kernel version around the designs', readKernel, DEFAULT_KERNEL)
    .option('--property <ids>', PROPERTY_HELP, readProperties)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'without the shortest races')
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('diff A D', 'diff D E --kernel 7.3'))
    .action(
      async (
        one: DesignId,
        other: DesignId,
        options: Omit<DiffOptions, 'limits' | 'property'> & Partial<DiffOptions> & LimitOptions,
      ) =>
        exit(
          await diff(one, other, { ...options, property: options.property ?? PROPERTIES, limits: limitsOf(options) }),
        ),
    );

  withLimits(program.command('claims'))
    .description("the review thread's claims by design; or some of them, with proofs and races")
    .argument('[ids]', 'only these claims, by id, with commas', readClaims)
    .option('--design <ids>', 'only these designs, by id, with commas', readDesigns)
    .option('--kernel <version>', 'the kernel version around the designs', readKernel, DEFAULT_KERNEL)
    .option('--jobs <count>', 'searches at once', readCount, DEFAULT_JOBS)
    .option('--no-races', 'single claims without their shortest races')
    .option('--markdown', 'as a Markdown document', false)
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('claims', 'claims S13', 'claims S5,S7 --design A,D', 'claims --markdown'))
    .action(
      async (
        chosen: readonly Claim[] = [],
        options: Omit<ClaimsOptions, 'limits' | 'design'> & Partial<ClaimsOptions> & LimitOptions,
      ) => exit(await claims(chosen, { ...options, design: options.design ?? DESIGN_IDS, limits: limitsOf(options) })),
    );

  withModel(program.command('simulate'))
    .description('very many random interleavings of one design, shrunk to races that are proved shortest')
    .requiredOption('--design <id>', 'the design', readDesign)
    .requiredOption('--seed <words>', 'what the runs depend on, and nothing else')
    .option('--configuration <name>', 'the configuration (default: walkers)', readConfiguration)
    .option('--scenarios <size>', 'draw a configuration for each 1,000 runs instead: small or large', readScenarioSize)
    .option('--vary <count>', 'with --scenarios: set up to so many switches otherwise', readCount)
    .option(
      '--strategy <name>',
      'how steps are chosen: uniform, pct-3, switches-3, swarm, coverage',
      readStrategy,
      uniform,
    )
    .option('--runs <count>', 'how many', readCount, 10_000)
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
        'simulate --design D --seed some-words --runs 100000',
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
    .command('conform <path...>')
    .description('recordings of real kernels against the model of design D')
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('conform recordings', 'conform recordings/7.3/walk-01.jsonl'))
    .action(async (paths: readonly string[], options: ConformOptions) => exit(await conform(paths, options)));

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

  program
    .command('list')
    .description('designs, kernels, configurations, properties and switches')
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('list'))
    .action((options: { readonly json: boolean }) => exit(list(options)));

  return program;
}

/** The exit status that an error stands for; anything unforeseen is thrown on, with its stack. */
function statusOfError(error: unknown): ExitStatus {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.HOLDS : ExitStatus.USAGE;
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  return ExitStatus.USAGE;
}

// A reader that has seen enough, such as `head`, closes its end: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await commands((status) => {
    process.exitCode = status;
  }).parseAsync();
} catch (error) {
  process.exitCode = statusOfError(error);
}
