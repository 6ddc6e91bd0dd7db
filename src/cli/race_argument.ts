/** A race on the command line: a replay token, or the path of a file that a trace was saved in, with the change that it is of. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readToken, TOKEN_VERSION } from '../run/token.js';
import { readTrace, type Trace } from '../run/trace_file.js';
import { traceOfToken } from '../run/trace_of_token.js';
import { isOfEdits } from '../scenario/loaded_changes.js';
import { loadChangeFile } from './change_options.js';
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
  const text = isToken(race) ? race : asUsageError(race, () => readFileSync(race, 'utf8'));
  const needed = change ?? sentencesIn(text);
  if (needed !== undefined) await loadChangeFile(needed);
  return isToken(race)
    ? asUsageError('the token', () => traceOfToken(race))
    : asUsageError(race, () => readTrace(text));
}

const traceShape = z.object({ scenario: z.unknown() });
const scenarioShape = z.object({ change: z.object({ file: z.string() }) });

/** Sentences are data, and safe to load; a file is code, which only who asks for it may name. */
function sentencesIn(text: string): string | undefined {
  try {
    const scenario: unknown = isToken(text) ? readToken(text).changes : traceShape.parse(JSON.parse(text)).scenario;
    const { file } = scenarioShape.parse(scenario).change;
    return isOfEdits(file) ? file : undefined;
  } catch {
    // What is wrong with it is said when it is read whole.
    return undefined;
  }
}
