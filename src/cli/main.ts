#!/usr/bin/env node
/** The command `pageoffline`: reads the command line, runs a command, and exits with its status. */

import { Command, CommanderError } from 'commander';
import { type ConformOptions, conform } from './conform.js';
import { addExhaustiveCommands } from './exhaustive_commands.js';
import { ExitStatus } from './exit_status.js';
import { addLabCommands } from './lab_commands.js';
import { list } from './list.js';
import { type Exit, examples, optionDescription } from './options.js';
import { addPageCommands } from './page_commands.js';
import { addRunCommands } from './run_commands.js';
import { UsageError } from './usage_error.js';

function commands(exit: Exit): Command {
  const program = new Command('pageoffline')
    .description('Checks designs for offlining Linux memory that a driver has partly unplugged.')
    .addHelpText('after', examples('compare', 'check --design D --configuration walkers', 'list'))
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureHelp({ optionDescription })
    .configureOutput({ outputError: (text, write) => write(text) });

  addExhaustiveCommands(program, exit);
  addRunCommands(program, exit);
  addPageCommands(program, exit);
  addLabCommands(program, exit);

  program
    .command('conform <path...>')
    .description('recordings of real kernels against the model of design D')
    .option('--json', 'one JSON document on standard output', false)
    .addHelpText('after', examples('conform recordings', 'conform recordings/7.3/walk-01.jsonl'))
    .action(async (paths: readonly string[], options: ConformOptions) => exit(await conform(paths, options)));

  program
    .command('list')
    .description('designs, kernels, configurations, properties, switches, strategies')
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
