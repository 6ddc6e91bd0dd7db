/** Named configurations with a change or two, for questions that none of the named ones asks. */

import type { Actors, Configuration } from '../model/configuration.js';
import { CONFIGURATIONS } from '../model/configurations.js';

/** @throws when no configuration has the name `base` */
export function varied(
  base: string,
  name: string,
  actors: Partial<Actors> = {},
  rest: Partial<Configuration> = {},
): Configuration {
  const found = CONFIGURATIONS.find((each) => each.name === base);
  if (found === undefined) throw new Error(`no configuration ${base}`);
  return { ...found, ...rest, name, actors: { ...found.actors, ...actors } };
}

export const named = (name: string): Configuration => varied(name, name);

/** Walkers that can hand a page on to each other, so that somebody holds it at every moment. */
export const TWO_WALKERS = varied('tiny', 'tiny, two walkers', { walkers: ['late', 'late'] });

/** Readers and the driver alone: nothing goes offline, which no lock keeps apart from readers. */
export const READERS_ALONE = varied('readers', 'readers, no offlining', { sysfs: 0 });
