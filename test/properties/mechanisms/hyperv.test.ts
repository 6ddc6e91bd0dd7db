/** Hyper-V's balloon: the locks of its hot-add regions, memory that is lost, and what its pages are to attempts, walkers and readers. */

import { describe, expect, test } from 'vitest';
import type { Actors } from '../../../src/model/configuration.js';
import { DESIGN_IDS, type KernelVersion } from '../../../src/model/designs.js';
import type { Switches } from '../../../src/model/switches.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { fallen } from './fallen.js';

const KERNELS = ['5.10', '6.1', '6.12', '7.3'] as const;

const withLock = (hvRegionLock: Switches['hvRegionLock']) => ({ kernel: '7.3', overrides: { hvRegionLock } }) as const;

describe('the lock of its regions', () => {
  const deadlocks = (lock: Switches['hvRegionLock']) =>
    fallen(scenarioOf('D', 'hyperv-locks', withLock(lock)), ['DL', 'LO', 'L1', 'X7']);

  test('a mutex that is held while memory is added deadlocks with onlining', () => {
    expect(deadlocks('mutex held')).toEqual(['DL', 'LO', 'L1']);
  });

  test.each(['mutex', 'spinlock'] as const)('a %s that is not is in nobody’s way', (lock) => {
    expect(deadlocks(lock)).toEqual([]);
  });

  const vetoed = varied('hyperv-locks', 'hyperv-locks, with a veto', {}, { veto: ['beforeDriver'] });

  test('a callback that never saw MEM_GOING_ONLINE unlocks the mutex of another, since somebody has it', () => {
    expect(fallen(scenarioOf('D', vetoed, withLock('mutex')), ['DL', 'X7'])).toEqual(['X7']);
    expect(fallen(scenarioOf('D', vetoed, withLock('spinlock')), ['DL', 'X7'])).toEqual([]);
  });
});

describe('memory that the host backs', () => {
  test.each(KERNELS)('is lost on Linux %s when it comes between the callback and online_mem_sections()', (kernel) => {
    expect(fallen(scenarioOf('D', 'hyperv', { kernel }), ['U3', 'X5', 'X6', 'X7', 'S4', 'D4', 'DL', 'L1'])).toEqual([
      'U3',
    ]);
  });

  test.each(['mutex', 'mutex held'] as const)(
    'is not where a mutex keeps hot-add out while memory is onlined: %s',
    (lock) => {
      expect(fallen(scenarioOf('D', 'hyperv', withLock(lock)), ['U3'])).toEqual([]);
    },
  );
});

/** Nobody adds memory: the block was there when the kernel booted, and is offlined and onlined. */
const boot = varied('hyperv', 'memory of the boot', { hotAdd: false }, { absent: [], bootMemory: [0] });

test.each([
  ['5.10', ['X6', 'U3']],
  ['6.1', ['X6', 'U3']],
  ['6.12', ['M1', 'U3']],
  ['7.3', []],
] as const)('memory of the boot that is onlined again on Linux %s: %j fall', (kernel, expected) => {
  expect(fallen(scenarioOf('D', boot, { kernel }), ['M1', 'X6', 'X7', 'U3'])).toEqual(expected);
});

describe('pages that it keeps, in its balloon or as they are not backed', () => {
  const kept = varied('hyperv-walkers', 'half backed, and a balloon', { walkers: [] });

  test.each(DESIGN_IDS)('are in no danger in design %s: they are PageOffline, and never with count 0', (design) => {
    const violated = fallen(scenarioOf(design, kept, { kernel: '7.3' }), ['S3', 'S5', 'S7', 'X2', 'X5', 'X7', 'EF']);
    expect(violated).toEqual([]);
  });

  test('end an attempt where scan_movable_pages() gives up at them, and keep it for ever where it does not', () => {
    expect(fallen(scenarioOf('D', kept, { kernel: '7.3' }), ['L1', 'L2'])).toEqual([]);
    expect(fallen(scenarioOf('D', kept, { kernel: '7.3', overrides: { scanEBUSY: false } }), ['L1', 'L2'])).toEqual([
      'L1',
    ]);
  });

  const looked = (kernel: KernelVersion, actors: Partial<Actors>) =>
    fallen(scenarioOf('D', varied('hyperv-walkers', 'half backed', { walkers: [], ...actors }), { kernel }), ['S4']);

  test.each(KERNELS)(
    'are read through /proc/kcore on Linux %s while the balloon takes them, and not as they are not backed',
    (kernel) => {
      expect(looked(kernel, { readers: 1 })).toEqual(['S4']);
      expect(looked(kernel, { readers: 1, balloon: false })).toEqual([]);
      expect(looked(kernel, { kdump: true })).toEqual([]);
    },
  );
});

test.each(KERNELS)(
  'a walker’s reference to a page that is backed now is forgotten on Linux %s, as it gets count 0',
  (kernel) => {
    const walked = varied('hyperv-walkers', 'half backed, and a walker', { balloon: false });
    expect(fallen(scenarioOf('D', walked, { kernel }), ['X7', 'S17', 'DL'])).toContain('X7');
  },
);
