/** A race on the command line: a replay token, or the path of a file that a trace was saved in. */

import { readFileSync } from 'node:fs';
import { TOKEN_VERSION } from '../run/token.js';
import { readTrace, type Trace } from '../run/trace_file.js';
import { traceOfToken } from '../run/trace_of_token.js';
import { asUsageError } from './usage_error.js';

export function isToken(race: string): boolean {
  return race.startsWith(`${TOKEN_VERSION}:`);
}

/** @throws UsageError when there is no such race */
export function readRace(race: string): Trace {
  if (isToken(race)) return asUsageError('the token', () => traceOfToken(race));
  return asUsageError(race, () => readTrace(readFileSync(race, 'utf8')));
}
