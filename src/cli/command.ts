/** How a command is defined: its options, what it does, and what its help promises. */

import type { Command } from 'commander';
import { ExitStatus } from './exit_status.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage_error.js';

/** What defines a command gives it: where it runs, and who takes its exit status. */
export interface Invocation {
  readonly terminal: Terminal;
  exit(status: ExitStatus): void;
}

/** Adds arguments, options and the action to a command that has its name and summary. */
export type Define = (command: Command, invocation: Invocation) => void;

type Usage = typeof ExitStatus.USAGE;

/** A status that not every command has. */
type OwnStatus = Exclude<ExitStatus, Usage>;

interface Promises<Status extends OwnStatus> {
  /** Command lines, without the program's name. */
  readonly examples: readonly string[];
  /** What each status says. */
  readonly statuses: Readonly<Record<Status, string>>;
}

const USAGE_TEXT = 'the command line or an input file is wrong';

/** @param run exits with no other status than the help says: the compiler sees to it */
export function withAction<Status extends OwnStatus, Args extends readonly unknown[]>(
  command: Command,
  { terminal, exit }: Invocation,
  { examples, statuses }: Promises<Status>,
  run: (terminal: Terminal, ...args: Args) => Status | Usage | Promise<Status | Usage>,
): void {
  command
    .addHelpText('after', `${examplesText(examples)}\n\n${statusesText(statuses)}`)
    .action(async (...args: Args) => exit(await run(terminal, ...args)));
}

export function examplesText(examples: readonly string[]): string {
  return ['', 'Examples:', ...examples.map((line) => `  $ pageoffline ${line}`)].join('\n');
}

function statusesText(statuses: Readonly<Record<number, string>>): string {
  const all = { ...statuses, [ExitStatus.USAGE]: USAGE_TEXT };
  return ['Exit status:', ...Object.entries(all).map(([status, text]) => `  ${status}  ${text}`)].join('\n');
}

/**
 * The value of an option that must be given. Asked here and not by the parser, which would name it before a misspelt one.
 * @param flags as in the help
 * @throws UsageError when it was not given
 */
export function required<T>(value: T | undefined, flags: string): T {
  if (value === undefined) throw new UsageError(`required option '${flags}' not specified`);
  return value;
}
