/** Which fairness a liveness property assumes of the processes that there are, in one sentence. */

import { assuming } from '../properties/liveness.js';
import type { LivenessProperty, Property } from '../properties/property.js';

/** `assuming that sysfs is strongly fair, and that walker and user are weakly fair` */
export function assumptionText({ needs }: LivenessProperty, processes: readonly string[]): string {
  const fairness = assuming(needs);
  const clauses = (['strong', 'weak'] as const).flatMap((kind) => {
    const fair = processes.filter((process) => fairness(process) === kind);
    return fair.length === 0 ? [] : [`that ${listText(fair)} ${fair.length === 1 ? 'is' : 'are'} ${kind}ly fair`];
  });
  return clauses.length === 0 ? 'assuming nothing of anybody' : `assuming ${clauses.join(', and ')}`;
}

/** `L1: assuming that ...`, for each liveness property among these. */
export function assumptionLines(properties: readonly Property[]): string[] {
  return properties
    .filter((property) => property.kind === 'liveness')
    .map((property) => `${property.id}: ${assumptionText(property, Object.keys(property.needs))}.`);
}

/** `a`, `a and b`, `a, b and c` */
function listText(names: readonly string[]): string {
  const last = names.slice(-1);
  return names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${last.join()}`;
}
