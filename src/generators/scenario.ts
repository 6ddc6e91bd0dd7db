/** Scenarios: a design on a kernel version, with a configuration and changed switches; what a run is a run of. */

import { type Actors, CONFIGURATIONS, type Configuration } from '../model/configuration.js';
import { DEFAULT_KERNEL, type DesignId, type KernelVersion } from '../model/designs.js';
import type { Switches } from '../model/switches.js';

export interface Scenario {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  readonly configuration: Configuration;
  /** Switches set otherwise than the design and the kernel version have them. */
  readonly changed: Partial<Switches>;
}

export interface ScenarioChanges {
  readonly kernel?: KernelVersion;
  /** Actors set otherwise than the configuration has them. */
  readonly actors?: Partial<Actors>;
  readonly changed?: Partial<Switches>;
}

/**
 * @param configuration one of its own, or the name of one in `CONFIGURATIONS`
 * @throws when no configuration has this name
 */
export function scenarioOf(
  design: DesignId,
  configuration: Configuration | string,
  { kernel = DEFAULT_KERNEL, actors = {}, changed = {} }: ScenarioChanges = {},
): Scenario {
  const base = typeof configuration === 'string' ? configurationNamed(configuration) : configuration;
  return { design, kernel, configuration: { ...base, actors: { ...base.actors, ...actors } }, changed };
}

/** @throws when no configuration has this name */
export function configurationNamed(name: string): Configuration {
  const found = CONFIGURATIONS.find((configuration) => configuration.name === name);
  if (found !== undefined) return found;
  const known = CONFIGURATIONS.map((configuration) => configuration.name).join(', ');
  throw new Error(`no configuration is called ${name}; there are ${known}`);
}

/** `design D on 5.8, small: 1 block, 2 sub-blocks, 2 pages; sysfs, worker, walkers late; changed: putHook true`. */
export function describeScenario({ design, kernel, configuration, changed }: Scenario): string {
  const { name, blocks, subBlockPages, actors } = configuration;
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const pages = subBlockPages.reduce((sum, each) => sum + each.length, 0);
  const size = [count(blocks, 'block'), count(subBlockPages.length, 'sub-block'), count(pages, 'page')].join(', ');
  const who = Object.entries(actors).flatMap(([kind, several]) => describeActors(kind, several));
  const switches = Object.entries(changed).map(([name, value]) => `${name} ${value}`);
  const without = switches.length === 0 ? '' : `; changed: ${switches.join(', ')}`;
  return `design ${design} on ${kernel}, ${name}: ${size}; ${who.join(', ')}${without}`;
}

function describeActors(kind: string, several: Actors[keyof Actors]): string[] {
  if (typeof several === 'object') return several.length === 0 ? [] : [`${kind} ${several.join(' and ')}`];
  if (several === true || several === 1) return [kind];
  return several === false || several === 0 ? [] : [`${several} ${kind}`];
}
