/** All mutants of the model, group by group. */

import { AROUND } from './around.js';
import { BLOCK_DEVICES } from './block_devices.js';
import { BLOCKS } from './blocks.js';
import { CHECKS } from './checks.js';
import { DAMAGED_MEMORY } from './damaged_memory.js';
import { DRIVER } from './driver.js';
import { FREE_LISTS } from './free_lists.js';
import { FREE_PATH } from './free_path.js';
import { HYPERV } from './hyperv.js';
import { ISOLATION } from './isolation.js';
import { LOCKS } from './locks.js';
import { MEMMAP } from './memmap.js';
import { MOVABLE_BALLOON } from './movable_balloon.js';
import type { Mutant } from './mutant.js';
import { NOTIFIER } from './notifier.js';
import { OTHER_DESIGNS } from './other_designs.js';
import { OTHER_DRIVERS } from './other_drivers.js';
import { PINS } from './pins.js';
import { POISON_AND_DUMPS } from './poison_and_dumps.js';
import { RANGES } from './ranges.js';
import { REMOVAL } from './removal.js';
import { SECTION_DATA } from './section_data.js';
import { UNLOAD } from './unload.js';
import { XEN } from './xen.js';

export type { Mutant };

export const MUTANTS: readonly Mutant[] = [
  ...LOCKS,
  ...ISOLATION,
  ...CHECKS,
  ...NOTIFIER,
  ...BLOCKS,
  ...DRIVER,
  ...REMOVAL,
  ...UNLOAD,
  ...FREE_PATH,
  ...FREE_LISTS,
  ...AROUND,
  ...OTHER_DESIGNS,
  ...OTHER_DRIVERS,
  ...POISON_AND_DUMPS,
  ...DAMAGED_MEMORY,
  ...SECTION_DATA,
  ...PINS,
  ...MOVABLE_BALLOON,
  ...BLOCK_DEVICES,
  ...MEMMAP,
  ...HYPERV,
  ...XEN,
  ...RANGES,
];
