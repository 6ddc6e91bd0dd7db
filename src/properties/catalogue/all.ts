/**
 * Every property by its id: those that designs are compared by; those of a driver that removes blocks or goes, of what is kept, and of the order of locks; liveness, which
 * takes several times their time and memory; and those that only single claims rest on.
 */

import { CLAIMED_PROPERTIES } from '../claims/index.js';
import type { Property } from '../property.js';
import { DRIVER_PROPERTIES } from './driver_gone.js';
import { KEPT_PROPERTIES } from './kept.js';
import { LIVENESS_PROPERTIES } from './liveness.js';
import { LOCK_PROPERTIES } from './lock_order.js';
import { PROPERTIES } from './main.js';

export const ALL_PROPERTIES: readonly Property[] = [
  ...new Set([
    ...PROPERTIES,
    ...DRIVER_PROPERTIES,
    ...KEPT_PROPERTIES,
    ...LOCK_PROPERTIES,
    ...LIVENESS_PROPERTIES,
    ...CLAIMED_PROPERTIES,
  ]),
];

const BY_ID = new Map(ALL_PROPERTIES.map((property) => [property.id, property]));

/** Undefined when there is none. */
export function propertyNamed(id: string): Property | undefined {
  return BY_ID.get(id);
}
