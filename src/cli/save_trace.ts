/** Keeps a trace in a file that `replay` reads. */

import { writeFileSync } from 'node:fs';
import type { Run } from '../generators/index.js';
import { TRACE_FORMAT, type TraceFile } from '../model/trace_file.js';
import type { LassoInNames } from '../properties/lasso.js';
import { asUsageError } from './usage_error.js';

/** What a trace was found in. */
export type Origin = Pick<TraceFile, 'design' | 'kernel' | 'configuration'> & { readonly set: TraceFile['switches'] };

/** What violates which property. */
type Kept = LassoInNames & { readonly property: string };

export function saveTrace(path: string, origin: Origin, { trace, loop, property }: Kept): void {
  const { design, kernel, configuration, set: switches } = origin;
  const steps = trace.map(({ process, choices, action, args, outcome }) => ({
    process,
    choices,
    ...(action === undefined ? {} : { action }),
    args,
    ...(outcome === undefined ? {} : { outcome }),
  }));
  const kept = { property, ...(loop === undefined ? {} : { loop }), steps };
  const file: TraceFile = { format: TRACE_FORMAT, design, kernel, switches, configuration, ...kept };
  asUsageError(path, () => writeFileSync(path, `${JSON.stringify(file, undefined, 2)}\n`));
}

export function saveRun(path: string, { scenario, steps }: Run, property: string): void {
  const { changed: set, ...origin } = scenario;
  saveTrace(path, { ...origin, set }, { trace: steps, property });
}
