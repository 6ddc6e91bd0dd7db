/** Options that several commands have, and what every help text ends with. */

import type { Command, Option } from 'commander';
import { DEFAULT_KERNEL } from '../model/designs.js';
import { DEFAULT_LIMITS, LIVENESS, readBytes, readCount, readKernel, readProperties, readSwitch } from './arguments.js';
import type { ExitStatus } from './exit_status.js';

/** Sets the status that the program exits with. */
export type Exit = (status: ExitStatus) => void;

export interface LimitOptions {
  readonly maxStates: number;
  readonly maxMemory: number;
}

export function limitsOf({ maxStates, maxMemory }: LimitOptions): { maxStates: number; maxBytes: number } {
  return { maxStates, maxBytes: maxMemory };
}

export const PROPERTY_HELP = `only these properties, by id, with commas; '${LIVENESS}': all of L1 to L8, which are not decided otherwise`;

/** Options that several commands have. */
export function withModel(command: Command): Command {
  return command
    .option('--kernel <version>', 'the kernel version around the design', readKernel, DEFAULT_KERNEL)
    .option('--set <switch=value>', 'set a switch otherwise; may be repeated', readSwitch, {})
    .option('--property <ids>', PROPERTY_HELP, readProperties);
}

export function withLimits(command: Command): Command {
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

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ pageoffline ${line}`).join('\n')}\n${EXIT_STATUS}`;
}

/** With the default of an option where that is a number or a word, unless the description says it. */
export function optionDescription({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`];
  const isPlain =
    (typeof defaultValue === 'string' || typeof defaultValue === 'number') && !description.includes('(default: ');
  const remarks = [...choices, ...(isPlain ? [`default: ${defaultValue}`] : [])];
  return remarks.length === 0 ? description : `${description} (${remarks.join('; ')})`;
}
