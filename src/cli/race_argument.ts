/**
 * A race on the command line: a replay token, or the path of a file that a trace was saved in, with the change that it is of.
 * The forms of files take long to load, and are loaded for what needs them.
 */

import { readToken, TOKEN_VERSION } from '../run/token.js';
import { traceAlong, unchangedScenario } from '../run/trace_along.js';
import type { Trace } from '../run/trace_file.js';
import { loadChangeFile, sentencesOf } from './change_options.js';
import { asUsageError } from './usage_error.js';

/** For commands that take a race. */
export const CHANGE_OPTION = ['--change <file>', 'the change of the model that the race is of'] as const;

/** What {@link CHANGE_OPTION} says. */
export interface OfChange {
  readonly change?: string;
}

export function isToken(race: string): boolean {
  return race.startsWith(`${TOKEN_VERSION}:`);
}

/**
 * Loads the change of the model first: the file that is named, or the sentences that the race itself names.
 * @throws UsageError when there is no such race, or no such change
 */
export async function readRace(race: string, { change }: OfChange): Promise<Trace> {
  if (!isToken(race)) return (await import('./race_file.js')).readRaceFile(race, change);
  const parts = asUsageError('the token', () => readToken(race));
  const needed = change ?? sentencesOf(parts.changes.change);
  if (needed !== undefined) await loadChangeFile(needed);
  const scenario = unchangedScenario(parts);
  if (scenario !== undefined) return asUsageError('the token', () => traceAlong(scenario, parts));
  const { traceOfToken } = await import('../run/trace_of_token.js');
  return asUsageError('the token', () => traceOfToken(race));
}
