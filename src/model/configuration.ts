/** A configuration: how much memory there is, who acts on it, and what may go wrong. Data only; the model is built from it. */

import type { z } from 'zod';
import type { actorsSchema, configurationSchema, vetoPlaceSchema, walkerKindSchema } from './configuration_schema.js';

/**
 * How a PFN walker comes by its page. `late`: any page whose section it saw online some time ago (DAMON). `prompt`: the same,
 * but it takes its reference at once, as if offlining waited for it; no kernel does. `lru`: as `late`, and it saw the page on
 * the LRU since (compaction). `gup`: as `lru`, all of it in one RCU read-side critical section (GUP-fast and page-cache look-ups,
 * which find a page where it is in use). `rcu`: as `late`, all of it in such a section; no kernel does.
 */
export type WalkerKind = z.infer<typeof walkerKindSchema>;

export type VetoPlace = z.infer<typeof vetoPlaceSchema>;

export type Actors = z.infer<typeof actorsSchema>;

export type Configuration = z.infer<typeof configurationSchema>;

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

/** How many processes an actor has. */
export function countOf(several: Actors[keyof Actors]): number {
  return typeof several === 'object' ? several.length : Number(several);
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
  oneBlock('gup-alone', 'one page, the driver, a movable user, and GUP-fast or a page-cache look-up', 1, {
    unplugged: [],
    actors: { ...NOBODY, sysfs: 1, worker: true, users: 1, walkers: ['gup'] },
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
  {
    ...oneBlock('foreign-readers', "another driver's pages, read through /proc/kcore and by dumps", 1, {
      unplugged: [],
      actors: { ...NOBODY, balloon: true, readers: 1, kdump: true },
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
