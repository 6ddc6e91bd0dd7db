/** Struct pages as they were read from guests. */

import { describe, expect, it } from 'vitest';
import { colourChunks, decodePages, pageText } from '../../src/lab/page_memory.js';
import type { Series } from '../../src/lab/series.js';

/** Bytes from 48 on differ; those before are of a page of node 1. */
const struct = (order: string, typeAndCount: string) =>
  `000000c0ffff5f0008813f0400eaffff88813f0400eaffff00000000000000000000000000000000${order}00000000000000${typeAndCount}0000000000000000`;

const textOf = (series: Series, hex: string) => decodePages(Buffer.from(hex, 'hex'), series).map(pageText);

describe('decodePages', () => {
  it.each([
    ['6.1', 'unplugged', struct('00', 'fffeffff01000000'), 'offline 1'],
    ['6.1', 'a free chunk', struct('0a', '7fffffff00000000'), 'buddy 0'],
    ['6.1', 'freed while unplugged', struct('00', '7ffeffff00000000'), 'buddy+offline 0'],
    ['6.1', 'inside a free chunk', struct('00', 'ffffffff00000000'), 'none 0'],
    ['6.1', "a user's", struct('00', '0000000002000000'), 'mapped 2'],
    ['7.3', 'unplugged', struct('00', '000000f101000000'), 'offline 1'],
    ['7.3', 'a free chunk', struct('0a', '000000f000000000'), 'buddy 0'],
    ['7.3', 'below zero', struct('00', 'ffffffffffffffff'), 'none -1'],
    ['7.3', 'slab', struct('00', '000000f501000000'), 'slab 1'],
  ] as const)('on %s reads a page that is %s', (series, _, hex, expected) => {
    expect(textOf(series, hex)).toEqual([expected]);
  });

  it('reads flags where each series has them', () => {
    const [dirty] = decodePages(Buffer.from(struct('00', '000000f101000000').replace(/^00/, '10'), 'hex'), '7.3');
    expect(dirty).toMatchObject({ dirty: true, lru: false, reserved: false });
    const [lru] = decodePages(Buffer.from(struct('00', 'fffeffff01000000').replace(/^00/, '10'), 'hex'), '6.1');
    expect(lru).toMatchObject({ dirty: false, lru: true });
  });
});

describe('colourChunks', () => {
  it('tells what lies in a free chunk as free, and nothing behind it', () => {
    const head = struct('01', '000000f000000000');
    const inside = struct('00', 'ffffffff00000000');
    const pages = decodePages(Buffer.from(head + inside + inside, 'hex'), '7.3');
    expect(colourChunks(pages).map(({ type }) => type)).toEqual(['buddy', 'buddy', 'none']);
  });
});
