/** Options that several commands have. */

import type { Command } from 'commander';
import { DEFAULT_KERNEL } from '../model/designs.js';
import { DEFAULT_LIMITS, LIVENESS, readBytes, readCount, readKernel, readProperties, readSwitch } from './arguments.js';

export interface LimitOptions {
  readonly maxStates: number;
  readonly maxMemory: number;
}

export function limitsOf({ maxStates, maxMemory }: LimitOptions): { maxStates: number; maxBytes: number } {
  return { maxStates, maxBytes: maxMemory };
}

export const JSON_OPTION = ['--json', 'one JSON document on standard output', false] as const;

export const PROPERTY_HELP = `only these properties, by id, with commas; '${LIVENESS}': all of L1 to L8, which are not decided otherwise`;

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

/** What the parser makes of a command's options: the limits one by one, and some of the others absent. */
export type Given<Options extends { readonly limits: unknown }, Absent extends keyof Options = never> = Omit<
  Options,
  'limits' | Absent
> &
  Partial<Pick<Options, Absent>> &
  LimitOptions;
