/**
 * Every property by its id: the main ones, by which designs are compared; those of single mechanisms; liveness, which takes several
 * times their time and memory; those that only single claims rest on; and the faults at which the model halts.
 */

import { knowAs } from '../../checker/known_texts.js';
import { CLAIMED_PROPERTIES } from '../claims/index.js';
import { invariantOf } from '../kinds/invariant.js';
import { askedBy } from '../kinds/state_survey.js';
import { invariantsAmong, type Property } from '../property.js';
import { BLOCK_DEVICE_PROPERTIES } from './block_devices.js';
import { DAMAGE_PROPERTIES } from './damaged_memory.js';
import { DRIVER_PROPERTIES } from './driver_gone.js';
import { FAULT_PROPERTIES } from './faults.js';
import { FREE_LIST_PROPERTIES } from './free_lists.js';
import { SECTION_DATA_PROPERTIES } from './goes_with_section.js';
import { KEPT_PROPERTIES } from './kept.js';
import { LIVENESS_PROPERTIES } from './liveness.js';
import { LOCK_PROPERTIES } from './lock_order.js';
import { W1 } from './looked_up.js';
import { PROPERTIES } from './main.js';
import { MEMMAP_PROPERTIES } from './memmap.js';
import { CM } from './ranges.js';
import { WN } from './warnings.js';

/** The main ones, those of single mechanisms, and liveness. */
export const CATALOGUE: readonly Property[] = [
  ...PROPERTIES,
  ...DRIVER_PROPERTIES,
  ...KEPT_PROPERTIES,
  ...DAMAGE_PROPERTIES,
  ...SECTION_DATA_PROPERTIES,
  ...LOCK_PROPERTIES,
  ...FREE_LIST_PROPERTIES,
  ...BLOCK_DEVICE_PROPERTIES,
  ...MEMMAP_PROPERTIES,
  CM,
  WN,
  ...LIVENESS_PROPERTIES,
];

const ALL: Property[] = [...new Set([...CATALOGUE, ...CLAIMED_PROPERTIES, W1, ...FAULT_PROPERTIES])];

/** Every property that the command line knows by its id. */
export const ALL_PROPERTIES: readonly Property[] = ALL;

const BUILT_IN: ReadonlySet<Property> = new Set(ALL);

/** Whether it is of the checker itself, not of a change of the model. */
export const isBuiltIn = (property: Property): boolean => BUILT_IN.has(property);

// What these ask of states is their own.
for (const property of ALL) for (const { id, asks } of askedBy(property)) knowAs(asks, id);
for (const { id, holds } of invariantsAmong(ALL).map(invariantOf)) knowAs(holds, `${id} holds`);

const BY_ID = new Map(ALL_PROPERTIES.map((property) => [property.id, property]));

/** Undefined when there is none. */
export function propertyNamed(id: string): Property | undefined {
  return BY_ID.get(id);
}

/**
 * Adds a property that a change of the model brings along.
 * @throws when there is a property of this name
 */
export function declareProperty(property: Property): void {
  const { id } = property;
  if (BY_ID.has(id)) throw new Error(`there is a property called ${id} already`);
  ALL.push(property);
  BY_ID.set(id, property);
}
