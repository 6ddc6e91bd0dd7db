/** A race on the command line: a replay token, or the path of a file that a trace was saved in. */

import { readFileSync } from 'node:fs';
import { TOKEN_VERSION } from '../run/token.js';
import { readTrace, type Trace } from '../run/trace_file.js';
import { traceOfToken } from '../run/trace_of_token.js';
import { asUsageError, errorText, UsageError } from './usage_error.js';

export function isToken(race: string): boolean {
  return race.startsWith(`${TOKEN_VERSION}:`);
}

/** For the option of {@link loadChangeOf}. */
export const CHANGE_OPTION = ['--change <file>', 'the change of the model that the race is of'] as const;

/**
 * Loads the change of the model that a race is of, which must be there before the race is read.
 * @throws UsageError when there is no such change
 */
export async function loadChangeOf({ change }: { readonly change?: string }): Promise<void> {
  if (change === undefined) return;
  // Loaded when it is asked for: no other race needs the time.
  const { loadChange } = await import('../change/load.js');
  await loadChange(change).catch((error: unknown) => {
    throw new UsageError(errorText(error));
  });
}

/** @throws UsageError when there is no such race */
export function readRace(race: string): Trace {
  if (isToken(race)) return asUsageError('the token', () => traceOfToken(race));
  return asUsageError(race, () => readTrace(readFileSync(race, 'utf8')));
}
