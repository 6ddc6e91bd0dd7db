/**
 * Which real memory a page, sub-block and block of the model stands for on a lab machine. The model's sub-blocks are the last
 * ones of a memory block, the first of them the very last: so what is unplugged at first is what the driver would unplug
 * first, and the model's order is that in which the driver goes on.
 */

import type { Configuration } from '../model/configuration.js';
import { type Geometry, geometryOf } from '../model/geometry.js';
import type { Kernel } from '../model/state.js';
import { FIRST_BLOCK, MEMORY_BLOCK_BYTES, PAGE_BYTES, PAGES_PER_BLOCK } from './machine.js';
import { SERIES_FACTS, type Series } from './series.js';

/** A page of the model is this one of its sub-block, or one of those behind it; the first is a border of too many things. */
const FIRST_OF_PAGES = 5;

/** Blocks that are plugged: one that nobody touches, so that the node stays, and the model's. */
export const PLUGGED_BLOCKS = 2;

export class Layout {
  readonly geometry: Geometry;
  readonly configuration: Configuration;
  readonly series: Series;
  readonly pagesPerSubBlock: number;
  readonly subBlocksPerBlock: number;

  /** @throws when the machine has no such memory */
  constructor(configuration: Configuration, series: Series) {
    const wrong = unsuitable(configuration);
    if (wrong !== undefined) throw new Error(`configuration ${configuration.name}: ${wrong}`);
    this.configuration = configuration;
    this.geometry = geometryOf(configuration);
    this.series = series;
    this.pagesPerSubBlock = SERIES_FACTS[series].subBlockBytes / PAGE_BYTES;
    this.subBlocksPerBlock = MEMORY_BLOCK_BYTES / SERIES_FACTS[series].subBlockBytes;
  }

  /** The number of the memory block that the model's block is. */
  get block(): number {
    return FIRST_BLOCK + PLUGGED_BLOCKS - 1;
  }

  get firstFrame(): number {
    return this.block * PAGES_PER_BLOCK;
  }

  frameOfSubBlock(subBlock: number): number {
    return this.firstFrame + (this.subBlocksPerBlock - 1 - subBlock) * this.pagesPerSubBlock;
  }

  frameOfPage(page: number): number {
    const subBlock = this.geometry.subBlockOfPage[page];
    const index = page - this.geometry.firstPage[subBlock];
    return this.frameOfSubBlock(subBlock) + FIRST_OF_PAGES + index;
  }

  /** Bytes that the device is asked for at first. */
  get initialBytes(): number {
    const unplugged = this.configuration.unplugged.length * SERIES_FACTS[this.series].subBlockBytes;
    return PLUGGED_BLOCKS * MEMORY_BLOCK_BYTES - unplugged;
  }
}

/** Why no lab machine has the memory of a configuration; undefined if it has. */
export function unsuitable({
  blocks,
  unplugged,
  offline,
  absent,
  foreign,
  bigBlocks,
}: Configuration): string | undefined {
  if (blocks !== 1) return `has ${blocks} blocks, the lab drives one`;
  if (bigBlocks) return 'is in big-block mode';
  if (offline.length + absent.length > 0) return 'begins with a block that is not online';
  if (foreign.length > 0) return 'has pages of another driver';
  const isFirst = unplugged.every((subBlock, i) => subBlock === i);
  return isFirst ? undefined : 'begins with other sub-blocks unplugged than the driver would have unplugged first';
}

/**
 * The order of the driver: it unplugs the last plugged sub-block of a block, and plugs the first unplugged one. The model's
 * numbers go down: it unplugs the first plugged, and plugs the last unplugged.
 */
export function isDriversNext({ bitmap }: Kernel, subBlock: number): boolean {
  const plugged = bitmap[subBlock];
  const [from, end] = plugged === 1 ? [0, subBlock] : [subBlock + 1, bitmap.length];
  for (let other = from; other < end; other++) if (bitmap[other] === plugged) return false;
  return true;
}
