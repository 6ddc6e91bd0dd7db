/** What a model is built from, and what follows from that alone. */

import type { Configuration } from './configuration.js';
import type { Demands } from './demands.js';
import { type Geometry, geometryOf } from './geometry.js';
import type { Switches } from './switches.js';

export interface Setting {
  readonly switches: Switches;
  readonly geometry: Geometry;
  readonly configuration: Configuration;
  readonly demands: Demands;
}

export function settingOf(configuration: Configuration, switches: Switches, demands: Demands): Setting {
  return { configuration, switches, geometry: geometryOf(configuration), demands };
}
