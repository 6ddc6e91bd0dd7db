/** Runs the command that a command line names. Each command is loaded when it is named: no other needs the time. */

import { readFileSync } from 'node:fs';
import { Command, CommanderError, type Option } from 'commander';
import { takeWhatIsKept } from './build_files.js';
import { type Define, examplesText, type Invocation } from './command.js';
import { ExitStatus } from './exit_status.js';
import { searchNatively } from './native_search.js';
import { keepPrograms } from './program_files.js';
import type { Terminal } from './terminal.js';
import { onOneLine, UsageError } from './usage_error.js';

interface Entry {
  readonly name: string;
  readonly summary: string;
  /** Searches may be made that are large. */
  readonly searches?: true;
  load(): Promise<{ readonly define: Define }>;
}

const COMMANDS: readonly Entry[] = [
  {
    name: 'compare',
    summary: 'every design against the main properties, exhaustively, with the shortest races',
    searches: true,
    load: () => import('./commands/compare.js'),
  },
  {
    name: 'check',
    summary: 'one design in one configuration, exhaustively',
    searches: true,
    load: () => import('./commands/check.js'),
  },
  {
    name: 'ablate',
    summary: 'each historical fix turned off: which properties break that held with it',
    searches: true,
    load: () => import('./commands/ablate.js'),
  },
  {
    name: 'diff',
    summary: 'what two designs differ in: switches, who reads them, verdicts, and the shortest races',
    searches: true,
    load: () => import('./commands/diff.js'),
  },
  {
    name: 'explain',
    summary: 'under which assumptions a design is safe, with proofs and races; or all designs, in sentences',
    searches: true,
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'repair',
    summary: 'the smallest sets of candidate patches that make a design safe with nothing assumed',
    searches: true,
    load: () => import('./commands/repair.js'),
  },
  {
    name: 'claims',
    summary: "the review thread's claims by design; or some of them, with proofs and races",
    searches: true,
    load: () => import('./commands/claims.js'),
  },
  {
    name: 'try',
    summary: 'what a change of your own breaks and mends, against the model as it is',
    searches: true,
    load: () => import('./commands/try.js'),
  },
  {
    name: 'init',
    summary: 'a small change that runs, to begin from: a design, bug, actor, driver, property or protocol',
    load: () => import('./commands/init.js'),
  },
  {
    name: 'simulate',
    summary: 'very many random interleavings of one design, shrunk to races that are proved shortest',
    searches: true,
    load: () => import('./commands/simulate.js'),
  },
  {
    name: 'merge',
    summary: 'join the parts of a campaign that simulate --out kept',
    load: () => import('./commands/merge.js'),
  },
  {
    name: 'shrink',
    summary: 'make a kept trace, or the race of a token, as short as can be',
    searches: true,
    load: () => import('./commands/shrink.js'),
  },
  {
    name: 'replay',
    summary: 'replay a token, or a kept trace by the path of its file, and draw it',
    load: () => import('./commands/replay.js'),
  },
  {
    name: 'report',
    summary: 'the comparison and the claims as one HTML file, whose races can be stepped through',
    searches: true,
    load: () => import('./commands/report.js'),
  },
  {
    name: 'explore',
    summary: 'step through any interleaving in a browser, which runs the checker itself',
    load: () => import('./commands/explore.js'),
  },
  {
    name: 'reproduce',
    summary: 'a race of the model made on a real kernel, state by state',
    searches: true,
    load: () => import('./commands/reproduce.js'),
  },
  {
    name: 'lab',
    summary: 'real kernels in virtual machines, on which races are made',
    load: () => import('./commands/lab.js'),
  },
  {
    name: 'export',
    summary: 'the model in C or Promela, for a compiler or Spin to check without this program',
    load: () => import('./commands/export.js'),
  },
  {
    name: 'prove',
    summary: 'one design in one configuration, searched by Spin too: whether the two searches agree',
    searches: true,
    load: () => import('./commands/prove.js'),
  },
  {
    name: 'conform',
    summary: 'recordings of real kernels against the model of design D',
    load: () => import('./commands/conform.js'),
  },
  {
    name: 'list',
    summary: 'designs, kernels, configurations, actors, properties, switches, strategies',
    load: () => import('./commands/list.js'),
  },
  {
    name: 'cache',
    summary: 'where compiled programs, searches and verdicts are kept, and how many; --clear drops them',
    load: () => import('./commands/cache.js'),
  },
];

export const COMMAND_NAMES: readonly string[] = COMMANDS.map(({ name }) => name);

/**
 * @param args as behind the name of the program
 * @throws nothing that a user can cause: of that one line is written to standard error
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = ExitStatus.HOLDS;
  const exit = (given: ExitStatus) => {
    status = given;
  };
  takeWhatIsKept();
  keepPrograms();
  try {
    const program = await programFor(args, { terminal, exit });
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.HOLDS : ExitStatus.USAGE;
    if (!(error instanceof UsageError)) throw error;
    terminal.stderr.write(`error: ${onOneLine(error.message)}\n`);
    return ExitStatus.USAGE;
  }
}

/** With the options of those commands that the command line could name. */
async function programFor(args: readonly string[], invocation: Invocation): Promise<Command> {
  const { stdout, stderr } = invocation.terminal;
  const program = new Command('pageoffline')
    .description('Checks designs for offlining Linux memory that a driver has partly unplugged.')
    .version(version(), '--version', 'print the version')
    .addHelpText('after', examplesText(['compare', 'check --design D --configuration walkers', 'list']))
    .exitOverride()
    .configureHelp({ optionDescription })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      // With its suggestion, if there is one, in the same line.
      outputError: (text, write) => write(`${text.trimEnd().replaceAll('\n', ' ')}\n`),
    });
  for (const { name, summary, searches, load } of COMMANDS) {
    const command = program.command(name).description(summary);
    if (!args.includes(name)) continue;
    (await load()).define(command, invocation);
    if (searches === true) command.hook('preAction', searchNatively);
  }
  return program;
}

function version(): string {
  const document: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof document !== 'object' || document === null || !('version' in document)) {
    throw new Error('package.json has no version');
  }
  return String(document.version);
}

/** With the default of an option where that is a number or a word, unless the description says it. */
function optionDescription({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`];
  const isPlain =
    (typeof defaultValue === 'string' || typeof defaultValue === 'number') && !description.includes('(default: ');
  const remarks = [...choices, ...(isPlain ? [`default: ${defaultValue}`] : [])];
  return remarks.length === 0 ? description : `${description} (${remarks.join('; ')})`;
}
