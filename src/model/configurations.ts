/** The configurations that have names, each told by what it has otherwise than usual. */

import type { Actors, Configuration } from './configuration.js';
import type { Entries } from './entry.js';
import { ACTOR_ENTRIES, ENTRIES } from './modules.js';

type Memory = Pick<Configuration, 'name' | 'title' | 'blocks' | 'subBlocksPerBlock' | 'subBlockPages'>;

/** A configuration as people write it: what is not said is as usual, and who is not named is not there. */
export interface ConfigurationRecord extends Memory, Partial<Omit<Configuration, keyof Memory | 'actors'>> {
  readonly actors: Partial<Actors>;
}

const usual = (entries: Entries): object =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, entry.usual]));

const NOBODY = usual(ACTOR_ENTRIES) as Actors;
const USUAL = usual(ENTRIES) as Omit<Configuration, keyof Memory | 'actors'>;

/** A whole configuration from what is not as usual in it, its entries in the order of files. */
export function configurationOf({ actors, ...record }: ConfigurationRecord): Configuration {
  const { name, title, blocks, subBlocksPerBlock, subBlockPages, ...rest } = record;
  const memory = { name, title, blocks, subBlocksPerBlock, subBlockPages };
  return { ...memory, ...USUAL, ...rest, actors: { ...NOBODY, ...actors } };
}

/** Sub-blocks of one page each. */
function singlePages(subBlocks: number): { weight: number }[][] {
  return Array.from({ length: subBlocks }, () => [{ weight: 1 }]);
}

/** One block of two sub-blocks, the first of which is unplugged, and a task that offlines and onlines it. */
function calm(name: string, title: string, actors: Partial<Actors>, rest: Partial<Configuration> = {}): Configuration {
  return configurationOf({
    name,
    title,
    blocks: 1,
    subBlocksPerBlock: 2,
    subBlockPages: singlePages(2),
    unplugged: [0],
    ...rest,
    actors: { sysfs: 1, ...actors },
  });
}

/** As calm, and every attempt may be vetoed or interrupted. */
function contested(
  name: string,
  title: string,
  actors: Partial<Actors>,
  rest: Partial<Configuration> = {},
): Configuration {
  return calm(name, title, actors, { veto: ['beforeDriver', 'afterDriver'], signals: true, ...rest });
}

/** One block of one page, which is free at first. */
const ONE_PAGE: Partial<Configuration> = { subBlocksPerBlock: 1, subBlockPages: singlePages(1), unplugged: [] };

const TWO_BLOCKS = { blocks: 2, subBlocksPerBlock: 1 };

const ALL: Configuration[] = [
  contested('tiny', 'offline and online attempts alone', {}),
  contested('small', 'attempts, and the driver plugs and unplugs', { worker: true }),
  contested('quiet', 'as small, with a brief user of memory', { worker: true, briefUsers: 1 }),
  contested('walkers', 'as quiet, with a PFN walker', { worker: true, briefUsers: 1, walkers: ['late'] }),
  contested(
    'kdamond',
    'as walkers, with per-CPU lists: what runs from the boot on where DAMON is on by default',
    { worker: true, briefUsers: 1, walkers: ['late'] },
    { pcp: true },
  ),
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
  calm(
    'lru-alone',
    'one page, the driver, a movable user, and a walker that saw the page on the LRU',
    { worker: true, users: 1, walkers: ['lru'] },
    ONE_PAGE,
  ),
  calm(
    'gup-alone',
    'one page, the driver, a movable user, and GUP-fast or a page-cache look-up',
    { worker: true, users: 1, walkers: ['gup'] },
    ONE_PAGE,
  ),
  contested('contig', 'as small, with another caller of alloc_contig_range()', { worker: true, contig: 1 }),
  contested('readers', 'as small, with a reader of /proc/kcore', { worker: true, readers: 1 }),
  contested('normal', 'as small, in ZONE_NORMAL', { worker: true }, { zone: 'normal' }),
  calm('pcp', 'attempts, a movable user, and per-CPU lists', { users: 1 }, { pcp: true }),
  calm('free-lists', 'attempts and a movable user, and free lists told apart', { users: 1 }, { freeLists: true }),
  calm(
    'free-lists-pcp',
    'one page, the driver, a movable user, and per-CPU lists beside free lists told apart',
    { worker: true, users: 1 },
    { ...ONE_PAGE, pcp: true, freeLists: true, signals: true },
  ),
  calm(
    'unmovable',
    'attempts in ZONE_NORMAL, a user whose page cannot be moved, and per-CPU lists',
    { unmovableUsers: 1 },
    { ...ONE_PAGE, zone: 'normal', pcp: true },
  ),
  calm(
    'pins',
    'one page, a movable user, and a task that pins the page for long',
    { users: 1, pinners: ['longterm'] },
    ONE_PAGE,
  ),
  calm('pins-normal', 'as pins, in ZONE_NORMAL', { users: 1, pinners: ['longterm'] }, { ...ONE_PAGE, zone: 'normal' }),
  calm(
    'writeback',
    'one page, a movable user, and writeback of the page, which ends',
    { users: 1, writeback: ['ends'] },
    ONE_PAGE,
  ),
  contested(
    'foreign',
    'attempts on a block with a page of another driver',
    {},
    { subBlockPages: [[{ weight: 1 }], [{ weight: 1 }, { weight: 1 }]], foreign: [2] },
  ),
  contested(
    'balloon',
    'as quiet, in ZONE_NORMAL, with another driver that takes and gives back pages',
    { worker: true, briefUsers: 1, balloon: true },
    { zone: 'normal' },
  ),
  calm(
    'foreign-readers',
    "another driver's pages, read through /proc/kcore and by dumps",
    { sysfs: 0, balloon: true, readers: 1, kdump: true },
    { ...ONE_PAGE, zone: 'normal' },
  ),
  calm(
    'zones',
    'one page, onlined to either zone, whose counts are told apart, and another driver that takes it and gives it back',
    { balloon: true },
    { ...ONE_PAGE, zone: 'normal', eitherZone: true },
  ),
  calm(
    'movable-balloon',
    'one page, a balloon whose pages migrate, and another caller of alloc_contig_range()',
    { movableBalloon: true, contig: 1 },
    ONE_PAGE,
  ),
  contested('poison', 'attempts, while the memory of pages breaks', { poison: true }),
  calm(
    'block-devices',
    'one page whose memory breaks, and its block is removed and added meanwhile',
    { removers: 1, poison: true },
    { ...ONE_PAGE, blockDevices: true },
  ),
  calm(
    'memmap-on-memory',
    'a block that holds its own memmap, whose memory goes away while it is offline, with the locks apart',
    {},
    { unplugged: [], memmapOnMemory: 'inaccessible', locks: true, veto: ['afterDriver'] },
  ),
  calm(
    'memmap-walker',
    'a block that holds its own memmap, and a PFN walker',
    { walkers: ['late'] },
    { unplugged: [], memmapOnMemory: 'inaccessible' },
  ),
  calm(
    'page-ext',
    'one page, and a reader of page_ext, which goes with the section',
    { pageExtReaders: 1 },
    { ...ONE_PAGE, veto: ['afterDriver'] },
  ),
  calm(
    'section-usage',
    'one page whose block is removed and added, and a task that asks pfn_valid()',
    { sysfs: 0, removers: 1, sectionLookups: ['pfn_valid'] },
    ONE_PAGE,
  ),
  calm(
    'section-online',
    'one page whose block is onlined, removed and added, and a task that asks pfn_to_online_page()',
    { removers: 1, sectionLookups: ['pfn_to_online_page'] },
    ONE_PAGE,
  ),
  calm(
    'kasan',
    'one page of hot-added memory, a movable user, and the shadow of kasan, which goes when the block is offline',
    { users: 1 },
    { ...ONE_PAGE, kasan: 'hot-added', veto: ['afterDriver'] },
  ),
  calm(
    'kasan-walker',
    'one unplugged page of hot-added memory, a PFN walker, and the shadow of kasan',
    { walkers: ['late'] },
    { ...ONE_PAGE, unplugged: [0], kasan: 'hot-added' },
  ),
  calm(
    'kasan-boot',
    'as kasan, and it is memory of the boot, whose shadow stays',
    { users: 1 },
    { ...ONE_PAGE, kasan: 'boot' },
  ),
  calm(
    'poison-in-use',
    'one page, a movable user, and memory that breaks while it is in use',
    { users: 1, poison: true },
    { ...ONE_PAGE, signals: true, noReonline: true },
  ),
  calm(
    'poison-pcp',
    'one page, a user, memory that breaks, and per-CPU lists; nobody offlines',
    { sysfs: 0, users: 1, poison: true },
    { ...ONE_PAGE, pcp: true, freeLists: true },
  ),
  calm(
    'soft-offlining',
    'one page, a movable user, and soft offlining of the page to its end',
    { users: 1, softOffline: true },
    { ...ONE_PAGE, noReonline: true },
  ),
  calm(
    'unpoison',
    'one page, a movable user, a walker, and errors that are injected and taken away again',
    { sysfs: 0, users: 1, poison: true, unpoison: true, walkers: ['late'] },
    ONE_PAGE,
  ),
  contested('kdump', 'as small, and the kernel may crash and be dumped', { worker: true, kdump: true }),
  contested('reference', 'all but walkers: the driver, another range allocation, a reader, a movable user', {
    worker: true,
    contig: 1,
    users: 1,
    readers: 1,
  }),
  contested(
    'two-pages',
    'as quiet, and the sub-block that is unplugged at first has two pages',
    { worker: true, briefUsers: 1 },
    { subBlockPages: [[{ weight: 1 }, { weight: 1 }], [{ weight: 1 }]] },
  ),
  contested(
    'refusing',
    'as quiet, and the host may refuse to take memory away',
    { worker: true, briefUsers: 1 },
    { hostRefuses: true },
  ),
  calm(
    'removal',
    'as quiet, and the driver removes the block and adds it again',
    { worker: true, briefUsers: 1 },
    { veto: ['afterDriver'], removesBlocks: true },
  ),
  calm(
    'two-blocks',
    'two blocks, which a task offlines and removes at once',
    { worker: true, briefUsers: 1, removers: 1 },
    TWO_BLOCKS,
  ),
  calm(
    'hot-add',
    'the locks apart: a block is hot-added while a task writes to the state files, and a walker holds mem_hotplug_lock',
    { adders: 1, walkers: ['locked'] },
    { ...TWO_BLOCKS, unplugged: [], absent: [1], locks: true },
  ),
  calm(
    'locks',
    'as hot-add, and both blocks are removed at once',
    { adders: 1, removers: 1, walkers: ['locked'] },
    { ...TWO_BLOCKS, unplugged: [], locks: true },
  ),
  calm(
    'soft-offline',
    'one page, a movable user, and soft offlining of the page, with the locks apart',
    { users: 1, walkers: ['soft-offline'] },
    { ...ONE_PAGE, locks: true },
  ),
  calm(
    'gigantic',
    'two blocks, and another caller of alloc_contig_range() whose range spans both',
    { worker: true, contig: 1 },
    { ...TWO_BLOCKS, gigantic: true },
  ),
  calm(
    'hugetlb',
    'two blocks of two sub-blocks each, and a gigantic page that spans both',
    { hugetlb: true },
    { blocks: 2, subBlocksPerBlock: 2, subBlockPages: singlePages(4), unplugged: [], gigantic: true },
  ),
  calm(
    'cma',
    'two blocks in ZONE_NORMAL, the second a CMA area, and a gigantic page whose range would span both',
    { hugetlb: true, cma: true },
    { ...TWO_BLOCKS, unplugged: [], zone: 'normal', gigantic: true, cmaArea: [1] },
  ),
  calm(
    'big-blocks',
    'two blocks, which the driver takes away at once or not at all, with a brief user',
    { worker: true, briefUsers: 1 },
    { ...TWO_BLOCKS, veto: ['afterDriver'], unplugged: [], bigBlocks: true },
  ),
  calm(
    'hyperv',
    "Hyper-V's balloon adds one block, whose pages its host backs one after another, with a brief user",
    { hotAdd: true, briefUsers: 1 },
    { driver: 'hv_balloon', unplugged: [], absent: [0] },
  ),
  calm(
    'hyperv-walkers',
    "one block of Hyper-V's balloon, half of it backed at first, with its balloon and a PFN walker",
    { hotAdd: true, balloon: true, walkers: ['late'] },
    { driver: 'hv_balloon', unplugged: [1] },
  ),
  calm(
    'hyperv-locks',
    "the locks apart: Hyper-V's balloon adds the second of two blocks, the first is memory of the boot",
    { hotAdd: true },
    { ...TWO_BLOCKS, driver: 'hv_balloon', unplugged: [], absent: [1], bootMemory: [0], locks: true },
  ),
  calm(
    'xen',
    "Xen's balloon adds one block, whose pages it keeps back until its host backs them, with a brief user",
    { xenBalloon: true, briefUsers: 1 },
    { driver: 'xen_balloon', unplugged: [], absent: [0] },
  ),
  calm(
    'xen-walkers',
    "one page of Xen's balloon in ZONE_NORMAL, whose host changes its mind, and a PFN walker",
    { xenBalloon: true, xenTarget: true, walkers: ['late'] },
    { ...ONE_PAGE, driver: 'xen_balloon', unplugged: [0], zone: 'normal' },
  ),
  calm(
    'xen-mapper',
    "one block of Xen's balloon, and a task that maps another domain's pages in place of its own",
    { xenBalloon: true, xenMapper: true },
    { driver: 'xen_balloon', unplugged: [1] },
  ),
  calm(
    'xen-mapper-normal',
    'as xen-mapper, in ZONE_NORMAL',
    { xenBalloon: true, xenMapper: true },
    { driver: 'xen_balloon', unplugged: [1], zone: 'normal' },
  ),
  calm(
    'xen-zones',
    "one page of Xen's balloon, onlined to either zone, whose counts are told apart",
    { xenBalloon: true, xenTarget: true },
    { ...ONE_PAGE, driver: 'xen_balloon', zone: 'normal', eitherZone: true },
  ),
  calm(
    'xen-locks',
    "the locks apart: Xen's balloon adds the second of two blocks",
    { xenBalloon: true },
    { ...TWO_BLOCKS, driver: 'xen_balloon', unplugged: [], absent: [1], locks: true },
  ),
  contested('unload', 'as quiet, and the driver is unloaded', { worker: true, briefUsers: 1, unload: true }),
];

/** The named configurations, and those that a change has declared. */
export const CONFIGURATIONS: readonly Configuration[] = ALL;

/**
 * Adds a configuration that a change of the model brings along.
 * @throws when there is a configuration of this name
 */
export function declareConfiguration(configuration: Configuration): void {
  const { name } = configuration;
  if (ALL.some((each) => each.name === name)) throw new Error(`there is a configuration called ${name} already`);
  ALL.push(configuration);
}
