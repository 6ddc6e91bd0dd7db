/**
 * Files that share a worker share what is declared in it: a file fails that leaves another design, switch, configuration, actor
 * or property behind.
 */

import { afterAll, expect } from 'vitest';
import { CONFIGURATIONS } from '../src/model/configurations.js';
import { DESIGN_IDS } from '../src/model/designs.js';
import { ACTORS } from '../src/model/modules.js';
import { SWITCH_NAMES } from '../src/model/switches.js';
import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';

const declared = (): readonly string[] => [
  ...CONFIGURATIONS.map(({ name }) => name),
  ...ACTORS.map(({ key }) => key),
  ...ALL_PROPERTIES.map(({ id }) => id),
  ...DESIGN_IDS,
  ...SWITCH_NAMES,
];

const before = declared();
afterAll(() => expect(declared(), 'what is declared: see vitest.config.ts').toEqual(before));
