/** A race in a file that a trace was saved in. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readTrace, type Trace } from '../run/trace_file.js';
import { loadChangeFile, sentencesOf } from './change_options.js';
import { asUsageError } from './usage_error.js';

/**
 * @param change the file of the change that the race is of; absent: the sentences that it names itself, if any
 * @throws UsageError when there is no such race, or no such change
 */
export async function readRaceFile(path: string, change: string | undefined): Promise<Trace> {
  const text = asUsageError(path, () => readFileSync(path, 'utf8'));
  const needed = change ?? sentencesIn(text);
  if (needed !== undefined) await loadChangeFile(needed);
  return asUsageError(path, () => readTrace(text));
}

const traceShape = z.object({ scenario: z.object({ change: z.unknown() }) });

function sentencesIn(text: string): string | undefined {
  try {
    return sentencesOf(traceShape.parse(JSON.parse(text)).scenario.change);
  } catch {
    // What is wrong with it is said when it is read whole.
    return undefined;
  }
}
