/** Root causes first, then what only follows from other violations: the order in which most kinds are decided. */

import type { VerdictKind } from '../verdict.js';
import type { Explored } from './explored.js';
import type { Finding, Graphs, Violation } from './kind.js';

/** The nearest violation in a search, and how many steps it takes. */
export interface Nearest {
  readonly length: number;
  /** Made when it is needed. */
  readonly violation: () => Violation;
}

export interface Question {
  /** Of how many steps the property says anything; absent where it is said of states. */
  readonly applied?: (explored: Explored) => number;
  readonly nearest: (explored: Explored) => Nearest | undefined;
}

export function rootsThenAll({ roots, all }: Graphs, { applied, nearest }: Question): Finding {
  const told = (explored: Explored, verdict: VerdictKind) => ({
    verdict,
    ...(applied === undefined ? {} : { applied: applied(explored) }),
    ...explored.numbers,
  });
  const root = nearest(roots);
  const any = all === roots ? undefined : nearest(all);
  if (root !== undefined) {
    const sooner = any !== undefined && any.length < root.length ? { sooner: any.violation() } : {};
    return { ...told(roots, 'violated'), violation: root.violation(), ...sooner };
  }
  if (any !== undefined) return { ...told(all, 'violated'), violation: any.violation(), follows: true };
  return told(all, all.isComplete ? 'holds' : 'not-exhausted');
}
