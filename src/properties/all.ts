/**
 * Every property by its id: those that designs are compared by; liveness, which takes several times their time and memory; and
 * those that only single claims rest on.
 */

import { CLAIMED_PROPERTIES } from './claims/index.js';
import { LIVENESS_PROPERTIES, PROPERTIES } from './index.js';
import type { Property } from './property.js';

export const ALL_PROPERTIES: readonly Property[] = [
  ...new Set([...PROPERTIES, ...LIVENESS_PROPERTIES, ...CLAIMED_PROPERTIES]),
];
