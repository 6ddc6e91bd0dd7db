/** The designs under review and the kernel versions, as records of switches. A design goes on top of a version. */

import { type DesignSwitches, type KernelSwitches, type Switches, UNPATCHED } from './switches.js';

/** A design of the review: a record of the switches that it decides. */
export interface Design {
  readonly title: string;
  readonly status: string;
  readonly switches: DesignSwitches;
}

const V5_4: KernelSwitches = {
  scanEBUSY: false,
  accounting: '5.8',
  cancelOnlyAfterGoing: true,
  freeType: 'keep',
  pageChecks: false,
  pcp: 'drainOnce',
  isolateOnOnline: false,
  memmapInit: 'reserved',
  readerFreeze: false,
  contigUndoesAlways: false,
  contigRefAfterUndo: false,
  fakeOfflineTries: 'once',
  migratetypeRead: 'again',
  longtermMigrates: false,
  balloonFixesZones: false,
  isolatesEndsFirst: false,
  rangeLooksUnmovable: false,
  undoKeepsType: false,
  memmapOnMemory: 'no',
  removeTakesLock: 'late',
  hvRegionLock: 'spinlock',
  hvOnlinesOthers: false,
  xenMutexHeld: false,
  frozenReserved: false,
  poisonTakesOffBuddy: false,
  poisonRefusesUnhandlable: false,
  poisonMigration: 'unmaps',
  mfMutex: false,
  pageExtGrace: false,
  usageGrace: 'no',
  onlineLooksAtUsage: false,
  refuseHwpoisonOnline: false,
  kdumpAsksDevice: false,
};

const V5_8: KernelSwitches = { ...V5_4, scanEBUSY: true, balloonFixesZones: true };

/** The stable kernels of 5.10 have the grace period of 6.8, too. */
const V5_10: KernelSwitches = { ...V5_8, pcp: 'drainLoop', isolateOnOnline: true, usageGrace: 'NULL told' };

const V6_1: KernelSwitches = {
  ...V5_10,
  pcp: 'disabled',
  readerFreeze: true,
  contigUndoesAlways: true,
  isolatesEndsFirst: true,
  fakeOfflineTries: 'again',
  poisonTakesOffBuddy: true,
  poisonRefusesUnhandlable: true,
  poisonMigration: 'cannot unmap',
  mfMutex: true,
  pageExtGrace: true,
  onlineLooksAtUsage: true,
  longtermMigrates: true,
  memmapOnMemory: 'yes',
  kdumpAsksDevice: true,
};

const V6_12: KernelSwitches = {
  ...V6_1,
  freeType: 'overwrite',
  memmapInit: 'offline',
  accounting: '6.11',
  migratetypeRead: 'under lock',
  removeTakesLock: 'early',
  memmapOnMemory: 'prepared',
  poisonMigration: 'with reference',
  refuseHwpoisonOnline: true,
};

const V6_17: KernelSwitches = { ...V6_12, freeType: 'clear', undoKeepsType: true, hvOnlinesOthers: true };

const V7_3: KernelSwitches = {
  ...V6_17,
  contigRefAfterUndo: true,
  rangeLooksUnmovable: true,
  memmapOnMemory: 'yes',
  frozenReserved: true,
};

/** What each kernel version decides, by version. */
export const KERNELS = {
  '5.4': V5_4,
  '5.8': V5_8,
  '5.10': V5_10,
  '6.1': V6_1,
  '6.12': V6_12,
  '6.17': V6_17,
  '7.3': V7_3,
} as const satisfies Readonly<Record<string, KernelSwitches>>;

/** A kernel version that the model knows, such as `7.3`. */
export type KernelVersion = keyof typeof KERNELS;
/** The names in {@link KERNELS}, oldest first. */
export const KERNEL_VERSIONS = Object.keys(KERNELS) as readonly KernelVersion[];

/** The version in which design D was merged, and that the review thread's designs are compared on. */
export const DEFAULT_KERNEL: KernelVersion = '5.8';

const DRIVER_AS_MERGED = {
  notifierGuard: true,
  mutexSync: true,
  callbackUsesBitmap: true,
};

const A: DesignSwitches = {
  ...DRIVER_AS_MERGED,
  dropAt: 'unplug',
  sign: 'count',
  frozen: false,
  rcuSync: false,
  cancelBeforeUndo: false,
  clearsBeforePut: true,
  putHook: true,
  skipOfflineAnyCount: false,
  earlyUnmovable: true,
  scanEBUSY: false,
  unloadReleases: true,
  accounting: 'rfc3',
};

const D: DesignSwitches = {
  ...DRIVER_AS_MERGED,
  dropAt: 'going',
  sign: 'count',
  frozen: false,
  rcuSync: false,
  cancelBeforeUndo: false,
  clearsBeforePut: true,
  putHook: false,
  skipOfflineAnyCount: true,
  earlyUnmovable: false,
  // The driver's reference outlives it, and keeps the page's block online.
  unloadReleases: false,
};

/** Its patches are older than the -EBUSY of scan_movable_pages(). */
const B: DesignSwitches = { ...D, sign: 'buddy', scanEBUSY: false };

const E: DesignSwitches = { ...D, dropAt: 'never', sign: 'bit', accounting: '6.11', unloadReleases: true };

const F: DesignSwitches = { ...D, dropAt: 'never', frozen: true, accounting: '6.11', unloadReleases: true };

/** The designs of the review and after, by name; those that a change brings along are added. */
export const DESIGNS = {
  A: {
    title: 'count 0 from unplug on, with the __put_page() hook',
    status: 'RFC v3, September 2019; never merged',
    switches: A,
  },
  'A-nohook': {
    title: 'count 0 from unplug on, without the hook',
    status: 'strawman of the review',
    switches: { ...A, putHook: false },
  },
  B: {
    title: 'count 1, freed to the buddy in MEM_GOING_OFFLINE',
    status: "the reviewer's proposal; shipped in PowerPC CMM until 5.6",
    switches: B,
  },
  'B-cancel': {
    title: 'as B, with MEM_CANCEL_OFFLINE before isolation is undone',
    status: 'strawman: could a changed order save B?',
    switches: { ...B, cancelBeforeUndo: true },
  },
  D: {
    title: 'count 1, dropped in MEM_GOING_OFFLINE and taken again in MEM_CANCEL_OFFLINE',
    status: 'merged in 5.8, current',
    switches: D,
  },
  'D-hook': {
    title: "as D, with A's hook",
    status: 'strawman',
    switches: { ...D, putHook: true },
  },
  'D-rcu': {
    title: 'as D, with synchronize_rcu() before the drop',
    status: 'remarked in 2024',
    switches: { ...D, rcuSync: true },
  },
  E: {
    title: 'count 1 always, PG_offline_skippable beside PageOffline',
    status: "the thread's alternative; posted in May 2025, not merged",
    switches: E,
  },
  F: {
    title: 'frozen pages, count 0 always',
    status: 'announced goal',
    switches: F,
  },
} as const satisfies Readonly<Record<string, Design>>;

/** The name of a design, such as `D`. */
export type DesignId = keyof typeof DESIGNS;
const IDS = Object.keys(DESIGNS) as DesignId[];
/** The names in {@link DESIGNS}, and of those that a change has declared. */
export const DESIGN_IDS: readonly DesignId[] = IDS;

/**
 * Adds a design that a change of the model brings along.
 * @throws when there is a design of this name
 */
export function declareDesign(id: string, design: Design): void {
  if (Object.hasOwn(DESIGNS, id)) throw new Error(`there is a design called ${id} already`);
  Object.assign(DESIGNS, { [id]: design });
  // From here on it is one of them.
  IDS.push(id as DesignId);
}

/** The switches of a design on a kernel version, with single switches set otherwise. */
export function switchesOf(design: DesignId, kernel: KernelVersion, overrides: Partial<Switches> = {}): Switches {
  return { ...UNPATCHED, ...KERNELS[kernel], ...DESIGNS[design].switches, ...overrides };
}
