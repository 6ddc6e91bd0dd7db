/** What liveness properties assume of the processes, in one clause. */

import type { Property } from '../properties/property.js';

/** The same for every liveness property: who is at rest, and so need not go on, is written in the processes themselves. */
export const ASSUMPTION =
  'assuming that whoever has begun something goes on, and gets the locks that it waits for (strong fairness)';

/** `L1 and L2: assuming that ...`, for the liveness properties among these; none where there is none. */
export function assumptionLines(properties: readonly Property[]): string[] {
  const ids = properties.filter(({ kind }) => kind === 'liveness').map(({ id }) => id);
  return ids.length === 0 ? [] : [`${listText(ids)}: ${ASSUMPTION}.`];
}

/** `a`, `a and b`, `a, b and c` */
function listText(names: readonly string[]): string {
  const last = names.slice(-1);
  return names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${last.join()}`;
}
