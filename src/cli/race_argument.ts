/** A race on the command line: a replay token, or the path of a file that a trace was saved in. */

import { readFileSync } from 'node:fs';
import { FOUND_BY_HAND, TOKEN_VERSION, tokenOf, traceOfToken } from '../generators/index.js';
import { parseTraceFile, type TraceFile } from '../model/trace_file.js';
import { asUsageError } from './usage_error.js';

export function isToken(race: string): boolean {
  return race.startsWith(`${TOKEN_VERSION}:`);
}

/** @throws UsageError when there is no such race */
export function readRace(race: string): TraceFile {
  if (isToken(race)) return asUsageError('the token', () => traceOfToken(race));
  return asUsageError(race, () => parseTraceFile(readFileSync(race, 'utf8')));
}

export function tokenOfTrace({ switches, ...file }: TraceFile): string {
  return tokenOf({ scenario: { ...file, changed: switches }, foundBy: FOUND_BY_HAND, ...file });
}
