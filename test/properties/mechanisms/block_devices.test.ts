/** The device of a memory block, and memory_failure(), which looks it up without a lock. */

import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../src/checker/mutate.js';
import type { KernelVersion } from '../../../src/model/designs.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { fallen } from './fallen.js';

const fallenOn = (kernel: KernelVersion, edits: readonly Edit[] = []) =>
  fallen(scenarioOf('D', 'block-devices', { kernel }), ['BU', 'BL', 'DL'], edits);

test.each(['5.8', '5.10', '6.1'] as const)(
  'on Linux %s nobody looks devices up without device_hotplug_lock',
  (kernel) => {
    expect(fallenOn(kernel)).toEqual([]);
  },
);

describe.each(['6.12', '7.3'] as const)('on Linux %s', (kernel) => {
  test('a device is freed between the look and the reference', () => {
    expect(fallenOn(kernel)).toEqual(['BU']);
  });

  test('a reference that memory_failure() does not put keeps the device for ever', () => {
    expect(fallenOn(kernel, [{ kind: 'skip', action: 'put_device' }])).toEqual(['BU', 'BL']);
  });
});
