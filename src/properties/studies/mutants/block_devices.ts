/** The device of a memory block: references that are not put. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { blockDevices } = SETTINGS;

export const BLOCK_DEVICES: readonly Mutant[] = [
  {
    id: 'device-reference-leaked',
    breaks: 'memory_failure() does not put the device of the block that it looked up',
    edits: [{ kind: 'skip', action: 'put_device' }],
    tried: [blockDevices],
  },
  {
    id: 'device-not-unregistered',
    breaks: 'a block is removed, and its device keeps the reference that it was registered with',
    edits: [{ kind: 'skip', action: 'device_unregister' }],
    tried: [blockDevices],
  },
];
