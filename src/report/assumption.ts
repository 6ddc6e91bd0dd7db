/** What properties assume of the processes, where that matters. */

import { kindOf } from '../properties/kinds/index.js';
import { ASSUMPTION } from '../properties/kinds/liveness.js';
import type { Property } from '../properties/property.js';

export { ASSUMPTION };

/** `L1 and L2: assuming that ...`: those of these properties that assume the same, on one line. */
export function assumptionLines(properties: readonly Property[]): string[] {
  const assumed = new Map<string, string[]>();
  for (const property of properties) {
    const { assumes } = kindOf(property);
    if (assumes !== undefined) assumed.set(assumes, [...(assumed.get(assumes) ?? []), property.id]);
  }
  return [...assumed].map(([assumes, ids]) => `${listText(ids)}: ${assumes}.`);
}

/** `a`, `a and b`, `a, b and c` */
function listText(names: readonly string[]): string {
  const last = names.slice(-1);
  return names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${last.join()}`;
}
