/** What the command line says of the model that it asks of: the same words for every command. */

import type { Configuration } from '../model/configuration.js';
import type { DesignId, KernelVersion } from '../model/designs.js';
import type { Switches } from '../model/switches.js';
import type { Property } from '../properties/property.js';
import type { ChangeReference } from '../scenario/loaded_changes.js';
import type { Scenario } from '../scenario/scenario.js';

export interface ModelOptions {
  readonly design: DesignId;
  readonly kernel: KernelVersion;
  readonly configuration: Configuration;
  /** Switches set otherwise. */
  readonly set: Partial<Switches>;
  /** Absent: those that are usual for the command. */
  readonly property?: readonly Property[];
  /** A change of the model. */
  readonly change?: ChangeReference;
}

/** What is asked, of one design in one configuration. */
export function askedScenario({
  design,
  kernel,
  configuration,
  set: overrides,
  change,
}: Omit<ModelOptions, 'property'>): Scenario {
  return { design, kernel, configuration, overrides, ...(change && { change }) };
}
