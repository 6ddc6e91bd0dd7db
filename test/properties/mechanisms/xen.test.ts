/**
 * Xen's balloon: memory that is onlined again, references that are overwritten, pages that are handed out, the mutex around
 * adding memory.
 */

import { describe, expect, test } from 'vitest';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { fallen } from './fallen.js';

const KERNELS = ['5.10', '6.1', '6.12', '7.3'] as const;

describe('memory that it adds', () => {
  test.each(KERNELS)('is lost on Linux %s when it is offlined and onlined again, and else in no danger', (kernel) => {
    const asked = ['U3', 'S4', 'S5', 'S7', 'D4', 'M1', 'X5', 'X6', 'X7', 'DL', 'L1'];
    expect(fallen(scenarioOf('D', 'xen', { kernel }), asked)).toEqual(['U3']);
  });

  test.each(KERNELS)('and so is memory of the boot on Linux %s', (kernel) => {
    const boot = varied('xen', 'memory of the boot', {}, { absent: [] });
    expect(fallen(scenarioOf('D', boot, { kernel }), ['U3', 'M1', 'X7'])).toEqual(['U3']);
  });

  test('deadlocks with onlining where the mutex is held while it is added', () => {
    const held = { kernel: '7.3', overrides: { xenMutexHeld: true } } as const;
    expect(fallen(scenarioOf('D', 'xen-locks', held), ['DL', 'LO', 'X6', 'X7'])).toEqual(['DL']);
    expect(fallen(scenarioOf('D', 'xen-locks', { kernel: '7.3' }), ['DL', 'LO', 'X6', 'X7'])).toEqual([]);
  });
});

describe('pages that its host takes and gives', () => {
  test.each(KERNELS)('lose a walker’s reference on Linux %s when they are given back', (kernel) => {
    const still = varied('xen-walkers', 'a page that comes back, and a walker', { xenTarget: false });
    expect(fallen(scenarioOf('D', still, { kernel }), ['X7', 'DL'])).toEqual(['X7']);
  });

  const alone = varied('xen-walkers', 'pages that come and go', { walkers: [], briefUsers: 1 });
  const looked = varied('xen-walkers', 'pages that come and go, and a reader', { walkers: [], readers: 1 });

  test.each(KERNELS)('are in no danger on Linux %s, but for readers of /proc/kcore while they go', (kernel) => {
    const asked = ['S3', 'S4', 'S5', 'S7', 'X5', 'X6', 'X7', 'EF', 'DL', 'L1'];
    expect(fallen(scenarioOf('D', alone, { kernel }), asked)).toEqual([]);
    expect(fallen(scenarioOf('D', looked, { kernel }), asked)).toEqual(['S4']);
  });
});

describe('a page that another domain’s is mapped in place of', () => {
  test.each([
    ['5.10', []],
    ['6.1', []],
    ['6.12', ['L1']],
    ['7.3', ['L1']],
  ] as const)('is not PageOffline, and on Linux %s attempts wait for it for ever: %j', (kernel, falls) => {
    const mapped = scenarioOf('D', 'xen-mapper', { kernel });
    expect(fallen(mapped, ['S3', 'X6', 'X7', 'DL', 'L1'])).toEqual(['S3', ...falls]);
  });

  test.each(KERNELS)('is read on Linux %s through /proc/kcore and by dumps while nothing is behind it', (kernel) => {
    for (const actors of [{ readers: 1 }, { kdump: true }]) {
      const read = varied('xen-mapper', 'and a reader', actors);
      expect(fallen(scenarioOf('D', read, { kernel }), ['S4', 'X7'])).toEqual(['S4']);
    }
  });
});
