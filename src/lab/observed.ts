/** What a machine shows of the memory of its device, in the words of recordings. */

import type { Observed, ObservedBlock } from '../conformance/recording.js';
import {
  FIRST_BLOCK,
  folderOfBlock,
  type Machine,
  MEMORY_BLOCK_BYTES,
  PAGE_BYTES,
  PAGES_PER_BLOCK,
  REGION,
} from './machine.js';
import { colourChunks, type MemoryPage } from './page_memory.js';
import { SERIES_FACTS } from './series.js';

/** @param plugged the blocks of the device that are plugged, by number */
export async function observeBlock(
  machine: Machine,
  slot: number,
  plugged: ReadonlySet<number>,
): Promise<ObservedBlock> {
  const id = FIRST_BLOCK + slot;
  const { series } = machine.kernel;
  const { subBlockBytes } = SERIES_FACTS[series];
  const subBlocks = Array.from({ length: MEMORY_BLOCK_BYTES / subBlockBytes }, (_, i) => i);
  const perSubBlock = subBlockBytes / REGION.deviceBlockBytes;
  const firstDeviceBlock = (slot * MEMORY_BLOCK_BYTES) / REGION.deviceBlockBytes;
  const pluggedSubBlocks = rangesOf(subBlocks, (i) => plugged.has(firstDeviceBlock + i * perSubBlock));
  const { text, errno } = await machine.ask(`read ${folderOfBlock(id)}/state`);
  if (errno !== 0) {
    const nothing = { zone: null, validZones: [], pages: [], summary: null, unpluggedSubBlocks: null };
    return { id, state: 'absent', ...nothing, pluggedSubBlocks };
  }
  const online = text === 'online';
  const validZones = (await machine.must(`read ${folderOfBlock(id)}/valid_zones`)).trim().split(/\s+/);
  const pages = colourChunks(await machine.pages(id * PAGES_PER_BLOCK, PAGES_PER_BLOCK));
  const perPages = PAGES_PER_BLOCK / subBlocks.length;
  const isUnplugged = (i: number) =>
    pages.slice(i * perPages, (i + 1) * perPages).every(({ type }) => type.split('+').includes('offline'));
  return {
    id,
    state: online ? 'online' : 'offline',
    zone: online ? (validZones[0] === 'Movable' ? 'Movable' : 'Normal') : null,
    validZones,
    pages: runsOf(pages),
    summary: null,
    pluggedSubBlocks,
    unpluggedSubBlocks: online ? rangesOf(subBlocks, isUnplugged) : null,
  };
}

function rangesOf(numbers: readonly number[], is: (number: number) => boolean): [number, number][] {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (!is(number)) continue;
    if (last !== undefined && last[0] + last[1] === number) last[1]++;
    else ranges.push([number, 1]);
  }
  return ranges;
}

/** Pages in runs of equal ones. */
export function runsOf(pages: readonly MemoryPage[]): ObservedBlock['pages'] {
  const runs: { count: number; type: string; references: number; dirty: boolean }[] = [];
  for (const page of pages) {
    const [type, dirty] = [recordedType(page), page.dirty && page.type === 'offline'];
    const last = runs.at(-1);
    if (last !== undefined && last.type === type && last.references === page.count && last.dirty === dirty)
      last.count++;
    else runs.push({ count: 1, type, references: page.count, dirty });
  }
  return runs.map(({ count, type, references, dirty }) =>
    dirty ? [count, type, references, 'dirty'] : [count, type, references],
  );
}

/** A memmap that was never initialised is all zero, which reads as mapped, with no reference. */
function recordedType({ type, count, reserved, hwpoison, lru }: MemoryPage): string {
  if (type === 'mapped' && count === 0) return 'uninitialized';
  const own = reserved && type === 'none' ? 'reserved' : lru && type === 'none' ? 'lru' : type;
  if (!hwpoison) return own;
  return own === 'none' ? 'hwpoison' : `${own}+hwpoison`;
}

/** Zones of the device's node in /proc/zoneinfo that the driver's memory can be in. */
export function readZones(zoneinfo: string): Observed['zones'] {
  const zones: Observed['zones'] = {};
  for (const part of zoneinfo.split(/^(?=Node \d+, zone)/m)) {
    const [, node, name] = /^Node (\d+), zone\s+(\S+)/.exec(part) ?? [];
    if (Number(node) !== REGION.node || (name !== 'Normal' && name !== 'Movable')) continue;
    const numberOf = (word: string) => Number(new RegExp(`^\\s+${word}\\s+(\\d+)`, 'm').exec(part)?.[1] ?? 0);
    // A count below zero is shown as what it is without a sign.
    const signed = (count: number) => (count >= 2 ** 63 ? -1 : count);
    zones[name] = { spanned: numberOf('spanned'), present: numberOf('present'), managed: signed(numberOf('managed')) };
  }
  return zones;
}

/** A line of /proc/meminfo, in pages. */
export function pagesIn(meminfo: string, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(meminfo)?.[1] ?? '0';
  return (Number(kibibytes) * 1024) / PAGE_BYTES;
}
