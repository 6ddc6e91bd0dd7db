/** An observation of the recorded machine held against the model's state: every field that is compared, and how. */

import { BlockState, type Kernel, PG_OFFLINE } from '../model/state.js';
import { type Abstraction, modelPageOf, stretchesOf } from './abstraction.js';
import { CLASS, type PageClass } from './differences.js';
import type { Machine, Mismatch } from './machine.js';
import { modelClass, observedClass } from './page_class.js';
import type { Observed, ObservedBlock } from './recording.js';

/** Differing pages of a block are told this many stretches far. */
const MOST_STRETCHES = 4;

export interface Comparison {
  readonly machine: Machine;
  readonly abstraction: Abstraction;
  /** Whether the recording has pinned a page by now. */
  readonly pinned: boolean;
  /** What the device was last asked for. */
  readonly requestedBytes: number;
}

export function compareObservation(comparison: Comparison, observed: Observed): Mismatch[] {
  return [
    ...observed.blocks.flatMap((block, slot) => compareBlock(comparison, block, slot)),
    ...compareMachine(comparison, observed),
  ];
}

const STATE_NAMES: ReadonlyMap<number, ObservedBlock['state']> = new Map([
  [BlockState.ABSENT, 'absent'],
  [BlockState.OFFLINE, 'offline'],
  [BlockState.ONLINE, 'online'],
]);

function compareBlock(comparison: Comparison, block: ObservedBlock, slot: number): Mismatch[] {
  const { kernel } = comparison.machine;
  const model = STATE_NAMES.get(kernel.blockState[slot]) ?? 'going offline';
  const name = `block ${block.id}`;
  if (model !== block.state) return [{ what: `${name}: state`, model, kernel: block.state }];
  const online = model === 'online';
  return [
    ...differ(`${name}: zone`, online ? zoneOf(kernel, slot) : null, block.zone),
    ...differ(`${name}: plugged sub-blocks`, show(rangesOf(kernel, slot, isPlugged)), show(block.pluggedSubBlocks)),
    ...differ(
      `${name}: unplugged sub-blocks`,
      online ? show(rangesOf(kernel, slot, isPageOffline)) : null,
      block.unpluggedSubBlocks === null ? null : show(block.unpluggedSubBlocks),
    ),
    ...differ(`${name}: partly unplugged sub-blocks`, show([]), show(block.mixedSubBlocks ?? [])),
    ...comparePages(comparison, block),
  ];
}

function differ(what: string, model: string | number | null, kernel: string | number | null): Mismatch[] {
  return model === kernel ? [] : [{ what, model: String(model), kernel: String(kernel) }];
}

const zoneOf = (k: Kernel, block: number): 'Movable' | 'Normal' => (k.zoneMovable[block] === 1 ? 'Movable' : 'Normal');

/** The driver and the host agree whenever nothing is going on. */
function isPlugged(k: Kernel, subBlock: number): boolean {
  return k.bitmap[subBlock] === 1 && k.plugged[k.geometry.firstPage[subBlock]] === 1;
}

function isPageOffline(k: Kernel, subBlock: number): boolean {
  for (let page = k.geometry.firstPage[subBlock]; page < k.geometry.firstPage[subBlock + 1]; page++)
    if ((k.pageType[page] & PG_OFFLINE) === 0) return false;
  return true;
}

type Range = readonly [first: number, count: number];

/** Runs of a block's sub-blocks for which something is so, as the recordings have them. */
function rangesOf(k: Kernel, block: number, is: (k: Kernel, subBlock: number) => boolean): Range[] {
  const { subBlocksPerBlock } = k.geometry;
  const ranges: [number, number][] = [];
  for (let i = 0; i < subBlocksPerBlock; i++) {
    if (!is(k, block * subBlocksPerBlock + i)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[0] + last[1] === i) last[1]++;
    else ranges.push([i, 1]);
  }
  return ranges;
}

function show(ranges: readonly Range[]): string {
  if (ranges.length === 0) return 'none';
  return ranges.map(([first, count]) => (count === 1 ? `${first}` : `${first}..${first + count - 1}`)).join(', ');
}

function comparePages({ machine, abstraction, pinned }: Comparison, block: ObservedBlock): Mismatch[] {
  const { kernel } = machine;
  const online = block.state === 'online';
  const { series } = abstraction.header;
  const differing = stretchesOf(block, abstraction).flatMap(({ first, count, page, named }) => {
    const seen = observedClass({ series, block, named, pinned }, page);
    const model = expectedClass(kernel, abstraction, modelPageOf(abstraction, block.id, first), online, seen);
    return differ(`block ${block.id}: ${pagesText(first, count)}`, model, seen);
  });
  const more = differing.length - MOST_STRETCHES;
  if (more <= 0) return differing;
  const rest = { what: `block ${block.id}: pages`, model: `${more} more stretches differ`, kernel: 'as recorded' };
  return [...differing.slice(0, MOST_STRETCHES), rest];
}

const pagesText = (first: number, count: number): string =>
  count === 1 ? `page ${first}` : `pages ${first} to ${first + count - 1}`;

/** The model's class of a page; where the kernel holds pages of the sub-block, each free one may be the one it holds. */
function expectedClass(
  k: Kernel,
  { kernelPage }: Abstraction,
  page: number,
  online: boolean,
  seen: PageClass,
): PageClass {
  const own = modelClass(k, page, online, false);
  const held = kernelPage.get(k.geometry.subBlockOfPage[page]);
  const mayBeHeld = own === CLASS.FREE && seen === CLASS.KERNEL && held !== undefined;
  return mayBeHeld ? modelClass(k, held, online, true) : own;
}

function compareMachine(comparison: Comparison, observed: Observed): Mismatch[] {
  const { machine, abstraction, requestedBytes } = comparison;
  const { kernel } = machine;
  const { header, pageblocksPerSubBlock } = abstraction;
  const present = { Movable: 0, Normal: 0 };
  const pagesOfBlock = header.memoryBlockBytes / header.pageBytes;
  let isolated = 0;
  let plugged = 0;
  for (let block = 0; block < kernel.blockState.length; block++) {
    const online = kernel.blockState[block] === BlockState.ONLINE;
    if (online) present[zoneOf(kernel, block)] += pagesOfBlock;
    const first = block * kernel.geometry.subBlocksPerBlock;
    for (let subBlock = first; subBlock < first + kernel.geometry.subBlocksPerBlock; subBlock++) {
      if (online && kernel.isolated[subBlock] !== 0) isolated += pageblocksPerSubBlock;
      if (isPlugged(kernel, subBlock)) plugged++;
    }
  }
  return [
    ...differ('managed pages', kernel.managed[0], observed.managedPages),
    ...differ('present pages', kernel.present[0], observed.presentPages),
    ...differ('present pages of ZONE_MOVABLE', present.Movable, observed.zones.Movable?.present ?? 0),
    ...differ('present pages of ZONE_NORMAL', present.Normal, observed.zones.Normal?.present ?? 0),
    ...differ('isolated pageblocks', isolated, observed.isolatedPageblocks),
    ...differ('device size in bytes', plugged * header.subBlockBytes, observed.deviceSizeBytes),
    ...differ('requested size in bytes', requestedBytes, observed.requestedSizeBytes),
  ];
}
