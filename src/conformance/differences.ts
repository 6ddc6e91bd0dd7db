/**
 * Where a recording is held against the model less strictly than word for word: every such place, as data. The comparison
 * consults these tables and has no tolerance of its own; docs/conformance.md shows them, and a test keeps the two equal.
 */

import { SERIES, type Series } from './recording.js';

/** A deviation of a kernel from the model with a cause outside the model. It is named in the result wherever it is met. */
export interface Difference {
  readonly id: string;
  readonly kernels: readonly Series[];
  readonly what: string;
  readonly why: string;
}

/** The known differences between model and recordings, each with its reason. */
export const DIFFERENCES = {
  kernelPages: {
    id: 'kernel-pages-in-zone-normal',
    kernels: SERIES,
    what: 'Pages of an online block in ZONE_NORMAL are neither free nor unplugged.',
    why:
      'The kernel allocates there for itself: the memmap of later blocks, slab, buffers. Explained by an action of the ' +
      'environment, "the kernel takes (gives back) a page of sub-block s", printed with the action in which it was seen. It ' +
      'takes free pages only, and what it holds must then explain each -EBUSY.',
  },
  notifications: {
    id: 'notifications-around-the-lock',
    kernels: ['6.12', '6.17'],
    what: 'The driver is called with MEM_PREPARE_ONLINE and MEM_FINISH_OFFLINE.',
    why: 'Sent for memmaps that lie on the block itself, which the driver does not use; its callback ignores them.',
  },
  managedInlined: {
    id: 'managed-count-inlined',
    kernels: ['5.10', '6.1', '6.17', '7.3'],
    what: 'generic_online_page() raises the managed count without a visible call of adjust_managed_page_count().',
    why: 'An atomic addition in __free_pages_core() (5.10, 6.1), or the call is inlined (6.17, 7.3). The sum is compared after.',
  },
} as const satisfies Readonly<Record<string, Difference>>;

/** The id of a known difference. */
export type DifferenceId = (typeof DIFFERENCES)[keyof typeof DIFFERENCES]['id'];

/** What a page is compared by: its type, count and mark in words, or one of the wider classes below. */
export type PageClass = string;

/** A class of observed pages that is compared as a whole, for the README of the recordings says "compare with care". */
export interface LooseClass {
  readonly id: string;
  readonly block: 'online' | 'offline';
  readonly zones: readonly ('Movable' | 'Normal')[];
  readonly kernels: readonly Series[];
  /** Only once an action of the recording has pinned a page. */
  readonly afterPin?: true;
  /** Only a page that an action of the recording names. */
  readonly named?: true;
  /** Page types, or every type but these. */
  readonly types: { readonly of: readonly string[] } | { readonly not: readonly string[] };
  readonly counts: { readonly from: number; readonly to: number };
  readonly as: PageClass;
  readonly why: string;
}

const ANY_COUNT = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Classes of pages that the model has under one name. */
export const CLASS = {
  FREE: 'free',
  PINNED: 'pinned by a user',
  KERNEL: 'held by the kernel',
  NONE: 'none 0',
} as const;

/** The first that applies counts; a page that none applies to is compared word for word. */
export const LOOSE_CLASSES: readonly LooseClass[] = [
  {
    id: 'per-cpu-lists',
    block: 'online',
    zones: ['Movable', 'Normal'],
    kernels: SERIES,
    types: { of: ['none'] },
    counts: { from: 0, to: 0 },
    as: CLASS.FREE,
    why: 'Free pages on per-CPU lists, which the model has not; they move to the buddy with time.',
  },
  {
    id: 'per-cpu-lru-batches',
    block: 'online',
    zones: ['Movable'],
    kernels: ['6.17', '7.3'],
    afterPin: true,
    types: { of: ['none'] },
    counts: { from: 1, to: 1 },
    as: CLASS.FREE,
    why: 'Pages that the pinning process freed and a per-CPU LRU batch still holds; how many and how long depends on time.',
  },
  {
    id: 'pinned-page',
    block: 'online',
    zones: ['Movable', 'Normal'],
    kernels: SERIES,
    named: true,
    types: { of: ['mapped'] },
    counts: { from: 2, to: 4 },
    as: CLASS.PINNED,
    why: 'Mapping, pipe, and per-CPU LRU batch or isolation hold it; the last two depend on time.',
  },
  {
    id: 'kernel-pages',
    block: 'online',
    zones: ['Normal'],
    kernels: SERIES,
    types: { not: ['buddy', 'offline', 'hwpoison', 'buddy+hwpoison', 'offline+hwpoison'] },
    counts: ANY_COUNT,
    as: CLASS.KERNEL,
    why: `Position, number and types differ from run to run; see ${DIFFERENCES.kernelPages.id}.`,
  },
  {
    id: 'memmap-not-initialised',
    block: 'offline',
    zones: [],
    kernels: SERIES,
    types: { of: ['uninitialized'] },
    counts: { from: 0, to: 0 },
    as: CLASS.NONE,
    why: 'A block that was never online; the model has zeroes there too, and no type of its own for them.',
  },
];

/** A traced function without a step in the model. */
export interface FunctionWithoutSteps {
  readonly fn: string;
  /** Only in calls that this function makes; absent: in all. */
  readonly calledBy?: string;
  readonly why: string;
}

/** Functions that are traced but have no step in the model. Their calls are set aside by name, and no others. */
export const FUNCTIONS_WITHOUT_STEPS: readonly FunctionWithoutSteps[] = [
  { fn: 'drain_all_pages', why: 'The model has no per-CPU lists.' },
  { fn: 'zone_pcp_disable', why: 'The model has no per-CPU lists.' },
  { fn: 'zone_pcp_enable', why: 'The model has no per-CPU lists.' },
  { fn: 'lru_cache_disable', why: 'The model has no per-CPU LRU batches.' },
  { fn: 'dissolve_free_huge_pages', why: 'The model has no free huge pages; the call returns 0.' },
  { fn: 'dissolve_free_hugetlb_folios', why: 'The model has no free huge pages; the call returns 0.' },
  {
    fn: 'undo_isolate_page_range',
    calledBy: 'start_isolate_page_range',
    why: 'What a refused isolation had isolated before; a call on 6.1 and 6.12 only, and not for the first and last pageblock.',
  },
];

/**
 * Functions of the loop that an attempt goes round until a signal ends it. How often depends on time, so that in an
 * interrupted attempt their calls one after another count as one round.
 */
export const FUNCTIONS_OF_THE_LOOP: readonly string[] = ['scan_movable_pages', 'do_migrate_range'];

/** Notifications that the model does not have: calls of the driver's callback with them are set aside, see {@link DIFFERENCES}. */
export const NOTIFICATIONS_WITHOUT_STEPS: readonly string[] = ['PREPARE_ONLINE', 'FINISH_OFFLINE'];

/** Fields of a recording that are read but not compared. */
export const NOT_COMPARED: readonly { readonly field: string; readonly why: string }[] = [
  {
    field: 'blocks[].validZones',
    why: 'The rule for zones of offline blocks is not modelled; the policy names the zone.',
  },
  { field: 'blocks[].summary', why: 'Follows from the pages, which are compared one by one.' },
  {
    field: 'zones[].managed, zones[].spanned',
    why: 'The model counts managed pages for the node, not for each zone, and has no spans.',
  },
  { field: 'hwpoisonedPages, totalRamPages', why: 'Counters of the whole guest, not in the model.' },
  {
    field: 'driverWorkerRuns, driverWorkerIdle',
    why: 'When the worker runs depends on version and time; what it did is in deviceRequests.',
  },
  { field: 'errnoName, retName', why: 'Words for errno and ret, which are compared.' },
  { field: 'kernelLog', why: 'Words, not state.' },
];
