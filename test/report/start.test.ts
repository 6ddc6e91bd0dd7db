/** The facts that a reader gets before a race. */

import { describe, expect, it } from 'vitest';
import { DESIGN_IDS, KERNEL_VERSIONS } from '../../src/model/designs.js';
import { describeStart } from '../../src/report/index.js';
import { scenarioOf } from '../../src/scenario/scenario.js';
import { smallConfiguration } from './found_race.js';

describe('describeStart', () => {
  const small = smallConfiguration();

  it('tells the memory and the kernel', () => {
    expect(describeStart(scenarioOf('D', small))).toBe(
      '1 block, 2 sub-blocks, 2 pages, ZONE_MOVABLE; page 0 unplugged (PageOffline, count 1), others free.\n' +
        'Design D on Linux 5.8.',
    );
  });

  it('speaks of other pages only where there are any', () => {
    const one = { ...small, subBlocksPerBlock: 1, subBlockPages: [[{ weight: 1 }]], unplugged: [0] };
    expect(describeStart(scenarioOf('D', one))).toBe(
      '1 block, 1 sub-block, 1 page, ZONE_MOVABLE; page 0 unplugged (PageOffline, count 1).\nDesign D on Linux 5.8.',
    );
  });

  it('tells which blocks are not online, and not of their pages', () => {
    const page = [{ weight: 1 }];
    const three = {
      ...small,
      blocks: 3,
      subBlocksPerBlock: 1,
      subBlockPages: [page, page, page],
      unplugged: [2],
      offline: [1],
      absent: [2],
      zone: 'normal' as const,
    };
    expect(describeStart(scenarioOf('A', three, { kernel: '7.3' }))).toBe(
      '3 blocks, 3 sub-blocks, 3 pages, ZONE_NORMAL; block 1 offline; block 2 absent; all pages of online\n' +
        'blocks free.\n' +
        'Design A on Linux 7.3.',
    );
  });

  it('names the design, the kernel and the switches that were asked for, whatever other design has them so', () => {
    const overrides = { frozen: true, sign: 'bit', contigRefAfterUndo: false } as const;
    expect(describeStart(scenarioOf('D', small, { kernel: '5.4', overrides }))).toContain(
      'Design D on Linux 5.4, frozen=true, sign=bit, contigRefAfterUndo=false.',
    );
    for (const design of DESIGN_IDS) {
      for (const kernel of KERNEL_VERSIONS) {
        expect(describeStart(scenarioOf(design, small, { kernel }))).toContain(`Design ${design} on Linux ${kernel}.`);
      }
    }
  });
});
