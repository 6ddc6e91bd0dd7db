/**
 * The switches in which designs, kernel versions and historical fixes differ. The functions of the model consult them where
 * the kernels differ, and nowhere else. To add a switch is to declare it here; types, lists and messages derive.
 */

import type { Configuration } from './configuration.js';
import { noneCalled } from './named.js';

type SwitchValue = boolean | string;

interface Declared {
  /** The values that it can take. */
  readonly values: readonly SwitchValue[];
  /** What it decides, in a sentence for people who compare designs. */
  readonly meaning: string;
  /** The entry of a configuration that turns on what it is about; elsewhere nobody reads it. Absent: any configuration may. */
  readonly within?: keyof Configuration;
}

/**
 * Who decides a switch. `design`: the record of every design sets it. `kernel`: the record of every kernel version does, and a
 * design whose patches set it otherwise. `patch`: a change that no kernel has yet decides it; without it there is a default.
 */
type SwitchDeclaration =
  | (Declared & { readonly decidedBy: 'design' | 'kernel' })
  | (Declared & { readonly decidedBy: 'patch'; readonly default: SwitchValue });

const OFF_ON = [false, true] as const;

const DECLARED = {
  dropAt: {
    decidedBy: 'design',
    values: ['unplug', 'going', 'never'],
    meaning:
      'When the driver gives up its reference to a page it unplugs: at once (RFC v3), or in MEM_GOING_OFFLINE (5.8).',
  },
  sign: {
    decidedBy: 'design',
    values: ['count', 'bit', 'buddy'],
    meaning:
      'What tells the core that an unplugged page may be offlined: that its count is 0; a bit beside PageOffline, whatever the count (PG_offline_skippable); or that the driver freed it to the buddy allocator in MEM_GOING_OFFLINE.',
  },
  frozen: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: "The driver's pages come from alloc_contig_frozen_range() and have count 0 always.",
  },
  rcuSync: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: 'The driver waits for an RCU grace period before it drops its reference in MEM_GOING_OFFLINE.',
  },
  cancelBeforeUndo: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: 'MEM_CANCEL_OFFLINE is sent before isolation is undone.',
  },
  clearsBeforePut: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: 'A driver that frees its pages in MEM_GOING_OFFLINE clears PageOffline before it puts a page, not after.',
  },
  putHook: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: '`__put_page()` returns early for a PageOffline page, so that the last put does not free it (RFC v3).',
  },
  skipOfflineAnyCount: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: '`has_unmovable_pages()` passes over every PageOffline page when memory is to be offlined (5.8).',
  },
  earlyUnmovable: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning:
      '`has_unmovable_pages()` calls a PageOffline page with count 0 unmovable when memory is to be allocated (RFC v3).',
  },
  scanEBUSY: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning: '`scan_movable_pages()` gives up with -EBUSY at a PageOffline page that still has a reference (5.8).',
  },
  notifierGuard: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: 'MEM_CANCEL_OFFLINE is acted on only if the driver saw MEM_GOING_OFFLINE (`hotplug_active`).',
  },
  mutexSync: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning: 'The driver holds its mutex from MEM_GOING_* to the closing notification, not for each callback alone.',
  },
  callbackUsesBitmap: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning:
      "The online callback keeps back what the driver's bitmap calls unplugged; otherwise it onlines everything.",
  },
  unloadReleases: {
    decidedBy: 'design',
    values: OFF_ON,
    meaning:
      'An unloading driver makes pages that stay unplugged impossible to offline: takes its reference, or clears the sign.',
  },
  cancelOnlyAfterGoing: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning: 'MEM_CANCEL_OFFLINE is sent only when MEM_GOING_OFFLINE was (5.2).',
  },
  freeType: {
    decidedBy: 'kernel',
    values: ['keep', 'overwrite', 'clear'],
    meaning:
      'What freeing does to a page type: keep its bit (to 6.1), be overwritten by Buddy (6.12), be cleared first (6.17).',
  },
  pageChecks: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning:
      'Page checks: a page that has a type or a count left is dropped ("Bad page state"). Up to 6.2 every kernel makes them when a page leaves or joins the buddy from a per-CPU list; since 6.3 they are made when a page is allocated or freed, if they are turned on, as Debian does by CONFIG_INIT_ON_ALLOC_DEFAULT_ON. From 6.17 freeing clears the type before.',
  },
  pcp: {
    decidedBy: 'kernel',
    values: ['drainOnce', 'drainLoop', 'disabled'],
    meaning:
      'What offlining does about pages on per-CPU lists: drains them once after each pageblock it isolates, drains them again in its retry loop (5.9), or disables them for the whole attempt (5.11).',
  },
  isolateOnOnline: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning: 'Pageblocks stay isolated while memory is onlined (5.10).',
  },
  memmapInit: {
    decidedBy: 'kernel',
    values: ['reserved', 'offline'],
    meaning:
      'What the memmap is initialised to when memory is onlined: PG_reserved, or PageOffline (6.11); the count is 1.',
  },
  accounting: {
    decidedBy: 'kernel',
    values: ['rfc3', '5.8', '6.11'],
    meaning:
      'Who keeps the managed count: RFC v3 (the core alone), 5.8 (driver, undone while offlining), 6.11 (driver).',
  },
  readerFreeze: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning: 'page_offline_begin/end against the readers of /proc/kcore (5.14).',
  },
  contigUndoesAlways: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning:
      'A failed alloc_contig_range() undoes isolation even where another isolated (5.18): its start failed, it undoes all.',
  },
  contigRefAfterUndo: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning: 'alloc_contig_range() takes its references after it undid the isolation (7.3), not before.',
  },
  fakeOfflineTries: {
    decidedBy: 'kernel',
    values: ['once', 'again', 'five times'],
    meaning:
      'How often virtio_mem_fake_offline() calls alloc_contig_range() in ZONE_MOVABLE while it fails: once, or up to five times (5.11). `again` is twice, which stands for five: nobody else comes to another place by more tries.',
  },
  /** Seen in the sources: before the lock in 3.17.0, again in 3.18.9, 5.10, 6.1 and 6.9.0, under it in 6.10.0, 6.12 and 7.3. */
  migratetypeRead: {
    decidedBy: 'kernel',
    within: 'freeLists',
    values: ['before lock', 'again', 'under lock'],
    meaning:
      "When freeing reads the type of the page's pageblock, which decides the free list: before zone->lock alone (to 3.17), again under it while any pageblock is isolated (3.18), or always under it (6.10).",
  },
  isolatesEndsFirst: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning:
      'start_isolate_page_range() isolates the first and the last pageblock of a range before those between them (6.1; in order in 5.10).',
  },
  rangeLooksUnmovable: {
    decidedBy: 'kernel',
    within: 'actors',
    values: OFF_ON,
    meaning:
      'Before alloc_contig_pages() asks for a range it looks for unmovable pages in it (7.3), not only for reserved ones (to 6.12).',
  },
  undoKeepsType: {
    decidedBy: 'kernel',
    within: 'cmaArea',
    values: OFF_ON,
    meaning:
      'A pageblock keeps its migratetype while it is isolated (6.17); up to 6.12 who undoes the isolation gives it the type of its own request.',
  },
  /** Seen in the sources: MEM_PREPARE_ONLINE in 6.9.0, 6.12 and 6.17.0, not in 6.1 and 7.3. */
  memmapOnMemory: {
    decidedBy: 'kernel',
    within: 'memmapOnMemory',
    values: ['no', 'yes', 'prepared'],
    meaning:
      'Whether the memmap of hot-added memory can lie in that memory: not before 5.14; since then, and with MEM_PREPARE_ONLINE and MEM_FINISH_OFFLINE around the time in which that memory can be accessed (6.9 to 6.17; neither 6.1 nor 7.3 has them).',
  },
  /** Seen in the sources: late in 5.10 and 6.1, early in 6.9.0, 6.12 and 7.3. */
  removeTakesLock: {
    decidedBy: 'kernel',
    within: 'locks',
    values: ['late', 'early'],
    meaning:
      'When try_remove_memory() takes mem_hotplug_lock: after it removed the block devices, for which it takes their device locks (to 6.1), or before (6.9).',
  },
  longtermMigrates: {
    decidedBy: 'kernel',
    within: 'actors',
    values: OFF_ON,
    meaning: 'A long-term pin moves its page out of ZONE_MOVABLE first (5.13).',
  },
  /** Seen in the sources: not in 5.4.0, but in 5.4.6, 5.10, 6.1 and 6.12. The fix is 63341ab03706, of December 2019: before 5.5. */
  balloonFixesZones: {
    decidedBy: 'kernel',
    within: 'actors',
    values: OFF_ON,
    meaning:
      "A movable balloon's page that migrates to another zone is counted in both (5.5, and stable kernels of 5.4).",
  },
  hvRegionLock: {
    decidedBy: 'kernel',
    within: 'driver',
    values: ['mutex held', 'mutex', 'spinlock'],
    meaning:
      "What protects the hot-add regions of Hyper-V's balloon: a mutex that is held while memory is added (as reported from the field), one that is let go of meanwhile (to 4.8), or a spinlock, which nobody holds from MEM_GOING_ONLINE to MEM_ONLINE (4.9).",
  },
  hvOnlinesOthers: {
    decidedBy: 'kernel',
    within: 'driver',
    values: OFF_ON,
    meaning:
      "The online callback of Hyper-V's balloon gives pages that lie in no hot-add region to the buddy allocator (6.17; not in 6.12), rather than passing over them.",
  },
  xenMutexHeld: {
    decidedBy: 'kernel',
    within: 'driver',
    values: OFF_ON,
    meaning:
      "Xen's balloon holds its mutex, which its online callback takes, while it adds memory (to 4.5), rather than letting go of it meanwhile (4.6).",
  },
  frozenReserved: {
    decidedBy: 'kernel',
    within: 'driver',
    values: OFF_ON,
    meaning:
      '`free_reserved_page()`, by which pages leave the balloon of Xen, sets the count of a page to 0 and frees it so, counted as managed before (7.3; not in 6.12), rather than setting it to 1 and putting it.',
  },
  pageExtGrace: {
    decidedBy: 'kernel',
    within: 'actors',
    values: OFF_ON,
    meaning:
      'Readers of page_ext are in RCU read-side critical sections, and it is made invalid and a grace period awaited before it is freed (6.1).',
  },
  usageGrace: {
    decidedBy: 'kernel',
    within: 'actors',
    values: ['no', 'NULL not told', 'NULL told'],
    meaning:
      'How `pfn_valid()` reads the usage bitmap of a section, which goes with its removal: it is freed at once (to 6.7), or after a grace period and with the section marked first (6.8, and the stable kernels of then), where `pfn_section_valid()` does not know of NULL yet, or does (6.10, and the stable kernels of then, 5.10 and 6.1 among them).',
  },
  onlineLooksAtUsage: {
    decidedBy: 'kernel',
    within: 'actors',
    values: OFF_ON,
    meaning: '`pfn_to_online_page()` looks at the usage bitmap too, and not under RCU (6.1 to 7.3; not in 5.10).',
  },
  poisonTakesOffBuddy: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning: 'memory_failure() of a free page takes it out of the buddy (5.11), rather than leaving it there marked.',
  },
  poisonRefusesUnhandlable: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning:
      'memory_failure() refuses a page it cannot handle before it takes a reference (5.13), rather than keeping one.',
  },
  poisonMigration: {
    decidedBy: 'kernel',
    within: 'actors',
    values: ['unmaps', 'cannot unmap', 'with reference'],
    meaning:
      'What do_migrate_range() makes of a poisoned page that is mapped: unmaps it, without a reference of its own (5.10); tries to with the flags of before, which fails with a WARN (6.1); or takes a reference first, and unmaps it (6.14, and 6.12 and later stable kernels).',
  },
  mfMutex: {
    decidedBy: 'kernel',
    within: 'actors',
    values: OFF_ON,
    meaning: 'memory_failure(), soft_offline_page() and unpoison_memory() exclude each other (6.1).',
  },
  refuseHwpoisonOnline: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning: 'A block with poisoned pages cannot be onlined again (6.2).',
  },
  /** Seen in the sources: not in 5.15.16, but in 5.16.10. */
  kdumpAsksDevice: {
    decidedBy: 'kernel',
    values: OFF_ON,
    meaning:
      'virtio-mem in a kdump kernel asks its device which memory is plugged, and what is not is left out of the dump (5.16).',
  },
  poisonOnlineMems: {
    decidedBy: 'patch',
    default: false,
    within: 'actors',
    values: OFF_ON,
    meaning: 'memory_failure() holds mem_hotplug_lock, get_online_mems(), from its look at the section to its end.',
  },
  poisonCountsFirst: {
    decidedBy: 'patch',
    default: false,
    within: 'actors',
    values: OFF_ON,
    meaning:
      "memory_failure() counts a page among those of its block, num_poisoned_pages_inc(), before it marks it, and takes the count back where the mark is another's.",
  },
  goingFreezes: {
    decidedBy: 'patch',
    default: 'no',
    values: ['no', 'refuse', 'wait'],
    meaning:
      'What the driver does in MEM_GOING_OFFLINE with the count of an unplugged page: nothing but what its design says; or page_ref_freeze(), so that nobody gets a reference, and where somebody has one it refuses the attempt, or waits.',
  },
  unplugFreezes: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning:
      'A driver that gives its reference up when it unplugs does so by page_ref_freeze(); where somebody else has one, the page is not unplugged.',
  },
  offlineGrace: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning:
      'Walkers look at a page and take their reference in one RCU read-side critical section, and offlining waits for a grace period once the section is marked offline.',
  },
  walkersLock: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning: 'Walkers hold mem_hotplug_lock, get_online_mems(), from their look to their put.',
  },
  walkerCheck: {
    decidedBy: 'patch',
    default: 'none',
    values: ['none', 'lru', 'identity'],
    meaning:
      'What walkers of any page look at first: nothing; whether it is on the LRU; or that, with the reference and the put in one RCU read-side critical section.',
  },
  plugBackPuts: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning:
      'Plugging back a page that was never onlined puts its reference as that of any other page; otherwise __free_pages_core() sets the count to 0.',
  },
  memmapFrozen: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning:
      'The memmap of memory that is onlined starts with count 0, and a page that is kept back gets its count then.',
  },
  hookBeforePut: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning: 'The hook of RFC v3 looks whether a page is PageOffline before the count is decremented, not after.',
  },
  bitNeedsReference: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning: 'test_pages_isolated() passes over a page with PG_offline_skippable only while its count is 1.',
  },
  offlineStopsReaders: {
    decidedBy: 'patch',
    default: false,
    values: OFF_ON,
    meaning: 'offline_pages() marks its sections offline inside page_offline_begin() and page_offline_end().',
  },
} as const satisfies Readonly<Record<string, SwitchDeclaration>>;

/** The name of a switch. */
export type SwitchName = keyof typeof DECLARED;

/** A value for every switch. */
export type Switches = { readonly [K in SwitchName]: (typeof DECLARED)[K]['values'][number] };

/** Who decides a switch: the design, the kernel version, or a patch. */
export type SwitchDecider = SwitchDeclaration['decidedBy'];

/** A switch as messages, forms and `list` show it. `default` is for those that patches decide. */
export interface Switch<V extends SwitchValue> {
  readonly values: readonly V[];
  readonly meaning: string;
  readonly decidedBy: SwitchDecider;
  readonly within?: keyof Configuration;
  readonly default?: V;
}

/** The declared switches, by name. */
export const SWITCHES: { readonly [K in SwitchName]: Switch<Switches[K]> } = DECLARED;

/** The names in {@link SWITCHES}. */
export const SWITCH_NAMES = Object.keys(DECLARED) as readonly SwitchName[];

/** The names of the switches that `By` decides. */
type DecidedBy<By extends SwitchDecider> = {
  [K in SwitchName]: (typeof DECLARED)[K]['decidedBy'] extends By ? K : never;
}[SwitchName];

/** The switches that a kernel version decides, unless a design's patches set one otherwise. */
export type KernelSwitches = Pick<Switches, DecidedBy<'kernel'>>;

/**
 * The switches that a design decides, and those that its patches set otherwise, whatever the version. Designs whose driver
 * does nothing in MEM_GOING_OFFLINE need the accounting of 6.11, where the core counts what is offline already.
 */
export type DesignSwitches = Pick<Switches, DecidedBy<'design'>> &
  Partial<Pick<Switches, DecidedBy<'kernel' | 'patch'>>>;

/** The switches of patches as they are without the patch. */
export const UNPATCHED = Object.fromEntries(
  Object.entries<Switch<SwitchValue>>(SWITCHES).flatMap(([name, { default: unpatched }]) =>
    unpatched === undefined ? [] : [[name, unpatched]],
  ),
) as Pick<Switches, DecidedBy<'patch'>>;

/** @throws when a switch does not exist or cannot have the value */
export function checkSwitches(given: Readonly<Record<string, SwitchValue>>): Partial<Switches> {
  const known: Readonly<Record<string, Switch<SwitchValue>>> = SWITCHES;
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, name)) throw new Error(noneCalled('switch', name, allSwitchNames()));
    const { values } = known[name];
    if (!values.includes(value)) throw new Error(`switch ${name} cannot be '${value}': one of ${values.join(', ')}`);
  }
  return given as Partial<Switches>;
}

/**
 * A switch and its value as text, as they stand in a command or an address.
 * @throws when there is no such switch, or it cannot have the value
 */
export function readSwitch(name: string, value: string): Partial<Switches> {
  return checkSwitches({ [name]: value === 'true' || value === 'false' ? value === 'true' : value });
}

/** A switch that a change of the model brings along. Without the change it has its default. */
export interface OwnSwitch {
  readonly values: readonly SwitchValue[];
  readonly default: SwitchValue;
  /** What it decides, in a sentence. */
  readonly meaning: string;
}

/** @throws when there is a switch of this name */
export function declareSwitch(name: string, { values, default: usual, meaning }: OwnSwitch): void {
  if (Object.hasOwn(SWITCHES, name)) throw new Error(`there is a switch called ${name} already`);
  if (!values.includes(usual)) throw new Error(`switch ${name}: its default ${usual} is none of ${values.join(', ')}`);
  const declared: Switch<SwitchValue> = { values, meaning, decidedBy: 'patch', default: usual };
  Object.assign(SWITCHES, { [name]: declared });
  Object.assign(UNPATCHED, { [name]: usual });
  OWN_NAMES.push(name);
}

/**
 * The value of a switch that a change brought along, which {@link Switches} does not name.
 * @throws when there is none of this name
 */
export function ownSwitch(switches: Switches, name: string): SwitchValue {
  const values: Readonly<Record<string, SwitchValue>> = switches;
  if (Object.hasOwn(values, name)) return values[name];
  throw new Error(noneCalled('switch', name, allSwitchNames()));
}

const OWN_NAMES: string[] = [];

/** Of the model, and of changes of it that are loaded. */
export const allSwitchNames = (): readonly string[] => [...SWITCH_NAMES, ...OWN_NAMES];
