/** Where pages, sub-blocks and blocks lie; a page's number is its place in the whole device. */

import type { Configuration } from './configuration.js';

/** Which pages, sub-blocks and blocks there are, and which belong to which. */
export interface Geometry {
  readonly pages: number;
  readonly subBlocks: number;
  readonly blocks: number;
  /** First page of each sub-block, and one past the last page of the last. */
  readonly firstPage: readonly number[];
  readonly subBlockOfPage: readonly number[];
  readonly pagesOfSubBlock: readonly (readonly number[])[];
  readonly subBlocksPerBlock: number;
  readonly subBlocksOfBlock: readonly (readonly number[])[];
  readonly pagesOfBlock: readonly (readonly number[])[];
  /** How many real pages a page of the model stands for. */
  readonly weight: readonly number[];
  readonly totalWeight: number;
}

/** The geometry of a configuration. */
export function geometryOf(configuration: Configuration): Geometry {
  const { blocks, subBlocksPerBlock, subBlockPages } = configuration;
  const firstPage = [0];
  for (const pages of subBlockPages) firstPage.push((firstPage.at(-1) ?? 0) + pages.length);
  const weight = subBlockPages.flatMap((pages) => pages.map((page) => page.weight));
  const pagesOfSubBlock = subBlockPages.map((pages, subBlock) => pages.map((_, i) => firstPage[subBlock] + i));
  const subBlocksOfBlock = Array.from({ length: blocks }, (_, block) =>
    Array.from({ length: subBlocksPerBlock }, (_, i) => block * subBlocksPerBlock + i),
  );
  return {
    pages: weight.length,
    subBlocks: blocks * subBlocksPerBlock,
    blocks,
    firstPage,
    subBlockOfPage: subBlockPages.flatMap((pages, subBlock) => pages.map(() => subBlock)),
    pagesOfSubBlock,
    subBlocksPerBlock,
    subBlocksOfBlock,
    pagesOfBlock: subBlocksOfBlock.map((subBlocks) => subBlocks.flatMap((subBlock) => pagesOfSubBlock[subBlock])),
    weight,
    totalWeight: weight.reduce((sum, each) => sum + each, 0),
  };
}
