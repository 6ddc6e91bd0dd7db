/** What a model is built from, and what follows from that alone. */

import type { Configuration } from './configuration.js';
import type { Demands } from './demands.js';
import { type Geometry, geometryOf } from './geometry.js';
import type { Switches } from './switches.js';

/** What a scenario fixes before the first step. */
export interface Setting {
  readonly switches: Switches;
  readonly geometry: Geometry;
  readonly configuration: Configuration;
  readonly demands: Demands;
}

/** The setting of a configuration under switches, with what its modules demand. */
export function settingOf(configuration: Configuration, switches: Switches, demands: Demands): Setting {
  return { configuration, switches, geometry: geometryOf(configuration), demands };
}
