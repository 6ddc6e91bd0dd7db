/** What is read of a machine between two segments, and held against the state that the model has there. */

import type { Mismatch } from '../conformance/machine.js';
import { modelPageState, words } from '../conformance/page_class.js';
import { BlockState, type Kernel, Oops } from '../model/state.js';
import { pluggedAfter } from './device_log.js';
import type { LabModule } from './lab_module.js';
import type { Layout } from './layout.js';
import { FIRST_BLOCK, folderOfBlock, type Machine, PAGEBLOCK_PAGES, PAGES_PER_BLOCK, REGION } from './machine.js';
import { colourChunks, type MemoryPage, pageText } from './page_memory.js';

/** Everything that the model has and a kernel shows. */
export interface Seen {
  /** The page that each page of the model stands for; null where the block has no memmap. */
  readonly pages: readonly (MemoryPage | null)[];
  /** By sub-block of the model. */
  readonly isolated: readonly boolean[];
  readonly sectionOnline: boolean;
  /** As the block's file has it. */
  readonly blockState: string;
  /** By sub-block of the model: whether the device has it plugged. */
  readonly plugged: readonly boolean[];
  /** Of the device's node. */
  readonly managed: number;
  readonly present: number;
  /** Pages of the whole block by what they are, as `buddy 0: 32256`; for people. */
  readonly summary: Readonly<Record<string, number>>;
  /** Pageblocks of the whole block that are isolated. */
  readonly isolatedPageblocks: number;
}

/** Where the model's counts begin on the machine. */
export interface Baseline {
  readonly managed: number;
  readonly present: number;
}

export async function look(machine: Machine, module: LabModule, layout: Layout): Promise<Seen> {
  const { firstFrame, geometry, block } = layout;
  const state = await machine.ask(`read ${folderOfBlock(block)}/state`);
  const blockState = state.errno === 0 ? state.text : 'absent';
  const memory = await module.memory(firstFrame, PAGES_PER_BLOCK);
  const pages = blockState === 'absent' ? undefined : colourChunks(await machine.pages(firstFrame, PAGES_PER_BLOCK));
  const plugged = pluggedAfter(initiallyPlugged(layout), machine.deviceRequests());
  const isIsolated = (subBlock: number) =>
    memory.isolated[(layout.frameOfSubBlock(subBlock) - firstFrame) / PAGEBLOCK_PAGES];
  const subBlocks = Array.from({ length: geometry.subBlocks }, (_, i) => i);
  return {
    pages: Array.from({ length: geometry.pages }, (_, page) => pages?.[layout.frameOfPage(page) - firstFrame] ?? null),
    isolated: subBlocks.map(isIsolated),
    sectionOnline: memory.sectionsOnline[0],
    blockState,
    plugged: subBlocks.map((subBlock) => plugged.has(deviceBlockOf(layout, subBlock))),
    managed: memory.managed,
    present: memory.present,
    summary: summaryOf(pages ?? []),
    isolatedPageblocks: memory.isolated.filter(Boolean).length,
  };
}

function deviceBlockOf(layout: Layout, subBlock: number): number {
  return (layout.frameOfSubBlock(subBlock) - FIRST_BLOCK * PAGES_PER_BLOCK) / (REGION.deviceBlockBytes / 4096);
}

function initiallyPlugged({ initialBytes }: Layout): Set<number> {
  return new Set(Array.from({ length: initialBytes / REGION.deviceBlockBytes }, (_, i) => i));
}

function summaryOf(pages: readonly MemoryPage[]): Record<string, number> {
  const summary: Record<string, number> = {};
  for (const page of pages) {
    const text = pageText(page);
    summary[text] = (summary[text] ?? 0) + 1;
  }
  return summary;
}

/**
 * Every field in which model and machine differ.
 * @param betweenPages whether a task stands in the driver's callback between two pages. Up to 6.10 the callback corrects the managed
 * count once for a sub-block, and then changes the pages' counts; in the model each page's step corrects it: the counts differ by right
 */
export function compareSeen(
  k: Kernel,
  seen: Seen,
  layout: Layout,
  baseline: Baseline,
  betweenPages = false,
): Mismatch[] {
  const { geometry } = layout;
  const mismatches: Mismatch[] = [];
  const compare = (what: string, model: string | number | boolean, kernel: string | number | boolean) => {
    if (model !== kernel) mismatches.push({ what, model: String(model), kernel: String(kernel) });
  };
  const state = BLOCK_STATES[k.blockState[0]];
  compare('block', state, seen.blockState);
  compare('section', onlineText(k.sectionOnline[0] === 1), onlineText(seen.sectionOnline));
  for (let subBlock = 0; subBlock < geometry.subBlocks; subBlock++) {
    const page = geometry.firstPage[subBlock];
    compare(`sub-block ${subBlock}: plugged`, k.plugged[page] === 1, seen.plugged[subBlock]);
    // While a section is offline nobody keeps its isolation, which goes with its pages.
    if (k.sectionOnline[0] === 1)
      compare(`sub-block ${subBlock}: isolated`, k.isolated[subBlock] !== 0, seen.isolated[subBlock]);
  }
  for (let page = 0; page < geometry.pages; page++) {
    const kernel = seen.pages[page];
    if (kernel !== null) compare(`page ${page}`, modelText(k, page), kernelText(kernel, k, page));
  }
  for (const [what, model, kernel] of counts(k, seen, layout, baseline, betweenPages)) compare(what, model, kernel);
  return mismatches;
}

const BLOCK_STATES: Readonly<Record<number, string>> = {
  [BlockState.ABSENT]: 'absent',
  [BlockState.OFFLINE]: 'offline',
  [BlockState.ONLINE]: 'online',
  [BlockState.GOING_OFFLINE]: 'going-offline',
};

const onlineText = (online: boolean): string => (online ? 'online' : 'offline');

const FREE = 'free';

function modelText(k: Kernel, page: number): string {
  const [type, count, mark] = modelPageState(k, page);
  const text = words(type, count, mark === 'dirty');
  return isFreeText(text) ? FREE : text;
}

/**
 * A free page of an online pageblock may lie on a per-CPU list, where it has no type: only there, and only if the model has the
 * page free, is a page without type taken for one.
 */
function kernelText(seen: MemoryPage, k: Kernel, page: number): string {
  // The model halts when a count would go below 0, and keeps it at 0.
  const isBelow = k.oops[0] === Oops.REF_UNDERFLOW && seen.count === -1;
  const text = pageText(isBelow ? { ...seen, count: 0 } : seen);
  const isolated = k.isolated[k.geometry.subBlockOfPage[page]] !== 0;
  const onList = text === 'none 0' && !isolated && modelText(k, page) === FREE;
  return isFreeText(text) || onList ? FREE : text;
}

const isFreeText = (text: string): boolean => text === 'buddy 0';

/**
 * The model counts its own pages; a sub-block of it stands for many, and the machine has sub-blocks that no page of the model
 * stands for, which come and go with the block. While a block is onlined page by page the two cannot be told apart; and what is
 * lost with a damaged page is one page here, and a sub-block in the model.
 */
function counts(
  k: Kernel,
  seen: Seen,
  { geometry, pagesPerSubBlock, configuration }: Layout,
  baseline: Baseline,
  betweenPages: boolean,
): readonly (readonly [string, number, number])[] {
  const { totalWeight, subBlocks } = geometry;
  const present = (k.present[0] / totalWeight) * PAGES_PER_BLOCK - PAGES_PER_BLOCK;
  const withBlock: readonly [string, number, number] = ['present pages', baseline.present + present, seen.present];
  const onlining = k.blockState[0] === BlockState.OFFLINE && k.memmapValid[0] === 1;
  const correctsAhead = betweenPages && k.switches.accounting === '5.8';
  const damaged = Array.from(k.hwpoison).includes(1);
  if (onlining || correctsAhead || damaged || totalWeight !== subBlocks) return [withBlock];
  const initially = subBlocks - configuration.unplugged.length;
  const others = k.present[0] === 0 ? PAGES_PER_BLOCK - subBlocks * pagesPerSubBlock : 0;
  const managed = baseline.managed + (k.managed[0] - initially) * pagesPerSubBlock - others;
  return [['managed pages', managed, seen.managed], withBlock];
}
