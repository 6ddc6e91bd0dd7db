/** A configuration: how much memory there is, who acts on it, and what may go wrong. Data only; the model is built from it. */

/**
 * How a PFN walker comes by its page. `late`: any page whose section it saw online some time ago (DAMON). `prompt`: the same,
 * but it takes its reference at once, as if offlining waited for it; no kernel does. `lru`: as `late`, and it saw the page on
 * the LRU since (compaction). `rcu`: as `late`, all of it in one RCU read-side critical section.
 */
export type WalkerKind = 'late' | 'prompt' | 'lru' | 'rcu';

export type VetoPlace = 'beforeDriver' | 'afterDriver';

export interface Actors {
  /** Tasks that write to the blocks' state files: offline and online, for ever. */
  readonly sysfs: number;
  /** The driver's worker plugs and unplugs sub-blocks, for ever. */
  readonly worker: boolean;
  /** Tasks that call alloc_contig_range() on any sub-block and free it again. */
  readonly contig: number;
  readonly walkers: readonly WalkerKind[];
  /** Readers of /proc/kcore. */
  readonly readers: number;
  /** Tasks that allocate a movable page, touch it and free it; meanwhile it is on the LRU and may be migrated. */
  readonly users: number;
  /**
   * As `users`, but all of it happens at once, so that they cost next to no states. They show which pages can be allocated;
   * what a page that is held does to others, only `users` show.
   */
  readonly briefUsers: number;
  /** Another driver, which takes single pages from the system for its host and gives them back, for ever. */
  readonly balloon: boolean;
  /** The memory of a page breaks, once for each page, while its block is online. Not for configurations with users. */
  readonly poison: boolean;
  /** The kernel crashes, at any moment, and another dumps what it left. */
  readonly kdump: boolean;
  /** The driver is unloaded, once, whatever its memory is doing. */
  readonly unload: boolean;
  /** Tasks that offline and remove all blocks at once, and add them again, for ever. */
  readonly removers: number;
}

export interface Configuration {
  readonly name: string;
  /** Who acts, in a few words. */
  readonly title: string;
  readonly blocks: number;
  readonly subBlocksPerBlock: number;
  /** Pages of each sub-block, in order; a sub-block is a pageblock. Each page stands for `weight` pages. */
  readonly subBlockPages: readonly (readonly { readonly weight: number }[])[];
  /** The zone of every block when it is first online. */
  readonly zone: 'movable' | 'normal';
  /** Sub-blocks that are unplugged at the start. */
  readonly unplugged: readonly number[];
  /** Blocks that are not online at the start: offline, or not added at all. Absent: none. */
  readonly offline?: readonly number[];
  readonly absent?: readonly number[];
  readonly actors: Actors;
  /** Pages of plugged sub-blocks that another driver keeps at the start: PageOffline, with its reference. Absent: none. */
  readonly foreign?: readonly number[];
  /** Another notifier that may veto MEM_GOING_OFFLINE and MEM_GOING_ONLINE, before or after the driver in the chain. */
  readonly veto: readonly VetoPlace[];
  /** A signal may interrupt an offline attempt. */
  readonly signals: boolean;
  /** Freed pages go to per-CPU lists first; absent or false: to the buddy allocator at once. */
  readonly pcp?: boolean;
  /** Pages may be poisoned by whoever replays a recording. */
  readonly poison?: boolean;
  /** The driver's worker unplugs and never plugs. */
  readonly noPlugBack?: boolean;
  /** Who writes to the blocks' state files offlines and never onlines. */
  readonly noReonline?: boolean;
  /** The driver removes a block of which nothing is plugged, and adds it again later; absent or false: it leaves it there. */
  readonly removesBlocks?: boolean;
  /** The host may refuse to take a sub-block away. */
  readonly hostRefuses?: boolean;
  /** The driver is in big-block mode: it takes away all memory blocks or none, each of which is one sub-block. */
  readonly bigBlocks?: boolean;
}

const NOBODY: Actors = {
  sysfs: 0,
  worker: false,
  contig: 0,
  walkers: [],
  readers: 0,
  users: 0,
  briefUsers: 0,
  balloon: false,
  poison: false,
  kdump: false,
  unload: false,
  removers: 0,
};

/** Sub-blocks of one page each. */
function singlePages(subBlocks: number): { weight: number }[][] {
  return Array.from({ length: subBlocks }, () => [{ weight: 1 }]);
}

function oneBlock(
  name: string,
  title: string,
  subBlocks: number,
  rest: Partial<Configuration> & { actors: Actors },
): Configuration {
  return {
    name,
    title,
    blocks: 1,
    subBlocksPerBlock: subBlocks,
    subBlockPages: singlePages(subBlocks),
    zone: 'movable',
    unplugged: [0],
    veto: [],
    signals: false,
    ...rest,
  };
}

/** Whether there may be PageOffline pages that are not virtio-mem's. */
export function hasForeignPages({ actors, foreign = [] }: Configuration): boolean {
  return actors.balloon || foreign.length > 0;
}

/** Whether any page can be poisoned. */
export function mayPoison({ actors, poison = false }: Configuration): boolean {
  return actors.poison || poison;
}

const EVERY_VETO: readonly VetoPlace[] = ['beforeDriver', 'afterDriver'];

/** Every attempt may be vetoed or interrupted. */
function contested(name: string, title: string, actors: Partial<Actors>): Configuration {
  return oneBlock(name, title, 2, { actors: { ...NOBODY, sysfs: 1, ...actors }, veto: EVERY_VETO, signals: true });
}

export const CONFIGURATIONS: readonly Configuration[] = [
  contested('tiny', 'offline and online attempts alone', {}),
  contested('small', 'attempts, and the driver plugs and unplugs', { worker: true }),
  contested('quiet', 'as small, with a brief user of memory', { worker: true, briefUsers: 1 }),
  contested('walkers', 'as quiet, with a PFN walker', { worker: true, briefUsers: 1, walkers: ['late'] }),
  contested('rcu-walkers', 'as walkers, and the walker is in an RCU read-side critical section', {
    worker: true,
    briefUsers: 1,
    walkers: ['rcu'],
  }),
  contested('lru-walkers', 'as small, with a movable user and a walker that saw its page on the LRU', {
    worker: true,
    users: 1,
    walkers: ['lru'],
  }),
  oneBlock('lru-alone', 'one page, the driver, a movable user, and a walker that saw the page on the LRU', 1, {
    unplugged: [],
    actors: { ...NOBODY, sysfs: 1, worker: true, users: 1, walkers: ['lru'] },
  }),
  contested('contig', 'as small, with another caller of alloc_contig_range()', { worker: true, contig: 1 }),
  contested('readers', 'as small, with a reader of /proc/kcore', { worker: true, readers: 1 }),
  { ...contested('normal', 'as small, in ZONE_NORMAL', { worker: true }), zone: 'normal' },
  {
    ...oneBlock('pcp', 'attempts, a movable user, and per-CPU lists', 2, { actors: { ...NOBODY, sysfs: 1, users: 1 } }),
    pcp: true,
  },
  {
    ...contested('foreign', 'attempts on a block with a page of another driver', {}),
    subBlockPages: [[{ weight: 1 }], [{ weight: 1 }, { weight: 1 }]],
    foreign: [2],
  },
  {
    ...contested('balloon', 'as quiet, in ZONE_NORMAL, with another driver that takes and gives back pages', {
      worker: true,
      briefUsers: 1,
      balloon: true,
    }),
    zone: 'normal',
  },
  contested('poison', 'attempts, while the memory of pages breaks', { poison: true }),
  contested('kdump', 'as small, and the kernel may crash and be dumped', { worker: true, kdump: true }),
  contested('reference', 'all but walkers: the driver, another range allocation, a reader, a movable user', {
    worker: true,
    contig: 1,
    users: 1,
    readers: 1,
  }),
  {
    ...oneBlock('two-pages', 'as quiet, and the sub-block that is unplugged at first has two pages', 2, {
      actors: { ...NOBODY, sysfs: 1, worker: true, briefUsers: 1 },
      veto: EVERY_VETO,
      signals: true,
    }),
    subBlockPages: [[{ weight: 1 }, { weight: 1 }], [{ weight: 1 }]],
  },
  {
    ...contested('refusing', 'as quiet, and the host may refuse to take memory away', { worker: true, briefUsers: 1 }),
    hostRefuses: true,
  },
  {
    ...oneBlock('removal', 'as quiet, and the driver removes the block and adds it again', 2, {
      actors: { ...NOBODY, sysfs: 1, worker: true, briefUsers: 1 },
      veto: ['afterDriver'],
    }),
    removesBlocks: true,
  },
  {
    ...oneBlock('two-blocks', 'two blocks, which a task offlines and removes at once', 1, {
      actors: { ...NOBODY, sysfs: 1, worker: true, briefUsers: 1, removers: 1 },
    }),
    blocks: 2,
    subBlockPages: singlePages(2),
  },
  {
    ...oneBlock('big-blocks', 'two blocks, which the driver takes away at once or not at all, with a brief user', 1, {
      actors: { ...NOBODY, sysfs: 1, worker: true, briefUsers: 1 },
      veto: ['afterDriver'],
    }),
    blocks: 2,
    subBlockPages: singlePages(2),
    unplugged: [],
    bigBlocks: true,
  },
  contested('unload', 'as quiet, and the driver is unloaded', { worker: true, briefUsers: 1, unload: true }),
];
