/** Holds that a kernel can make, by its code. */

import { describe, expect, it } from 'vitest';
import { addressText, findCountInstructions, usable } from '../../src/lab/kernel_code.js';
import { addressIn } from '../../src/lab/lab_module.js';
import { codeOf } from './fixtures.js';

describe('findCountInstructions', () => {
  // Of virtio_mem_memory_notifier_cb() of 7.3.
  const increments = '48c1e006488b0dc2f331c24801c1f0ff41344883c2014883c0404839d675e5e914010000';
  const decrements = 'c1e706488b3dd5f131c24c01e7f0ff4f34751b4983c4404d39e775';

  it('finds the atomic instruction on the count and the register with the page', () => {
    expect(findCountInstructions(Buffer.from(increments, 'hex'), 'increment')).toEqual([
      { offset: 14, register: 'cx' },
    ]);
    expect(findCountInstructions(Buffer.from(decrements, 'hex'), 'decrement')).toEqual([
      { offset: 13, register: 'di' },
    ]);
  });

  it('tells increments from decrements, and the count from other fields', () => {
    expect(findCountInstructions(Buffer.from(increments, 'hex'), 'decrement')).toEqual([]);
    expect(findCountInstructions(Buffer.from('f0ff413000', 'hex'), 'increment')).toEqual([]);
  });

  it('knows the registers that a prefix reaches', () => {
    expect(findCountInstructions(Buffer.from('f041ff4d3490', 'hex'), 'decrement')).toEqual([
      { offset: 0, register: 'r13' },
    ]);
  });
});

describe('usable', () => {
  it('takes the first function that the kernel has', () => {
    const hold = { by: 'entry', functions: ['alloc_contig_frozen_range_noprof', 'alloc_contig_range'] } as const;
    expect(usable(codeOf('7.3'), hold)).toMatchObject({ function: 'alloc_contig_frozen_range_noprof' });
    expect(usable(codeOf('6.1'), hold)).toMatchObject({ function: 'alloc_contig_range' });
    expect(usable(codeOf('6.1'), { by: 'entry', functions: ['free_frozen_pages'] })).toBeUndefined();
  });

  it('finds the drop of the count in a function of its own, or inlined into the callback', () => {
    const hold = {
      by: 'instruction',
      functions: ['virtio_mem_fake_offline_going_offline', 'virtio_mem_memory_notifier_cb'],
      operation: 'decrement',
    } as const;
    expect(usable(codeOf('6.12'), hold)).toMatchObject({ function: 'virtio_mem_fake_offline_going_offline' });
    expect(usable(codeOf('7.3'), hold)).toMatchObject({ function: 'virtio_mem_memory_notifier_cb' });
  });
});

describe('addresses', () => {
  it('are kept less 2^64, and come back whole', () => {
    const address = addressIn('0xffffffffc0604164');
    expect(address).toBe(-0x3f9fbe9c);
    expect(addressText(address ?? 0)).toBe('0xffffffffc0604164');
    expect(addressIn('none 2')).toBeUndefined();
  });
});
