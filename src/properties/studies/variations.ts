/**
 * The configurations that designs are compared in: without PFN walkers, with one, and with one under RCU; and on versions of which
 * it is known, with what a distribution's kernel runs.
 */

import type { Configuration } from '../../model/configuration.js';
import type { KernelVersion } from '../../model/designs.js';
import type { Switches } from '../../model/switches.js';
import { named } from '../../scenario/varied.js';

export interface Variation {
  /** What tells it apart from the others. */
  readonly variation: string;
  readonly configuration: Configuration;
  /** Switches that it sets otherwise than the version; absent: none. */
  readonly set?: Partial<Switches>;
}

/** Those of every version. */
export const VARIATIONS: readonly Variation[] = [
  { variation: 'no walkers', configuration: named('quiet') },
  { variation: 'walkers', configuration: named('walkers') },
  { variation: 'RCU walkers', configuration: named('gup-alone') },
];

/**
 * What a kernel runs as it is installed. Debian's 7.3: CONFIG_DAMON_STAT_ENABLED_DEFAULT starts a kdamond in the boot
 * (mm/damon/stat.c), CONFIG_INIT_ON_ALLOC_DEFAULT_ON turns page checks on (mm/mm_init.c, mem_debugging_and_hardening_init()).
 */
export const AS_RUN: Readonly<Partial<Record<KernelVersion, Variation>>> = {
  '7.3': { variation: 'as Debian runs it', configuration: named('kdamond'), set: { pageChecks: true } },
};

/** Where designs are compared on a version. What is run is left out where a switch of it is asked for otherwise. */
export function variationsOn(kernel: KernelVersion, asked: Partial<Switches> = {}): readonly Variation[] {
  const run = AS_RUN[kernel];
  if (run === undefined || !isAgreed({ ...run.set }, { ...asked })) return VARIATIONS;
  return [...VARIATIONS, run];
}

const isAgreed = (set: Readonly<Record<string, unknown>>, asked: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(asked).every(([name, value]) => !Object.hasOwn(set, name) || set[name] === value);
