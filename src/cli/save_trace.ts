/** Keeps a trace in a file that `replay` reads. */

import { writeFileSync } from 'node:fs';
import type { TraceStep } from '../checker/trace.js';
import { TRACE_FORMAT, type TraceFile } from '../model/trace_file.js';
import { asUsageError } from './usage_error.js';

/** What a trace was found in. */
export type Origin = Pick<TraceFile, 'design' | 'kernel' | 'configuration'> & { readonly set: TraceFile['switches'] };

export function saveTrace(path: string, origin: Origin, trace: readonly TraceStep[], property: string): void {
  const { design, kernel, configuration, set: switches } = origin;
  const steps = trace.map(({ process, choices, action, args, outcome }) => ({
    process,
    choices,
    ...(action === undefined ? {} : { action }),
    args,
    ...(outcome === undefined ? {} : { outcome }),
  }));
  const file: TraceFile = { format: TRACE_FORMAT, design, kernel, switches, configuration, property, steps };
  asUsageError(path, () => writeFileSync(path, `${JSON.stringify(file, undefined, 2)}\n`));
}
