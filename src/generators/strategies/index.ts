/** The strategies by name. Some take a number, which stands behind their name: `pct-3`, `switches-4`. */

import { boundedSwitches } from './bounded_switches.js';
import { coverageGuided } from './coverage_guided.js';
import { frontier } from './frontier.js';
import { pauses } from './pauses.js';
import { pct } from './pct.js';
import type { Strategy } from './strategy.js';
import { swarm } from './swarm.js';
import { uniform } from './uniform.js';

export type { Strategy } from './strategy.js';
export { boundedSwitches, coverageGuided, frontier, pauses, pct, swarm, uniform };

/** What a campaign takes when nobody says otherwise: it finds most. */
export const DEFAULT_STRATEGY: Strategy = frontier;

/** One of each kind, with the numbers that are compared in docs/generators.md. */
export const STRATEGIES: readonly Strategy[] = [
  uniform,
  pauses,
  frontier,
  pct(3),
  boundedSwitches(3),
  swarm,
  coverageGuided,
];

const NUMBERED: Readonly<Record<string, (number: number) => Strategy>> = { pct, switches: boundedSwitches };

/**
 * A strategy by its name.
 * @throws one line that lists the names, when none is called so
 */
export function strategyNamed(name: string): Strategy {
  const plain = STRATEGIES.find((strategy) => strategy.name === name);
  if (plain !== undefined) return plain;
  const [, kind = '', digits = ''] = /^([a-z]+)-([1-9]\d?)$/.exec(name) ?? [];
  const numbered = NUMBERED[kind];
  if (numbered !== undefined) return numbered(Number(digits));
  throw new Error(
    `no strategy is called '${name}': uniform, pauses, frontier, pct-D, switches-N (D and N from 1 to 99), swarm, coverage`,
  );
}
