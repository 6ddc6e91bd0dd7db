/** Configurations and properties by name, for tests; a name that does not exist is an error. */

import type { Configuration } from '../src/model/configuration.js';
import { CONFIGURATIONS } from '../src/model/configurations.js';
import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';
import type { Property } from '../src/properties/property.js';

export function configurationNamed(name: string): Configuration {
  const found = CONFIGURATIONS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no configuration ${name}`);
  return found;
}

export function propertyNamed(id: string): Property {
  const found = ALL_PROPERTIES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no property ${id}`);
  return found;
}
