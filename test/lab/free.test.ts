/** What a kernel says without the lab's module. */

import { describe, expect, it } from 'vitest';
import { readIsolated } from '../../src/lab/free.js';

// Of 7.3; the free lists come first, and have the same words.
const PAGETYPEINFO = `Page block order: 9
Pages per block:  512

Free pages count per migrate type at order       0      1
Node    1, zone  Movable, type      Movable      0      0
Node    1, zone  Movable, type      Isolate      5      0

Number of blocks type     Unmovable      Movable  Reclaimable   HighAtomic      Isolate
Node 0, zone      DMA            1            7            0            0            3
Node 0, zone    DMA32            2          246            8            0            0
Node 1, zone  Movable            0           64            0            0           46
`;

describe('readIsolated', () => {
  it("counts the isolated pageblocks of the device's node", () => {
    expect(readIsolated(PAGETYPEINFO)).toBe(46);
  });
});
