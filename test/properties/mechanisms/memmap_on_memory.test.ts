/** A memmap that lies in the block that it describes: whose memory may be away while the block is offline, and whose pages are in use. */

import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../src/checker/mutate.js';
import type { KernelVersion } from '../../../src/model/designs.js';
import type { Switches } from '../../../src/model/switches.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { varied } from '../../../src/scenario/varied.js';
import { fallen } from './fallen.js';

const IDS = ['MM', 'MP', 'MH', 'X3', 'X5', 'X6', 'X7', 'EF', 'DL', 'LO', 'D2', 'D3', 'D5', 'L1', 'L2'];

describe.each(['5.10', '6.1', '6.12', '6.17', '7.3'] as const)('on Linux %s', (kernel) => {
  test('a block comes and goes with its memmap, and nothing falls', () => {
    expect(fallen(scenarioOf('D', 'memmap-on-memory', { kernel }), IDS)).toEqual([]);
  });

  test('a range that is allocated at its memmap harms nobody, but for the undo of isolation', () => {
    const configuration = varied('memmap-on-memory', 'and a range', { contig: 1 }, { memmapOnMemory: 'accessible' });
    const scenario = scenarioOf('D', 'memmap-on-memory', { kernel, overrides: { contigUndoesAlways: false } });
    expect(fallen({ ...scenario, configuration }, IDS)).toEqual([]);
  });
});

describe('a PFN walker', () => {
  const fallenOn = (kernel: KernelVersion, overrides: Partial<Switches> = {}, edits: readonly Edit[] = []) =>
    fallen(scenarioOf('D', 'memmap-walker', { kernel, overrides }), ['MM', 'MP'], edits);

  test.each(['6.12', '6.17'] as const)('on Linux %s looks at a memmap whose memory is away', (kernel) => {
    expect(fallenOn(kernel)).toEqual(['MM', 'MP']);
  });

  test.each(['6.1', '7.3'] as const)('on Linux %s frees a page of a memmap that was made anew under it', (kernel) => {
    expect(fallenOn(kernel)).toEqual(['MP']);
  });

  test('does neither where offlining keeps it out', () => {
    expect(fallenOn('6.12', { walkersLock: true })).toEqual([]);
  });

  test('has nothing to free where no memmap can lie in its block', () => {
    expect(fallenOn('5.10')).toEqual([]);
  });
});
