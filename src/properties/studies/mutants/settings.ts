/** What mutants are made of: actions that several edit, and designs in configurations so small that hundreds of searches take seconds. */

import type { Configuration } from '../../../model/configuration.js';
import type { DesignId, KernelVersion } from '../../../model/designs.js';
import type { Switches } from '../../../model/switches.js';
import type { Scenario } from '../../../scenario/scenario.js';
import { named, READERS_ALONE, varied } from '../../../scenario/varied.js';

export const MUTEX_LOCK = 'mutex_lock(hotplug_mutex)';
export const MUTEX_UNLOCK = 'mutex_unlock(hotplug_mutex)';

const quiet = named('quiet');
const alone = { worker: false, briefUsers: 0 };
const oneWalker = varied('quiet', 'walker, no driver', { ...alone, walkers: ['prompt'] });

/** A fault of 5.18 to 7.3 themselves, not to be mixed in. */
const SOUND: Partial<Switches> = { contigUndoesAlways: false };

/** Design A miscounts; with this accounting it does not, and other faults can be seen. */
const COUNTED: Partial<Switches> = { accounting: '6.11' };

const on = (
  design: DesignId,
  kernel: KernelVersion,
  configuration: Configuration,
  overrides: Partial<Switches> = {},
): Scenario => ({ design, kernel, configuration, overrides });

export const SETTINGS = {
  D: on('D', '5.8', quiet),
  current: on('D', '7.3', quiet, SOUND),
  tiny: on('D', '5.8', named('tiny')),
  /** Without a user of memory, who can always move. */
  small: on('D', '5.8', named('small')),
  contig: on('D', '5.8', named('contig')),
  normal: on('D', '5.8', named('normal')),
  pcp: on('D', '5.10', named('pcp')),
  pcpToday: on('D', '7.3', named('pcp'), SOUND),
  /** No driver; a user whose page is migrated. */
  movable: on('D', '5.8', varied('quiet', 'user, no driver', { ...alone, users: 1 })),
  /** No driver; a walker that takes its reference at once, so that only a fault lets it keep one for too long. */
  walker: on('D', '5.8', oneWalker),
  /** No page is unplugged; a walker borrows references to a user's page. */
  borrower: on(
    'D',
    '5.8',
    varied('quiet', 'user and walker', { ...alone, users: 1, walkers: ['prompt'] }, { unplugged: [] }),
  ),
  reader: on('D', '7.3', READERS_ALONE, SOUND),
  A: on('A', '5.8', quiet, COUNTED),
  normalA: on('A', '5.8', named('normal'), COUNTED),
  B: on('B', '5.8', quiet),
  E: on('E', '5.8', quiet),
  F: on('F', '5.8', quiet),
  /** A page of another driver, and no virtio-mem worker. */
  foreign: on('D', '5.8', named('foreign')),
  /** Another driver that takes pages and gives them back. */
  balloon: on('D', '5.8', varied('balloon', 'balloon, no driver', { worker: false, briefUsers: 0 })),
  /** Zones told apart, of a driver that counts a page before it frees it. */
  zones: on('D', '7.3', named('xen-zones'), SOUND),
  /** Hyper-V's driver; its mutex keeps hot-add out while memory is onlined, so that none is lost without a fault. */
  hyperv: on('D', '7.3', named('hyperv'), { hvRegionLock: 'mutex' }),
  /** Memory of the boot, which that driver onlines again. */
  hypervBoot: on(
    'D',
    '7.3',
    varied('hyperv', 'memory of the boot', { hotAdd: false, briefUsers: 0 }, { absent: [], bootMemory: [0] }),
  ),
  /** Xen's driver, and its host that changes its mind, or a task that borrows a page. */
  xen: on('D', '7.3', named('xen'), SOUND),
  /** A fresh memmap has no type there. */
  xenUntyped: on('D', '6.1', named('xen'), SOUND),
  xenTarget: on(
    'D',
    '7.3',
    varied('xen-walkers', 'pages of Xen that come and go, and a user', { walkers: [], briefUsers: 1 }),
    SOUND,
  ),
  xenMapper: on('D', '7.3', named('xen-mapper'), SOUND),
  /** Memory breaks; memory_failure() counts what it poisons. */
  poison: on('D', '7.3', named('poison'), SOUND),
  /** The device of a block is looked up by memory_failure(). */
  blockDevices: on('D', '7.3', named('block-devices'), SOUND),
  /** The memmap of a block lies in it. */
  memmap: on('D', '6.12', named('memmap-on-memory'), SOUND),
  /** Memory breaks in use, where no block goes offline meanwhile, and who allocates looks for marks. */
  damaged: on('D', '7.3', named('poison-in-use'), { ...SOUND, poisonOnlineMems: true, pageChecks: true }),
  pageExt: on('D', '7.3', named('page-ext'), SOUND),
  /** A section is removed, and looked up by pfn_valid(). */
  sectionUsage: on('D', '7.3', named('section-usage'), SOUND),
  kasan: on('D', '7.3', named('kasan'), SOUND),
  kasanBoot: on('D', '7.3', named('kasan-boot'), SOUND),
  damagedPcp: on('D', '6.1', named('poison-pcp'), SOUND),
  softOfflining: on('D', '7.3', varied('soft-offlining', 'soft offlining alone', { sysfs: 0 }), SOUND),
  unpoison: on(
    'D',
    '7.3',
    varied('soft-offlining', 'soft offlining and unpoisoning', { sysfs: 0, unpoison: true }),
    SOUND,
  ),
  /** Ranges over several pageblocks: up to 6.12 undoing isolation sets the type. */
  hugetlb: on('D', '6.12', named('hugetlb'), SOUND),
  cma: on('D', '6.12', named('cma'), SOUND),
  /** A dump that relies on the memmap alone. */
  dump: on('D', '7.3', varied('kdump', 'kdump, no driver', { worker: false }), { ...SOUND, kdumpAsksDevice: false }),
  /** With free lists told apart: up to 6.1 the type of a pageblock is read without the lock first. */
  freeLists: on('D', '6.1', { ...named('free-lists'), signals: true }),
  freeListsPcp: on('D', '6.1', varied('free-lists-pcp', 'free lists, per-CPU lists, no driver', { worker: false })),
  movableBalloon: on('D', '6.12', named('movable-balloon'), SOUND),
  pins: on('D', '7.3', named('pins')),
  writeback: on('D', '7.3', named('writeback')),
  /** With the locks of memory hotplug apart. */
  locks: on('D', '6.1', named('hot-add')),
  softOffline: on('D', '6.1', named('soft-offline')),
  twoPages: on('D', '5.8', named('two-pages')),
  twoBlocks: on('D', '5.8', named('two-blocks')),
  /** Attempts on one of two blocks that may be given up, and an allocation in the other. */
  twoBlocksContested: on(
    'D',
    '5.8',
    varied(
      'two-blocks',
      'two blocks, contested',
      { worker: false, briefUsers: 0, removers: 0, contig: 1 },
      { signals: true },
    ),
  ),
  removal: on('D', '5.8', named('removal')),
  bigBlocks: on('D', '5.8', named('big-blocks')),
  unload: on('D', '5.8', named('unload')),
  unloadA: on('A', '5.8', named('unload'), COUNTED),
  unloadE: on('E', '5.8', named('unload')),
  /** A look-up under RCU, where nothing but the driver's grace period keeps it from harm. */
  gup: on('D-rcu', '5.8', named('gup-alone'), { plugBackPuts: true, offlineGrace: true }),
  /** A dump and another driver's pages. */
  foreignDump: on('D', '7.3', varied('foreign-readers', 'foreign pages, dump', { readers: 0 }), SOUND),
  rcu: on('D-rcu', '5.8', varied('quiet', 'RCU walker, no driver', { ...alone, walkers: ['rcu'] })),
} as const satisfies Readonly<Record<string, Scenario>>;
