/** The configurations that designs are compared in: without PFN walkers, with one, and with one under RCU. */

import type { Configuration } from '../../model/configuration.js';
import { named } from '../../scenario/varied.js';

export interface Variation {
  /** What tells it apart from the others. */
  readonly variation: string;
  readonly configuration: Configuration;
}

export const VARIATIONS: readonly Variation[] = [
  { variation: 'no walkers', configuration: named('quiet') },
  { variation: 'walkers', configuration: named('walkers') },
  { variation: 'RCU walkers', configuration: named('gup-alone') },
];
