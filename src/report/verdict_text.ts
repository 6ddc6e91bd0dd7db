/** A verdict in a word: with the number of states that prove it, or of steps that refute it. */

import type { VerdictCell } from '../properties/verdict.js';

type Told = Pick<VerdictCell, 'verdict' | 'applied' | 'states' | 'trace' | 'loop' | 'rootCauses'>;

export function verdictText({ verdict, applied, states, trace, loop, rootCauses }: Told): string {
  if (verdict === 'not-exhausted') return '?';
  if (verdict === 'holds' && applied === 0) return '–';
  if (verdict === 'holds') return `✔ ${compact(states)}`;
  // The first cause is enough to look at; the JSON output has them all.
  if (rootCauses !== undefined) return `(✘ ${rootCauses[0]})`;
  if (trace === undefined) return '✘';
  return loop === undefined ? `✘ ${trace.length}` : `✘ ${loop}+${trace.length - loop}`;
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** `180k`, `3.8M` */
export function compact(number: number): string {
  return COMPACT.format(number).replace('K', 'k');
}
