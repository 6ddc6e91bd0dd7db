/**
 * What a configuration is, declared once: its type, the form that it has in files, and what is wrong with one that a user
 * gives. The model never loads this file; it takes the type from it.
 */

import { z } from 'zod';

/** More than any search can hold; what a file asks for beyond it would only take the machine's memory. */
const MOST = 64;
const MOST_PAGES_OF_ONE = 2 ** 20;

/** Text that stands in what people read. Characters that move a terminal's cursor, or end a line, have no place in it. */
export const shownText = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'only characters that can be printed');

const number = z.int().min(0);
const several = z.int().min(0).max(MOST);
const atLeastOne = z.int().min(1).max(MOST);

export const walkerKindSchema = z.enum(['late', 'prompt', 'lru', 'rcu', 'gup']);

export const vetoPlaceSchema = z.enum(['beforeDriver', 'afterDriver']);

export const actorsSchema = z
  .strictObject({
    /** Tasks that write to the blocks' state files: offline and online, for ever. */
    sysfs: several,
    /** The driver's worker plugs and unplugs sub-blocks, for ever. */
    worker: z.boolean(),
    /** Tasks that call alloc_contig_range() on any sub-block and free it again. */
    contig: several,
    walkers: z.array(walkerKindSchema).max(MOST).readonly(),
    /** Readers of /proc/kcore. */
    readers: several,
    /** Tasks that allocate a movable page, touch it and free it; meanwhile it is on the LRU and may be migrated. */
    users: several,
    /**
     * As `users`, but all of it happens at once, so that they cost next to no states. They show which pages can be allocated;
     * what a page that is held does to others, only `users` show.
     */
    briefUsers: several,
    /** Another driver, which takes single pages from the system for its host and gives them back, for ever. */
    balloon: z.boolean().default(false),
    /** The memory of a page breaks, once for each page, while its block is online. Not for configurations with users. */
    poison: z.boolean().default(false),
    /** The kernel crashes, at any moment, and another dumps what it left. */
    kdump: z.boolean().default(false),
    /** The driver is unloaded, once, whatever its memory is doing. */
    unload: z.boolean().default(false),
    /** Tasks that offline and remove all blocks at once, and add them again, for ever. */
    removers: several.default(0),
  })
  .readonly();

const shape = z.strictObject({
  name: shownText,
  /** Who acts, in a few words. */
  title: shownText,
  blocks: atLeastOne,
  subBlocksPerBlock: atLeastOne,
  /** Pages of each sub-block, in order; a sub-block is a pageblock. Each page stands for `weight` pages. */
  subBlockPages: z
    .array(
      z
        .array(z.strictObject({ weight: z.int().min(1).max(MOST_PAGES_OF_ONE) }).readonly())
        .min(1)
        .max(MOST)
        .readonly(),
    )
    .readonly(),
  /** The zone of every block when it is first online. */
  zone: z.enum(['movable', 'normal']),
  /** Sub-blocks that are unplugged at the start. */
  unplugged: z.array(number).readonly(),
  /** Blocks that are not online at the start: offline, or not added at all. Absent: none. */
  offline: z.array(number).readonly().exactOptional(),
  absent: z.array(number).readonly().exactOptional(),
  actors: actorsSchema,
  /** Pages of plugged sub-blocks that another driver keeps at the start: PageOffline, with its reference. Absent: none. */
  foreign: z.array(number).readonly().exactOptional(),
  /** Another notifier that may veto MEM_GOING_OFFLINE and MEM_GOING_ONLINE, before or after the driver in the chain. */
  veto: z.array(vetoPlaceSchema).readonly(),
  /** A signal may interrupt an offline attempt. */
  signals: z.boolean(),
  /** Freed pages go to per-CPU lists first; absent or false: to the buddy allocator at once. */
  pcp: z.boolean().exactOptional(),
  /** Pages may be poisoned by whoever replays a recording. */
  poison: z.boolean().exactOptional(),
  /** The driver's worker unplugs and never plugs. */
  noPlugBack: z.boolean().exactOptional(),
  /** Who writes to the blocks' state files offlines and never onlines. */
  noReonline: z.boolean().exactOptional(),
  /** The driver removes a block of which nothing is plugged, and adds it again later; absent or false: it leaves it there. */
  removesBlocks: z.boolean().exactOptional(),
  /** The host may refuse to take a sub-block away. */
  hostRefuses: z.boolean().exactOptional(),
  /** The driver is in big-block mode: it takes away all memory blocks or none, each of which is one sub-block. */
  bigBlocks: z.boolean().exactOptional(),
});

/** Plain data that has the form of a configuration, and numbers things that it has. */
export const configurationSchema = shape.superRefine(checkNumbers).readonly();

type Shape = z.infer<typeof shape>;

function checkNumbers(configuration: Shape, { addIssue }: z.RefinementCtx): void {
  for (const [place, message] of faultsOf(configuration)) addIssue({ code: 'custom', path: [place], message });
}

type Fault = readonly [place: keyof Shape, message: string];

function faultsOf(configuration: Shape): Fault[] {
  const {
    blocks,
    subBlocksPerBlock,
    subBlockPages,
    unplugged,
    offline = [],
    absent = [],
    foreign = [],
  } = configuration;
  const subBlocks = blocks * subBlocksPerBlock;
  if (subBlockPages.length !== subBlocks) {
    return [['subBlockPages', `${subBlocks} sub-blocks needed, ${subBlockPages.length} given`]];
  }
  const subBlockOfPage = subBlockPages.flatMap((pages, subBlock) => pages.map(() => subBlock));
  const isForeignTo = (page: number): boolean => unplugged.includes(subBlockOfPage[page]);
  return [
    ...numbersOf('unplugged', 'sub-block', unplugged, subBlocks),
    ...numbersOf('offline', 'block', offline, blocks),
    ...numbersOf('absent', 'block', absent, blocks),
    ...numbersOf('foreign', 'page', foreign, subBlockOfPage.length),
    ...absent
      .filter((block) => offline.includes(block))
      .map((block): Fault => ['absent', `block ${block} is offline, too`]),
    ...foreign.filter(isForeignTo).map((page): Fault => ['foreign', `page ${page} is unplugged`]),
    ...modeFaults(configuration),
  ];
}

function modeFaults({ bigBlocks, subBlocksPerBlock, actors, veto }: Shape): Fault[] {
  const nobody = Object.values(actors).every((some) => some === false || some === 0 || isEmpty(some));
  return [
    ...(bigBlocks === true && subBlocksPerBlock !== 1
      ? [['subBlocksPerBlock', 'in big-block mode a block is one sub-block'] as const]
      : []),
    ...(nobody ? [['actors', 'somebody must act'] as const] : []),
    ...(new Set(veto).size < veto.length ? [['veto', 'one place twice'] as const] : []),
  ];
}

const isEmpty = (some: unknown): boolean => Array.isArray(some) && some.length === 0;

/** Each must be below `end`, and be there once. */
function numbersOf(place: Fault[0], of: string, numbers: readonly number[], end: number): Fault[] {
  const beyond = numbers.find((each) => each >= end);
  if (beyond !== undefined) return [[place, `there is no ${of} ${beyond}: the last one is ${end - 1}`]];
  const twice = numbers.find((each, i) => numbers.indexOf(each) < i);
  return twice === undefined ? [] : [[place, `${of} ${twice} is there twice`]];
}
