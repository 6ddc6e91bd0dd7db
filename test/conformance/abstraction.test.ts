/** The mapping from the recorded machine to the model's: sizes, named pages, and pages that the kernel takes. */

import { describe, expect, it } from 'vitest';
import { abstractionOf, modelPageOf, stretchesOf } from '../../src/conformance/abstraction.js';
import { fixture } from './fixtures.js';

describe('abstractionOf', () => {
  it('has a sub-block for each of the device, 4 MiB on 5.10 and 2 MiB later', () => {
    const old = abstractionOf(fixture('5.10/walk-11.jsonl'));
    expect(old.geometry).toMatchObject({ blocks: 4, subBlocksPerBlock: 32, totalWeight: 131_072 });
    expect(old).toMatchObject({ pagesPerSubBlock: 1_024, deviceBlocksPerSubBlock: 2, pageblocksPerSubBlock: 2 });
    const later = abstractionOf(fixture('6.12/walk-11.jsonl'));
    expect(later.geometry).toMatchObject({ blocks: 4, subBlocksPerBlock: 64, totalWeight: 131_072 });
    expect(later).toMatchObject({ pagesPerSubBlock: 512, deviceBlocksPerSubBlock: 1, pageblocksPerSubBlock: 1 });
  });

  it('gives each page that is poisoned or pinned a model page, and all others of a sub-block one', () => {
    const abstraction = abstractionOf(fixture('6.12/walk-11.jsonl'));
    const poisoned = modelPageOf(abstraction, 34, 31_567);
    const { weight, subBlockOfPage } = abstraction.geometry;
    expect(weight[poisoned]).toBe(1);
    expect(modelPageOf(abstraction, 34, 31_566)).toBe(poisoned - 1);
    expect(modelPageOf(abstraction, 34, 31_568)).toBe(poisoned - 1);
    expect(weight[poisoned - 1]).toBe(511);
    expect(subBlockOfPage[poisoned]).toBe(2 * 64 + Math.floor(31_567 / 512));
  });

  it('sets a page aside for the kernel where it was seen to hold one, and nowhere else', () => {
    const { kernelPage, geometry } = abstractionOf(fixture('7.3/walk-07.jsonl'));
    expect([...kernelPage.keys()].sort()).toEqual([0, 1, 2, 3]);
    expect([...kernelPage.values()].map((page) => geometry.weight[page])).toEqual([1, 1, 1, 1]);
    expect(abstractionOf(fixture('6.12/walk-11.jsonl')).kernelPage.size).toBe(0);
  });
});

/** Block 34 of a recording that poisons page 31,567 of it, with other pages. */
function blockWith(pages: [number, string, number][]) {
  const recording = fixture('6.12/walk-11.jsonl');
  return { abstraction: abstractionOf(recording), block: { ...recording.actions[0].observed.blocks[2], pages } };
}

describe('stretchesOf', () => {
  it('cuts runs of pages at the borders of sub-blocks', () => {
    const { abstraction, block } = blockWith([[600, 'buddy', 0]]);
    expect(stretchesOf(block, abstraction)).toEqual([
      { subBlock: 0, first: 0, count: 512, page: ['buddy', 0], named: false },
      { subBlock: 1, first: 512, count: 88, page: ['buddy', 0], named: false },
    ]);
  });

  it('cuts them around a page that an action names', () => {
    const { abstraction, block } = blockWith([
      [31_232, 'buddy', 0],
      [512, 'offline', 1],
    ]);
    const [poisoned, ...others] = stretchesOf(block, abstraction).filter(({ first }) => first >= 31_232);
    expect(poisoned).toMatchObject({ subBlock: 61, first: 31_232, count: 31_567 - 31_232, named: false });
    expect(others).toMatchObject([
      { first: 31_567, count: 1, named: true },
      { first: 31_568, count: 31_744 - 31_568, named: false },
    ]);
  });
});
