/** Every named configuration can be asked with every further actor, as the library and `--configuration FILE` allow. */

import { expect, test } from 'vitest';
import { compileSystem } from '../../src/checker/system.js';
import type { Actors, Configuration } from '../../src/model/configuration.js';
import { CONFIGURATIONS } from '../../src/model/configurations.js';
import { type DesignId, type KernelVersion, switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';

/** Who offlines, removes and allocates ranges, and so migrates. A process is compiled by itself: these are asked at once. */
const BUSY: Partial<Actors> = { sysfs: 1, worker: true, contig: 1, removers: 1, balloon: true };

/** Who changes what the others do, and where that is tried. Poison of pages that are in use is outside the model. */
const FURTHER: readonly (readonly [string, DesignId, KernelVersion, Partial<Actors>])[] = [
  ['a user', 'D', '5.8', { users: 1, unload: false, poison: false }],
  ['a user, and the driver is unloaded', 'B', '7.3', { users: 1, unload: true, poison: false }],
  ['poison', 'D', '7.3', { users: 0, poison: true }],
];

/** Configurations that differ in their actors alone are one here. */
const SHAPES = [...new Map(CONFIGURATIONS.map((each) => [shape(each), each])).values()];

function shape({ name, title, actors, ...rest }: Configuration): string {
  return JSON.stringify(rest);
}

test.each(FURTHER)('with %s every configuration compiles', (_, design, kernel, further) => {
  const failures: string[] = [];
  for (const configuration of SHAPES) {
    const actors = { ...configuration.actors, ...BUSY, ...further };
    try {
      compileSystem(kernelSystem({ ...configuration, actors }, switchesOf(design, kernel)));
    } catch (error) {
      failures.push(`${configuration.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  expect(failures).toEqual([]);
});
