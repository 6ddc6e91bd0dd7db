/**
 * The mapping from a recording's machine to the model's. A block slot of the device is a block and a sub-block is a sub-block.
 * Of a sub-block's pages, each that some action of the recording names (poisons, pins) is a page of weight 1, and one more
 * page stands for all others, with their number as its weight: to every step of the model these are alike. Where the kernel
 * was seen to hold pages for itself, one further page of weight 1, at no fixed place, stands for those.
 */

import type { Configuration } from '../model/configuration.js';
import { type Geometry, geometryOf } from '../model/geometry.js';
import { CLASS } from './differences.js';
import { observedClass } from './page_class.js';
import type { Action, Header, ObservedBlock, PageState, RecordedAction, Recording } from './recording.js';

export interface Abstraction {
  readonly header: Header;
  readonly configuration: Configuration;
  readonly geometry: Geometry;
  /** Real pages of a sub-block. */
  readonly pagesPerSubBlock: number;
  readonly deviceBlocksPerSubBlock: number;
  readonly pageblocksPerSubBlock: number;
  /** Real pages that have a model page of their own, by model sub-block: page indices in the block, ascending. */
  readonly named: readonly (readonly number[])[];
  /** The model page that the kernel takes, by model sub-block. */
  readonly kernelPage: ReadonlyMap<number, number>;
}

/** @throws when sizes do not divide, so that there is no mapping */
export function abstractionOf({ header, actions }: Recording): Abstraction {
  const { device, memoryBlockBytes, subBlockBytes, pageBytes, pageblockBytes } = header;
  const pagesPerSubBlock = ratio('subBlockBytes', subBlockBytes, 'pageBytes', pageBytes);
  const subBlocksPerBlock = ratio('memoryBlockBytes', memoryBlockBytes, 'subBlockBytes', subBlockBytes);
  const named = Array.from({ length: device.blocks * subBlocksPerBlock }, (): number[] => []);
  for (const { block, page } of actions.flatMap(({ action }) => namedPage(action))) {
    const subBlock = (block - device.firstBlock) * subBlocksPerBlock + Math.floor(page / pagesPerSubBlock);
    if (!named[subBlock].includes(page)) named[subBlock].push(page);
  }
  for (const pages of named) pages.sort((a, b) => a - b);

  const withKernel = subBlocksOfKernel(header, actions, subBlocksPerBlock, pagesPerSubBlock);
  const configuration: Configuration = {
    name: 'recorded',
    title: 'the machine of a recording',
    blocks: device.blocks,
    subBlocksPerBlock,
    subBlockPages: named.map((pages, subBlock) => {
      const ones = pages.length + (withKernel.has(subBlock) ? 1 : 0);
      return [{ weight: pagesPerSubBlock - ones }, ...Array.from({ length: ones }, () => ({ weight: 1 }))];
    }),
    zone: header.autoOnlineBlocks === 'online_kernel' ? 'normal' : 'movable',
    unplugged: named.map((_, subBlock) => subBlock),
    absent: Array.from({ length: device.blocks }, (_, block) => block),
    actors: {
      sysfs: 1,
      worker: true,
      contig: 0,
      walkers: [],
      readers: 0,
      users: actions.some(({ action }) => action.type === 'pin') ? 1 : 0,
      briefUsers: 0,
      balloon: false,
      poison: false,
      kdump: false,
      unload: false,
      removers: 0,
    },
    veto: ['beforeDriver', 'afterDriver'],
    signals: true,
    poison: true,
    removesBlocks: true,
  };
  const geometry = geometryOf(configuration);
  return {
    header,
    configuration,
    geometry,
    pagesPerSubBlock,
    deviceBlocksPerSubBlock: ratio('subBlockBytes', subBlockBytes, 'deviceBlockBytes', device.deviceBlockBytes),
    pageblocksPerSubBlock: ratio('subBlockBytes', subBlockBytes, 'pageblockBytes', pageblockBytes),
    named,
    kernelPage: new Map([...withKernel].map((subBlock) => [subBlock, geometry.firstPage[subBlock + 1] - 1])),
  };
}

function ratio(name: string, value: number, unitName: string, unit: number): number {
  if (value % unit !== 0) throw new Error(`${name} = ${value} is no multiple of ${unitName} = ${unit}: no mapping`);
  return value / unit;
}

function namedPage(action: Action): { block: number; page: number }[] {
  return action.type === 'poison' || action.type === 'pin' ? [{ block: action.block, page: action.page }] : [];
}

/** Sub-blocks in which the kernel was ever seen to hold a page. */
function subBlocksOfKernel(
  { series }: Header,
  actions: readonly RecordedAction[],
  subBlocksPerBlock: number,
  pagesPerSubBlock: number,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { observed } of actions) {
    observed.blocks.forEach((block, slot) => {
      for (const { subBlock, page } of stretchesOf(block, pagesPerSubBlock)) {
        const held = observedClass({ series, block, pinned: true }, page) === CLASS.KERNEL;
        if (held) found.add(slot * subBlocksPerBlock + subBlock);
      }
    });
  }
  return found;
}

/** Pages of one sub-block that were observed alike. */
export interface Stretch {
  /** Index in the block. */
  readonly subBlock: number;
  /** Index in the block. */
  readonly first: number;
  readonly count: number;
  readonly page: PageState;
}

/** A block's run-length list, cut at the borders of sub-blocks. */
export function stretchesOf({ pages }: ObservedBlock, pagesPerSubBlock: number): Stretch[] {
  const stretches: Stretch[] = [];
  let first = 0;
  for (const [length, type, refcount, mark] of pages) {
    const page: PageState = mark === undefined ? [type, refcount] : [type, refcount, mark];
    const end = first + length;
    while (first < end) {
      const subBlock = Math.floor(first / pagesPerSubBlock);
      const count = Math.min(end, (subBlock + 1) * pagesPerSubBlock) - first;
      stretches.push({ subBlock, first, count, page });
      first += count;
    }
  }
  return stretches;
}

/** The model page that a page of the recording is, or is one of. */
export function modelPageOf(
  { header, geometry, named, pagesPerSubBlock }: Abstraction,
  id: number,
  page: number,
): number {
  const block = id - header.device.firstBlock;
  const subBlock = block * geometry.subBlocksPerBlock + Math.floor(page / pagesPerSubBlock);
  return geometry.firstPage[subBlock] + named[subBlock].indexOf(page) + 1;
}
