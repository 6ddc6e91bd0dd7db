/**
 * Every mechanism that a configuration turns on, each in a small configuration that shows it, with a property that it makes sayable:
 * without the mechanism the property says nothing there, or something else. What a mechanism costs is the difference.
 */

import type { Actors, Configuration } from '../../model/configuration.js';
import { configurationOf } from '../../model/configurations.js';
import type { KernelVersion } from '../../model/designs.js';
import type { Entries } from '../../model/entry.js';
import { ACTOR_ENTRIES, ENTRIES } from '../../model/modules.js';
import type { Switches } from '../../model/switches.js';
import type { Scenario } from '../../scenario/scenario.js';
import { varied } from '../../scenario/varied.js';

export interface Mechanism {
  /** In a few words. */
  readonly name: string;
  /** The actors and entries of the configuration that make it; without it they are as usual. */
  readonly by: readonly string[];
  /** The switches that make it; absent: none. */
  readonly set?: Partial<Switches>;
  readonly configuration: Configuration;
  /** The id of what it makes sayable. Absent: no verdict differs, and only mutants of its steps show it. */
  readonly property?: string;
  /** Where states are counted; absent: on the newest. */
  readonly kernel?: KernelVersion;
}

/** What says how much memory there is and who offlines it, or leaves something out. */
export const NO_MECHANISMS: readonly string[] = [
  ...['sysfs', 'zone', 'unplugged', 'offline', 'absent', 'noReonline', 'noPlugBack'],
];

type Rest = Partial<Omit<Configuration, 'actors'>>;

/** One block of one page, which is free at first, and a task that offlines and onlines it. */
const page = (actors: Partial<Actors>, rest: Rest = {}): Configuration =>
  configurationOf({
    ...{ name: 'one page', title: 'one page', blocks: 1, subBlocksPerBlock: 1, subBlockPages: [[{ weight: 1 }]] },
    ...rest,
    actors: { sysfs: 1, ...actors },
  });

/** One block of two sub-blocks, the first of which is unplugged, and a task that offlines and onlines it. */
const half = (actors: Partial<Actors>, rest: Rest = {}): Configuration =>
  varied('tiny', 'one page unplugged', actors, { veto: [], signals: false, ...rest });

/** A named configuration with less in it. */
const less = (base: string, actors: Partial<Actors> = {}, rest: Rest = {}): Configuration =>
  varied(base, `${base}, smaller`, actors, rest);

export const MECHANISMS: readonly Mechanism[] = [
  { name: 'signals', by: ['signals'], configuration: half({}, { signals: true }), property: 'X2' },
  { name: 'another notifier', by: ['veto'], configuration: half({}, { veto: ['afterDriver'] }), property: 'X3' },
  { name: "virtio-mem's worker", by: ['worker'], configuration: page({ worker: true }), property: 'EF' },
  {
    name: 'per-CPU lists',
    by: ['pcp'],
    configuration: page({ unmovableUsers: 1 }, { zone: 'normal', pcp: true }),
    property: 'L1',
    kernel: '5.8',
  },
  {
    name: 'free lists told apart',
    by: ['freeLists'],
    configuration: page({ users: 1 }, { freeLists: true }),
    property: 'FL',
  },
  {
    name: 'page checks',
    by: [],
    set: { pageChecks: true },
    configuration: half({ walkers: ['late'], briefUsers: 1 }),
    property: 'S4',
    kernel: '6.12',
  },
  {
    name: 'locks apart, and hot-add',
    by: ['locks', 'adders'],
    configuration: less('hot-add', { walkers: [] }),
    property: 'LB',
  },
  {
    name: 'tasks that remove blocks',
    by: ['removers'],
    configuration: page({ sysfs: 0, removers: 1 }),
    property: 'R2',
  },
  { name: 'users of memory', by: ['users'], configuration: page({ users: 1 }), property: 'L4' },
  { name: 'brief users', by: ['briefUsers'], configuration: half({ briefUsers: 1 }), property: 'FI' },
  {
    name: 'pages that cannot be moved',
    by: ['unmovableUsers'],
    configuration: page({ unmovableUsers: 1 }, { zone: 'normal' }),
    property: 'L3',
  },
  {
    name: 'long-term pins',
    by: ['pinners'],
    configuration: page({ users: 1, pinners: ['longterm'] }),
    property: 'L1',
    kernel: '5.10',
  },
  { name: 'short pins', by: ['pinners'], configuration: page({ users: 1, pinners: ['short'] }), property: 'L1' },
  {
    name: 'writeback that hangs',
    by: ['writeback'],
    configuration: page({ users: 1, writeback: ['hangs'] }),
    property: 'L1',
  },
  { name: 'PFN walkers of any page', by: ['walkers'], configuration: page({ walkers: ['late'] }), property: 'X7' },
  {
    name: 'PFN walkers of the LRU',
    by: ['walkers'],
    configuration: page({ users: 1, walkers: ['lru'] }),
    property: 'X7',
  },
  {
    name: 'GUP-fast, page-cache look-ups',
    by: ['walkers'],
    configuration: page({ users: 1, walkers: ['gup'] }),
    property: 'X7',
  },
  {
    name: 'walkers that hold mem_hotplug_lock',
    by: ['walkers'],
    configuration: page({ walkers: ['locked'] }, { locks: true }),
    property: 'D1',
  },
  {
    name: 'the reference of soft_offline_page()',
    by: ['walkers'],
    configuration: page({ users: 1, walkers: ['soft-offline'] }, { locks: true }),
    property: 'D1',
  },
  { name: 'warnings', by: ['walkers'], configuration: half({ walkers: ['late'] }), property: 'WN' },
  { name: 'alloc_contig_range()', by: ['contig'], configuration: page({ contig: 1 }), property: 'X5' },
  {
    name: 'a range over two blocks',
    by: ['gigantic'],
    configuration: less('gigantic', { worker: false }, { unplugged: [] }),
    property: 'EF',
  },
  { name: 'gigantic pages', by: ['hugetlb'], configuration: less('hugetlb'), property: 'X5' },
  { name: 'CMA', by: ['cma', 'cmaArea'], configuration: less('cma'), property: 'CM', kernel: '6.12' },
  {
    name: "another driver's pages",
    by: ['foreign'],
    configuration: less('foreign', {}, { veto: [], signals: false }),
    property: 'X4',
  },
  { name: 'a balloon', by: ['balloon'], configuration: page({ balloon: true }, { zone: 'normal' }), property: 'L3' },
  {
    name: 'managed counts of zones',
    by: ['eitherZone'],
    configuration: page({ balloon: true }, { zone: 'normal', eitherZone: true }),
    property: 'X6',
  },
  {
    name: 'a balloon whose pages move',
    by: ['movableBalloon'],
    configuration: page({ movableBalloon: true }),
    property: 'X5',
  },
  { name: 'damaged free memory', by: ['poison'], configuration: page({ poison: true }), property: 'HW' },
  {
    name: 'damaged memory in use',
    by: ['poison'],
    configuration: page({ users: 1, poison: true }, { noReonline: true }),
    property: 'HW6',
  },
  {
    name: 'soft offlining',
    by: ['softOffline'],
    configuration: page({ users: 1, softOffline: true }, { noReonline: true }),
    property: 'HW6',
  },
  {
    name: 'errors that are taken back',
    by: ['unpoison'],
    configuration: page({ sysfs: 0, users: 1, poison: true, unpoison: true }),
    property: 'HW2',
  },
  { name: 'page_ext', by: ['pageExtReaders'], configuration: page({ pageExtReaders: 1 }), property: 'PX' },
  {
    name: 'the usage bitmap of a section',
    by: ['sectionLookups'],
    configuration: page({ sysfs: 0, removers: 1, sectionLookups: ['pfn_valid'] }),
    property: 'PU',
  },
  {
    name: 'the shadow of kasan',
    by: ['kasan'],
    configuration: page({ users: 1 }, { kasan: 'hot-added' }),
    property: 'PK',
  },
  {
    name: 'a memmap in its own block',
    by: ['memmapOnMemory'],
    configuration: half({}, { unplugged: [], memmapOnMemory: 'inaccessible', locks: true }),
    property: 'MM',
    kernel: '6.12',
  },
  {
    name: 'devices of memory blocks',
    by: ['blockDevices'],
    configuration: page({ sysfs: 0, removers: 1, poison: true }, { blockDevices: true }),
    property: 'BU',
  },
  {
    name: 'readers of /proc/kcore',
    by: ['readers'],
    configuration: page({ sysfs: 0, worker: true, readers: 1 }),
    property: 'S4',
    kernel: '5.8',
  },
  {
    name: 'a device that lets unplugged memory be read',
    by: ['unpluggedReadable'],
    configuration: page({ sysfs: 0, worker: true, readers: 1 }, { unpluggedReadable: true }),
    property: 'S4',
    kernel: '5.8',
  },
  { name: 'dumps', by: ['kdump'], configuration: page({ worker: true, kdump: true }), property: 'S4', kernel: '5.8' },
  {
    name: 'a driver that is unloaded',
    by: ['unload'],
    configuration: page({ worker: true, unload: true }),
    property: 'R3',
  },
  {
    name: 'a driver that removes blocks',
    by: ['removesBlocks'],
    configuration: page({ worker: true }, { removesBlocks: true }),
    property: 'S2',
  },
  { name: 'a host that refuses', by: ['hostRefuses'], configuration: half({ worker: true }, { hostRefuses: true }) },
  {
    name: 'big-block mode',
    by: ['bigBlocks'],
    configuration: page({ worker: true }, { bigBlocks: true }),
    property: 'R2',
  },
  {
    name: "Hyper-V's balloon",
    by: ['driver', 'hotAdd'],
    configuration: less('hyperv', { briefUsers: 0 }),
    property: 'U3',
  },
  {
    name: "memory of the boot, with Hyper-V's",
    by: ['bootMemory'],
    configuration: less('hyperv-locks'),
    property: 'M1',
    kernel: '6.12',
  },
  {
    name: "Xen's balloon",
    by: ['driver', 'xenBalloon'],
    configuration: less('xen', { briefUsers: 0 }),
    property: 'U3',
  },
  {
    name: 'a host of Xen that changes its mind',
    by: ['xenTarget'],
    configuration: less('xen-walkers', { walkers: [] }),
    property: 'L3',
  },
  { name: "pages of Xen's other domains", by: ['xenMapper'], configuration: less('xen-mapper'), property: 'L1' },
];

/** Design D, which kernels have, with the mechanism or without it. */
export function mechanismScenario(
  { by, set = {}, configuration, kernel = '7.3' }: Mechanism,
  isThere: boolean,
): Scenario {
  const usual = (entries: Entries) =>
    Object.fromEntries(by.flatMap((key) => (Object.hasOwn(entries, key) ? [[key, entries[key].usual]] : [])));
  const without = { ...configuration, ...usual(ENTRIES), actors: { ...configuration.actors, ...usual(ACTOR_ENTRIES) } };
  return {
    ...{ design: 'D', kernel },
    configuration: isThere ? configuration : without,
    overrides: isThere ? set : {},
  };
}
