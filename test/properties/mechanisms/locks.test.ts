/** The locks of memory hotplug, each by itself: orders that deadlock, orders that a third lock saves, and who is kept out. */

import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../src/checker/mutate.js';
import { Decision } from '../../../src/properties/decide.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { propertyNamed } from '../../named.js';
import { fallen } from './fallen.js';

const KERNELS = ['5.8', '6.1', '7.3'] as const;

/** add_memory() as a driver called it that did not take device_hotplug_lock, up to 4.19. */
const WITHOUT_DEVICE_HOTPLUG_LOCK: readonly Edit[] = [
  { kind: 'skip', process: 'adder', action: 'lock_device_hotplug' },
  { kind: 'skip', process: 'adder', action: 'unlock_device_hotplug' },
];

describe.each(KERNELS)('on Linux %s', (kernel) => {
  const hotAdd = scenarioOf('D', 'hot-add', { kernel });

  test('nobody waits for ever, though two locks are taken in both orders, under a third', () => {
    expect(fallen(hotAdd, ['DL', 'LO', 'LB'])).toEqual(['LB']);
    expect(fallen(scenarioOf('D', 'locks', { kernel }), ['DL', 'LO', 'LB'])).toEqual(['LB']);
  });

  test('hot-add without device_hotplug_lock deadlocks with onlining', () => {
    expect(fallen(hotAdd, ['DL', 'LO', 'LB'], WITHOUT_DEVICE_HOTPLUG_LOCK)).toEqual(['DL', 'LO', 'LB']);
  });

  test('the order is told where no run deadlocks, as nobody onlines what is added', () => {
    const never = scenarioOf('D', varied('hot-add', 'hot-add, nobody onlines', {}, { noReonline: true }), {
      kernel,
    });
    expect(fallen(never, ['DL', 'LO'], WITHOUT_DEVICE_HOTPLUG_LOCK)).toEqual(['LO']);
  });

  test('a walker that holds mem_hotplug_lock is kept out, one that does not is not', () => {
    expect(fallen(hotAdd, ['D1', 'S17', 'X7'])).toEqual([]);
    const late = scenarioOf('D', 'hot-add', { kernel, actors: { walkers: ['late'] } });
    expect(fallen(late, ['D1', 'S17', 'X7'])).toEqual(['D1', 'S17', 'X7']);
  });

  test('soft offlining looks at the section before it has the lock, so that its page may be gone', () => {
    // Since 5.13 it takes no reference to a page that is not on the LRU, and no page of an offline section is.
    const expected = kernel === '5.8' ? ['D1', 'X7'] : ['D1'];
    expect(fallen(scenarioOf('D', 'soft-offline', { kernel }), ['D1', 'X7', 'DL', 'LO'])).toEqual(expected);
  });
});

test('the sentence names both tasks, and the lock that saves them', () => {
  const decision = new Decision(scenarioOf('D', 'hot-add', { kernel: '7.3' }), [propertyNamed('LB')]);
  decision.run();
  expect(decision.cells()[0].wrong).toBe(
    'adder takes device_lock while it holds mem_hotplug_lock, and sysfs takes them the other way round, both under device_hotplug_lock',
  );
});
