/**
 * Struct pages as they lie in a guest's memory. mm_types.h and page-flags.h, x86-64, 5.10 to 7.3: the address of the array is
 * a constant with `nokaslr` and 4-level paging, and the fields read here have kept their places.
 */

import { SERIES_FACTS, type Series } from './series.js';

export const STRUCT_PAGE_BYTES = 64;
/** The address of the first struct page, less 2^64, which makes it a number that JSON can carry exactly. */
export const VMEMMAP = -0x160000000000;

const FLAGS = 0;
const PRIVATE = 40;
const TYPE = 48;
const COUNT = 52;

export interface MemoryPage {
  /** `buddy` (the head of a free chunk), `offline`, `none`, `mapped`, `buddy+offline`, or what else it is. */
  readonly type: string;
  /** Signed, as the kernel has it. */
  readonly count: number;
  /** Of a free chunk's head: the chunk has 2 to the power of it pages. */
  readonly order: number;
  readonly dirty: boolean;
  readonly lru: boolean;
  readonly reserved: boolean;
  readonly hwpoison: boolean;
}

/** Every struct page in some bytes of the array. */
export function decodePages(bytes: Buffer, series: Series): MemoryPage[] {
  const pages: MemoryPage[] = [];
  for (let at = 0; at + STRUCT_PAGE_BYTES <= bytes.length; at += STRUCT_PAGE_BYTES)
    pages.push(decodePage(bytes, at, series));
  return pages;
}

function decodePage(bytes: Buffer, at: number, series: Series): MemoryPage {
  const { flags: bits, pageTypes } = SERIES_FACTS[series];
  const low = bytes.readUInt32LE(at + FLAGS);
  const has = (bit: number) => ((low >>> bit) & 1) === 1;
  const raw = bytes.readUInt32LE(at + TYPE);
  return {
    type: pageTypes === 'top-byte' ? typeByTopByte(raw) : typeByClearedBits(raw),
    count: bytes.readInt32LE(at + COUNT),
    order: bytes.readUInt32LE(at + PRIVATE),
    dirty: has(bits.dirty),
    lru: has(bits.lru),
    reserved: has(bits.reserved),
    hwpoison: has(bits.hwpoison),
  };
}

const UNTYPED = 0xffffffff;
const NAMES_BY_TOP_BYTE: ReadonlyMap<number, string> = new Map([
  [0xf0, 'buddy'],
  [0xf1, 'offline'],
  [0xf2, 'table'],
  [0xf3, 'guard'],
  [0xf4, 'hugetlb'],
  [0xf5, 'slab'],
  [0xf6, 'zsmalloc'],
  [0xf7, 'unaccepted'],
  [0xf8, 'large kmalloc'],
]);

/** Since 6.11 or so: one type, in the top byte of the field that otherwise counts mappings. */
function typeByTopByte(raw: number): string {
  if (raw === UNTYPED) return 'none';
  const named = NAMES_BY_TOP_BYTE.get(raw >>> 24);
  return named ?? (raw < 0x80000000 ? 'mapped' : `type 0x${raw.toString(16)}`);
}

const NAMES_BY_CLEARED_BIT: readonly (readonly [bit: number, name: string])[] = [
  [7, 'buddy'],
  [8, 'offline'],
  [9, 'table'],
  [10, 'guard'],
];

/** Up to 6.10: a set of types, each a bit that is 0. */
function typeByClearedBits(raw: number): string {
  if (raw === UNTYPED) return 'none';
  if (raw < 0x80000000) return 'mapped';
  const names = NAMES_BY_CLEARED_BIT.filter(([bit]) => ((raw >>> bit) & 1) === 0).map(([, name]) => name);
  return names.join('+') || `type 0x${raw.toString(16)}`;
}

/** `buddy 0`, `offline 1 dirty`: as the model's page is told, see conformance's page classes. */
export function pageText({ type, count, dirty, hwpoison, reserved }: MemoryPage): string {
  const types = [
    ...(type === 'none' ? [] : [type]),
    ...(reserved ? ['reserved'] : []),
    ...(hwpoison ? ['hwpoison'] : []),
  ];
  return `${types.join('+') || 'none'} ${count}${dirty ? ' dirty' : ''}`;
}

/** The pages with those inside free chunks told as free, which only the head of the chunk is marked as. */
export function colourChunks(pages: readonly MemoryPage[]): MemoryPage[] {
  const coloured = [...pages];
  for (let i = 0; i < pages.length; ) {
    const head = pages[i];
    const length = head.type.split('+').includes('buddy') && head.order <= MOST_ORDER ? 2 ** head.order : 1;
    for (let tail = i + 1; tail < Math.min(i + length, pages.length); tail++) {
      coloured[tail] = { ...pages[tail], type: 'buddy', count: pages[tail].count };
    }
    i += length;
  }
  return coloured;
}

/** Of the buddy allocator. */
const MOST_ORDER = 10;
