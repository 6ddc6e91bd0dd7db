/** A scenario: what is asked. It goes with what is found, from the command line to the page; nobody guesses it later. */

import type { Actors, Configuration } from '../model/configuration.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import { DEFAULT_KERNEL, type DesignId, type KernelVersion, switchesOf } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Scenario } from './schema.js';

export type { Scenario };

/** What of a scenario is not as its design, kernel and configuration have it. */
export interface ScenarioChanges {
  readonly kernel?: KernelVersion;
  /** Actors set otherwise than the configuration has them. */
  readonly actors?: Partial<Actors>;
  /** Switches set otherwise than the design and the kernel version have them. */
  readonly overrides?: Partial<Switches>;
}

/**
 * @param configuration one of its own, or the name of one in `CONFIGURATIONS`
 * @throws when no configuration has this name
 */
export function scenarioOf(
  design: DesignId,
  configuration: Configuration | string,
  { kernel = DEFAULT_KERNEL, actors = {}, overrides = {} }: ScenarioChanges = {},
): Scenario {
  const base = typeof configuration === 'string' ? configurationNamed(configuration) : configuration;
  return { design, kernel, configuration: { ...base, actors: { ...base.actors, ...actors } }, overrides };
}

/** @throws when no configuration has this name */
export function configurationNamed(name: string): Configuration {
  const found = CONFIGURATIONS.find((configuration) => configuration.name === name);
  if (found !== undefined) return found;
  const known = CONFIGURATIONS.map((configuration) => configuration.name).join(', ');
  throw new Error(`no configuration is called ${name}; there are ${known}`);
}

/** The same on the model as it is. */
export function withoutChange({ change: _, ...scenario }: Scenario): Scenario {
  return scenario;
}

/** Every switch as the scenario has it. */
export function switchesIn({ design, kernel, overrides }: Scenario): Switches {
  return switchesOf(design, kernel, overrides);
}

/**
 * Equal for scenarios in which the same can happen, whatever their configurations are called; a text, so that it can be the
 * key of a map, or be written down.
 */
export function digestOf(scenario: Scenario): string {
  const known = digests.get(scenario);
  if (known !== undefined) return known;
  const { configuration, change, ...rest } = scenario;
  const { name: _, title: __, ...acting } = configuration;
  const digest = JSON.stringify(sorted({ ...rest, configuration: acting, change: change?.digest }));
  digests.set(scenario, digest);
  return digest;
}

/** It is asked for with every look at a run. */
const digests = new WeakMap<Scenario, string>();

/** The same whatever order the keys came in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
