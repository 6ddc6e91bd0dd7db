/** Reads designs, kernels, configurations, properties, switches and numbers from the command line. */

import { availableParallelism } from 'node:os';
import { errorMessage } from '../checker/error_message.js';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_STATES } from '../checker/search.js';
import type { ScenarioSize, Shard } from '../generators/index.js';
import { type Strategy, strategyNamed } from '../generators/strategies/index.js';
import { DESIGN_IDS, type DesignId, KERNEL_VERSIONS, type KernelVersion } from '../model/designs.js';
import { named } from '../model/named.js';
import { type Switches, readSwitch as switchNamed } from '../model/switches.js';
import { ALL_PROPERTIES } from '../properties/catalogue/all.js';
import { LIVENESS_PROPERTIES } from '../properties/catalogue/liveness.js';
import { CLAIMS, type Claim } from '../properties/claims/index.js';
import type { Property } from '../properties/property.js';
import { FIXES, type Fix } from '../properties/studies/fixes.js';
import { shardOfArrayJob } from './array_job.js';
import { asUsageError, UsageError } from './usage_error.js';

/** @throws UsageError when nothing has the name */
function oneOf<T>(...asked: Parameters<typeof named<T>>): T {
  try {
    return named(...asked);
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

export const readDesign = (given: string): DesignId => oneOf('design', given, DESIGN_IDS, (id) => id);

export const readKernel = (given: string): KernelVersion => oneOf('kernel', given, KERNEL_VERSIONS, (id) => id);

/** All of them, for an option that takes ids of properties. */
export const LIVENESS = 'liveness';

/** For an option that may be given several times; each property once. */
export const readProperties = (given: string, before: readonly Property[] = []): readonly Property[] => [
  ...new Set([...before, ...given.split(',').flatMap(readProperty)]),
];

/** For arguments, one after another. */
export const readClaims = (given: string, before: readonly Claim[] = []): readonly Claim[] => [
  ...before,
  ...given.split(',').map((id) => oneOf('claim', id, CLAIMS, (claim) => claim.id)),
];

const readProperty = (given: string): readonly Property[] =>
  given === LIVENESS ? LIVENESS_PROPERTIES : [oneOf('property', given, ALL_PROPERTIES, ({ id }) => id)];

export const readDesigns = (given: string, before: readonly DesignId[] = []): readonly DesignId[] => [
  ...before,
  ...given.split(',').map((id) => readDesign(id)),
];

export const readFixes = (given: string, before: readonly Fix[] = []): readonly Fix[] => [
  ...before,
  ...given.split(',').map((id) => oneOf('fix', id, FIXES, (fix) => fix.id)),
];

/** `name=value`, for an option that may be given several times. */
export function readSwitch(given: string, before: Partial<Switches> = {}): Partial<Switches> {
  const [name, value, ...rest] = given.split('=');
  if (value === undefined || rest.length > 0) throw new UsageError(`'${given}' is not a switch: --set name=value`);
  return { ...before, ...asUsageError('--set', () => switchNamed(name, value)) };
}

export function readCount(given: string): number {
  const count = Number(given);
  if (!Number.isSafeInteger(count) || count < 1) throw new UsageError(`'${given}' is not a whole number above 0`);
  return count;
}

/** Every step of a run is kept, and a process that goes round for ever never comes to an end by itself. */
export const MOST_STEPS = 100_000;

/** Of a run, in steps. */
export function readLength(given: string): number {
  const length = readCount(given);
  if (length > MOST_STEPS) throw new UsageError(`runs of ${given} steps are too long: up to ${MOST_STEPS}`);
  return length;
}

/** 0 asks for any port that is free. */
export function readPort(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (!(port < 2 ** 16)) throw new UsageError(`'${given}' is not a port: a number from 0 to 65535`);
  return port;
}

const UNITS: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30 };

/** `512M` or `4G`, in bytes. */
export function readBytes(given: string): number {
  const [, digits, unit] = /^(\d+)([MG])$/.exec(given) ?? [];
  if (digits === undefined) throw new UsageError(`'${given}' is not an amount of memory: such as 512M or 4G`);
  return Number(digits) * UNITS[unit];
}

export const DEFAULT_LIMITS = { maxStates: DEFAULT_MAX_STATES, maxBytes: DEFAULT_MAX_BYTES };

/** Searches to run at once: each takes a core and up to the memory limit. */
export const DEFAULT_JOBS = Math.min(4, availableParallelism());

export const readStrategy = (given: string): Strategy => asUsageError('--strategy', () => strategyNamed(given));

const SCENARIO_SIZES: readonly ScenarioSize[] = ['small', 'large'];

export const readScenarioSize = (given: string): ScenarioSize =>
  oneOf('size of scenarios', given, SCENARIO_SIZES, (size) => size);

/** `3/16`; or `auto`: what an array of jobs says that this process is. */
export function readShard(given: string): Shard {
  if (given === 'auto') return shardOfArrayJob(process.env);
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(given) ?? [];
  const shard = { number: Number(number), of: Number(of) };
  if (shard.number >= 1 && shard.number <= shard.of) return shard;
  throw new UsageError(`'${given}' is not a shard: such as 3/16, from 1/16 to 16/16, or auto`);
}
