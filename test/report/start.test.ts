/** The facts that a reader gets before a race. */

import { describe, expect, it } from 'vitest';
import { switchesOf } from '../../src/model/designs.js';
import { describeStart } from '../../src/report/index.js';
import { smallConfiguration } from './found_race.js';

describe('describeStart', () => {
  const small = smallConfiguration();

  it('tells the memory and the kernel', () => {
    expect(describeStart(small, switchesOf('D', '5.8'))).toBe(
      '1 block, 2 sub-blocks, 2 pages, ZONE_MOVABLE; page 0 unplugged (PageOffline, count 1), others free.\n' +
        'Design D on Linux 5.8.',
    );
  });

  it('speaks of other pages only where there are any', () => {
    const one = { ...small, subBlocksPerBlock: 1, subBlockPages: [[{ weight: 1 }]], unplugged: [0] };
    expect(describeStart(one, switchesOf('D', '5.8'))).toBe(
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
    expect(describeStart(three, switchesOf('A', '7.3'))).toBe(
      '3 blocks, 3 sub-blocks, 3 pages, ZONE_NORMAL; block 1 offline; block 2 absent; all pages of online\n' +
        'blocks free.\n' +
        'Design A on Linux 7.3.',
    );
  });

  it('names the switches that differ from the closest design', () => {
    const start = describeStart(small, switchesOf('D', '6.1', { mutexSync: false, accounting: 'rfc3' }));
    expect(start).toContain('Design D on Linux 6.1, but mutexSync = false, accounting = rfc3.');
  });
});
