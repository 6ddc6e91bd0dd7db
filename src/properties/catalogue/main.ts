/** The properties that designs are compared by; those of the project's name come first. */

import type { Property } from '../property.js';
import { EF, S17, X2, X3, X5 } from './attempts.js';
import { DL } from './deadlock.js';
import { D9, S2 } from './removal.js';
import { HW, X6, X7 } from './soundness.js';
import { D4, M1, S3, S4, S5, S7 } from './unplugged_pages.js';

/** PageOffline pages never reach the buddy, survive failed offlines, and are kept back and reclaimed on re-online. */
export const PRODUCT_PROPERTIES: readonly Property[] = [S5, S7, D4, M1];

/** The main properties, in the order of the tables. */
export const PROPERTIES: readonly Property[] = [
  ...PRODUCT_PROPERTIES,
  ...[S3, S4, S17, X2, X3, X5, X6, X7, D9, HW, DL, EF, S2],
];
