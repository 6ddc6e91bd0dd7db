/** Every property by its id: those that designs are compared by, and those that only single claims rest on. */

import { CLAIMED_PROPERTIES } from './claims/index.js';
import { PROPERTIES } from './index.js';
import type { Property } from './property.js';

export const ALL_PROPERTIES: readonly Property[] = [...new Set([...PROPERTIES, ...CLAIMED_PROPERTIES])];
