/** The race of a violated cell as a trace, to be kept, replayed, or carried to another design. */

import type { VerdictCell } from '../properties/verdict.js';
import { FOUND_BY_SEARCH } from './found_by.js';
import type { Trace } from './trace_file.js';

type Found = Pick<VerdictCell, 'scenario' | 'property' | 'trace' | 'loop'>;

/** None where the cell has no race. */
export function traceOfCell({ scenario, property, trace, loop }: Found): Trace[] {
  if (trace === undefined) return [];
  const repeated = loop === undefined ? {} : { loop };
  return [{ scenario, foundBy: FOUND_BY_SEARCH, property, ...repeated, steps: trace }];
}
