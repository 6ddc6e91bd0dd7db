/** Keeps a trace in a file that `replay` reads. */

import { writeFileSync } from 'node:fs';
import { type Trace, writeTrace } from '../run/trace_file.js';
import { asUsageError } from './usage_error.js';

export function saveTrace(path: string, trace: Trace): void {
  asUsageError(path, () => writeFileSync(path, writeTrace(trace)));
}
