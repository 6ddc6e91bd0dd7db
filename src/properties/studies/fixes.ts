/** Historical fixes that the model can lose: each a change of a kernel or of a design under review, kept as switches. */

import type { Configuration } from '../../model/configuration.js';
import { type DesignId, KERNEL_VERSIONS, type KernelVersion, switchesOf } from '../../model/designs.js';
import type { Switches, SwitchName } from '../../model/switches.js';
import { named, READERS_ALONE, TWO_WALKERS } from '../../scenario/varied.js';
import { L1, L2 } from '../catalogue/liveness.js';
import type { LivenessProperty } from '../kinds/liveness.js';

export interface Fix {
  /** As in the list of historical changes, with a word where one has several parts. */
  readonly id: string;
  /** What was changed. */
  readonly change: string;
  /** Where it came: a kernel version, or a version of a patch. */
  readonly since: string;
  /** The switches as the fix has them. It exists in every design on every kernel that has them so. */
  readonly fixed: Partial<Switches>;
  /** What they are without it. */
  readonly unfixed: Partial<Switches>;
  /** Where it could matter. */
  readonly configurations: readonly Configuration[];
  /** What it could bring to an end, and where: configurations small enough to decide liveness in. */
  readonly ends?: Ends;
}

export interface Ends {
  readonly properties: readonly LivenessProperty[];
  readonly configurations: readonly Configuration[];
}

const ATTEMPTS: readonly LivenessProperty[] = [L1, L2];

export const FIXES: readonly Fix[] = [
  {
    id: 'F1',
    change: 'the hook in __put_page(): a PageOffline page whose last reference is dropped is not freed',
    since: 'RFC v3',
    fixed: { putHook: true },
    unfixed: { putHook: false },
    configurations: [named('quiet'), named('walkers'), named('rcu-walkers')],
  },
  {
    id: 'F2',
    change: 'the driver keeps unplugged pages out of the buddy in MEM_GOING_OFFLINE; PowerPC CMM freed them to it',
    since: '5.6',
    fixed: { dropAt: 'going', sign: 'count', scanEBUSY: true },
    unfixed: { sign: 'buddy', scanEBUSY: false },
    configurations: [named('quiet')],
  },
  {
    id: 'F2-cancel',
    change: 'as F2; without it, MEM_CANCEL_OFFLINE comes before isolation is undone',
    since: '5.6',
    fixed: { dropAt: 'going', sign: 'count', scanEBUSY: true },
    unfixed: { sign: 'buddy', scanEBUSY: false, cancelBeforeUndo: true },
    configurations: [named('quiet')],
  },
  {
    id: 'F3',
    change: 'MEM_CANCEL_OFFLINE is sent only after MEM_GOING_OFFLINE',
    since: '5.2',
    fixed: { cancelOnlyAfterGoing: true },
    unfixed: { cancelOnlyAfterGoing: false },
    configurations: [named('quiet')],
  },
  {
    id: 'F3-guard',
    change: 'the driver ignores a MEM_CANCEL_OFFLINE whose MEM_GOING_OFFLINE it did not see',
    since: 'RFC v3',
    fixed: { notifierGuard: true },
    unfixed: { notifierGuard: false },
    configurations: [named('quiet')],
  },
  {
    id: 'F3-both',
    change: 'F3 and F3-guard together',
    since: '5.2',
    fixed: { cancelOnlyAfterGoing: true, notifierGuard: true },
    unfixed: { cancelOnlyAfterGoing: false, notifierGuard: false },
    configurations: [named('quiet')],
  },
  {
    id: 'F4',
    change: 'the per-CPU lists are drained again in the retry loop of offlining',
    since: '5.9',
    fixed: { pcp: 'drainLoop' },
    unfixed: { pcp: 'drainOnce' },
    configurations: [named('pcp')],
    ends: { properties: ATTEMPTS, configurations: [named('pcp')] },
  },
  {
    id: 'F5',
    change: 'the per-CPU lists are disabled while offlining',
    since: '5.11',
    fixed: { pcp: 'disabled' },
    unfixed: { pcp: 'drainLoop' },
    configurations: [named('pcp')],
    ends: { properties: ATTEMPTS, configurations: [named('pcp'), named('unmovable')] },
  },
  {
    id: 'F6',
    change: 'scan_movable_pages() returns -EBUSY for a PageOffline page that still has a reference',
    since: '5.8',
    fixed: { scanEBUSY: true },
    unfixed: { scanEBUSY: false },
    configurations: [named('quiet'), named('walkers'), named('rcu-walkers')],
    ends: { properties: ATTEMPTS, configurations: [named('tiny'), named('quiet'), TWO_WALKERS] },
  },
  {
    id: 'F7',
    change: 'pageblocks stay isolated while memory is onlined',
    since: '5.10',
    fixed: { isolateOnOnline: true },
    unfixed: { isolateOnOnline: false },
    configurations: [named('quiet'), named('contig')],
  },
  {
    id: 'F8',
    change: 'the driver holds its mutex from MEM_GOING_* to the closing notification',
    since: 'RFC v3',
    fixed: { mutexSync: true },
    unfixed: { mutexSync: false },
    configurations: [named('quiet')],
  },
  {
    id: 'F9',
    change: 'page_offline_begin() and page_offline_end() keep readers of page content away',
    since: '5.14',
    fixed: { readerFreeze: true },
    unfixed: { readerFreeze: false },
    configurations: [named('readers'), READERS_ALONE],
  },
  {
    id: 'F10',
    change: 'offlining does not subtract PageOffline pages from the managed count',
    since: '6.11',
    fixed: { accounting: '6.11' },
    unfixed: { accounting: '5.8' },
    configurations: [named('quiet')],
  },
  {
    id: 'F11',
    change: 'the online callback keeps back what the bitmap calls unplugged',
    since: '5.8',
    fixed: { callbackUsesBitmap: true },
    unfixed: { callbackUsesBitmap: false },
    configurations: [named('quiet')],
  },
  {
    id: 'F12',
    change: 'an unloading driver takes its references again, or clears the sign, for pages that stay unplugged',
    since: 'RFC v3',
    fixed: { unloadReleases: true },
    unfixed: { unloadReleases: false },
    configurations: [named('unload')],
  },
  {
    id: 'F13',
    change: 'freeing a page clears its page type',
    since: '6.17',
    fixed: { freeType: 'clear' },
    unfixed: { freeType: 'overwrite' },
    configurations: [named('quiet'), named('walkers')],
  },
  {
    id: 'F14',
    change: 'a block with poisoned pages cannot be onlined again',
    since: '6.2',
    fixed: { refuseHwpoisonOnline: true },
    unfixed: { refuseHwpoisonOnline: false },
    configurations: [named('poison')],
  },
  {
    id: 'F15',
    change:
      'page types are one enumerated byte, so that being free overwrites PageOffline; before, they were a bitmask',
    since: '6.12',
    fixed: { freeType: 'overwrite' },
    unfixed: { freeType: 'keep' },
    configurations: [named('quiet'), named('walkers')],
  },
  {
    id: 'undo',
    change:
      'an alloc_contig_range() that could not isolate leaves isolation alone that another set; since 5.18 it does not',
    since: 'before 5.18',
    fixed: { contigUndoesAlways: false },
    unfixed: { contigUndoesAlways: true },
    configurations: [named('quiet'), named('contig')],
  },
];

/** Whether a design on a kernel has the fix. */
export function hasFix({ fixed }: Fix, design: DesignId, kernel: KernelVersion): boolean {
  const switches = switchesOf(design, kernel);
  const names = Object.keys(fixed) as readonly SwitchName[];
  return names.every((name) => switches[name] === fixed[name]);
}

/** The first and the newest kernel on which a design has the fix. */
export function kernelsWithFix(fix: Fix, design: DesignId): KernelVersion[] {
  const having = KERNEL_VERSIONS.filter((kernel) => hasFix(fix, design, kernel));
  return [...new Set([...having.slice(0, 1), ...having.slice(-1)])];
}
