/**
 * The mapping from a recording's machine to the model's. A block slot of the device is a block and a sub-block is a sub-block.
 * Of a sub-block's pages, each that some action of the recording names (poisons, pins) is a page of weight 1, and one more
 * page stands for all others, with their number as its weight: to every step of the model these are alike. Where the kernel
 * was seen to hold pages for itself, one further page of weight 1, at no fixed place, stands for those.
 */

import type { Configuration } from '../model/configuration.js';
import { configurationOf } from '../model/configurations.js';
import { type Geometry, geometryOf } from '../model/geometry.js';
import { CLASS } from './differences.js';
import { observedClass } from './page_class.js';
import {
  type Action,
  type Header,
  type ObservedBlock,
  type PageState,
  type RecordedAction,
  type Recording,
  RecordingError,
} from './recording.js';

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

/** @throws {RecordingError} when sizes do not divide, so that there is no mapping */
export function abstractionOf({ file, header, actions }: Recording): Abstraction {
  const { device } = header;
  const ratio = (name: Size, unit: Size) => ratioOf(file, header, name, unit);
  const pagesPerSubBlock = ratio('subBlockBytes', 'pageBytes');
  const subBlocksPerBlock = ratio('memoryBlockBytes', 'subBlockBytes');
  const named = Array.from({ length: device.blocks * subBlocksPerBlock }, (): number[] => []);
  for (const { block, page } of actions.flatMap(({ action }) => namedPage(action))) {
    const subBlock = (block - device.firstBlock) * subBlocksPerBlock + Math.floor(page / pagesPerSubBlock);
    if (!named[subBlock].includes(page)) named[subBlock].push(page);
  }
  for (const pages of named) pages.sort((a, b) => a - b);

  const cuts = { header, pagesPerSubBlock, named };
  const withKernel = subBlocksOfKernel(cuts, actions, subBlocksPerBlock);
  const configuration = configurationOf({
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
      users: actions.some(({ action }) => action.type === 'pin') ? 1 : 0,
    },
    veto: ['beforeDriver', 'afterDriver'],
    signals: true,
    poison: true,
    removesBlocks: true,
  });
  const geometry = geometryOf(configuration);
  return {
    header,
    configuration,
    geometry,
    pagesPerSubBlock,
    deviceBlocksPerSubBlock: ratio('subBlockBytes', 'deviceBlockBytes'),
    pageblocksPerSubBlock: ratio('subBlockBytes', 'pageblockBytes'),
    named,
    kernelPage: new Map([...withKernel].map((subBlock) => [subBlock, geometry.firstPage[subBlock + 1] - 1])),
  };
}

type Size = 'memoryBlockBytes' | 'subBlockBytes' | 'pageBytes' | 'pageblockBytes' | 'deviceBlockBytes';

function ratioOf(file: string, header: Header, name: Size, unit: Size): number {
  const sizes = { ...header, ...header.device };
  const [value, by] = [sizes[name], sizes[unit]];
  if (value % by !== 0)
    throw new RecordingError(`${file}: ${name} = ${value} is no multiple of ${unit} = ${by}: no mapping to the model`);
  return value / by;
}

function namedPage(action: Action): { block: number; page: number }[] {
  return action.type === 'poison' || action.type === 'pin' ? [{ block: action.block, page: action.page }] : [];
}

/** Sub-blocks in which the kernel was ever seen to hold a page. */
function subBlocksOfKernel(
  cuts: Cuts,
  actions: readonly RecordedAction[],
  subBlocksPerBlock: number,
): ReadonlySet<number> {
  const { series } = cuts.header;
  const found = new Set<number>();
  for (const { observed } of actions) {
    observed.blocks.forEach((block, slot) => {
      for (const { subBlock, page, named } of stretchesOf(block, cuts)) {
        const held = observedClass({ series, block, named, pinned: true }, page) === CLASS.KERNEL;
        if (held) found.add(slot * subBlocksPerBlock + subBlock);
      }
    });
  }
  return found;
}

/** Pages of one sub-block that were observed alike: one named page, or others. */
export interface Stretch {
  /** Index in the block. */
  readonly subBlock: number;
  /** Index in the block. */
  readonly first: number;
  readonly count: number;
  readonly page: PageState;
  /** Whether it is a page that has a model page of its own. */
  readonly named: boolean;
}

/** What a block's list of pages is cut by. */
export type Cuts = Pick<Abstraction, 'header' | 'pagesPerSubBlock' | 'named'>;

/** A block's run-length list, cut at the borders of sub-blocks and around each named page. */
export function stretchesOf({ id, pages }: ObservedBlock, { header, pagesPerSubBlock, named }: Cuts): Stretch[] {
  const firstSubBlock = ((id - header.device.firstBlock) * header.memoryBlockBytes) / header.subBlockBytes;
  const stretches: Stretch[] = [];
  let first = 0;
  for (const [length, type, refcount, mark] of pages) {
    const page: PageState = mark === undefined ? [type, refcount] : [type, refcount, mark];
    const end = first + length;
    while (first < end) {
      const subBlock = Math.floor(first / pagesPerSubBlock);
      const next = named[firstSubBlock + subBlock].find((each) => each >= first) ?? end;
      const isNamed = next === first;
      const to = Math.min(end, (subBlock + 1) * pagesPerSubBlock, isNamed ? first + 1 : next);
      stretches.push({ subBlock, first, count: to - first, page, named: isNamed });
      first = to;
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
