/**
 * struct mem_section_usage of hot-added memory, the bitmap that says which parts of a section have a memmap: allocated when the section is
 * added, freed when it is removed, and who looks at it without a lock. mm/sparse.c (mm/sparse-vmemmap.c in 7.3), include/linux/mmzone.h and
 * mm/memory_hotplug.c, 5.4 to 7.3. The grace period of kfree_rcu() is none of rcu.ts: it may run beside one that a task waits for, so each
 * has its own set of readers to see leave; and no task stands at its end, what is doomed is freed with the last of them, as soon as can be.
 */

import { procedure } from '../../checker/procedure.js';
import { idleUntil, ignoreOutcome, type Process, retryPoint, step } from '../../checker/process.js';
import { type About, atomic } from '../atomic.js';
import { type Context, chooseOf } from '../context.js';
import { type Entries, someOf, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import type { Module } from '../module.js';
import type { Setting } from '../setting.js';
import { BlockState, bit, blockOfPage, type Kernel } from '../state.js';

const ACTORS = {
  sectionLookups: someOf(
    ['pfn_valid', 'pfn_to_online_page'],
    'Tasks that ask whether a page of hot-added memory has a memmap, without a lock, by this function. Since 6.1 pfn_to_online_page() looks at the usage bitmap too.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Actors extends ValuesOf<typeof ACTORS> {}
}

/** ms->usage. DOOMED: kfree_rcu() has it, and frees it at the end of the grace period. FREED: it is freed. Both can still be found. */
export const Usage = { NULL: 0, THERE: 1, DOOMED: 2, FREED: 3 } as const;

/** What a task has found: nothing, a bitmap that is there, one that will be freed, or that was freed. */
export const UsageHeld = { NOTHING: 0, THERE: 1, DOOMED: 2, STALE: 3 } as const;

const asksFor = ({ configuration }: Setting): boolean => configuration.actors.sectionLookups.length > 0;

const hasGrace = (setting: Setting): boolean => setting.switches.usageGrace !== 'no';

const EACH = { each: 'section lookup', actor: 'sectionLookups' } as const;

const FIELDS = {
  /** SECTION_HAS_MEM_MAP, by which valid_section() goes. */
  hasMemMap: {
    of: 'block',
    max: (setting) => bit(asksFor(setting)),
    labels: ['no', 'yes'],
    title: 'SECTION_HAS_MEM_MAP',
    shownIn: 'races',
  },
  /** {@link Usage}. */
  usage: {
    of: 'block',
    max: (setting) => (asksFor(setting) ? Usage.FREED : Usage.NULL),
    labels: ['NULL', 'there', 'to be freed', 'freed'],
    title: 'ms->usage',
    shownIn: 'changelogs',
  },
  /** {@link UsageHeld}, of the section `usageOf`. */
  usageHeld: {
    of: EACH,
    max: UsageHeld.STALE,
    labels: ['nothing', 'there', 'to be freed', 'stale'],
    ghost: true,
    gridTitle: 'bitmap held',
    shownIn: 'grid',
  },
  usageOf: {
    of: EACH,
    max: ({ geometry }) => geometry.blocks - 1,
    ghost: true,
    gridTitle: 'of block',
    shownIn: 'grid',
  },
  /** Whether the task is in an RCU read-side critical section. */
  usageInRcu: { of: EACH, max: (setting) => bit(hasGrace(setting)), gridTitle: 'in RCU', shownIn: 'grid' },
  /** How many sections the grace period of kfree_rcu() still waits for; with 0 of them what is doomed is freed. */
  usageGrace: {
    of: 'one',
    max: (setting) => (hasGrace(setting) ? setting.configuration.actors.sectionLookups.length : 0),
    gridTitle: 'awaited by kfree_rcu()',
    shownIn: 'grid',
  },
  /** Whether kfree_rcu() must see the task leave that section. */
  usageAwaited: { of: EACH, max: (setting) => bit(hasGrace(setting)), gridTitle: 'awaited by RCU', shownIn: 'grid' },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** section_activate(), and fill_subsection_map() of all of the section. */
const sectionActivate = atomic('section_activate', { on: ['block'], writes: ['usage'] }, (k: Kernel, block: number) => {
  k.usage[block] = Usage.THERE;
});

const sparseInitOneSection = atomic(
  'sparse_init_one_section',
  { on: ['block'], writes: ['hasMemMap'] },
  (k: Kernel, block: number) => {
    k.hasMemMap[block] = 1;
  },
);

/** sparse_add_section() */
export const sparseAddSection = procedure(function* sparseAddSection(context: Context, block: number): Process<Kernel> {
  if (!asksFor(context)) return;
  yield step(sectionActivate, block);
  yield step(sparseInitOneSection, block);
});

const IN_DEACTIVATE: About<[block: number]> = { on: ['block'], in: 'section_deactivate' };

const clearHasMemMap = atomic(
  'SECTION_HAS_MEM_MAP',
  { ...IN_DEACTIVATE, shown: { bare: true }, writes: ['hasMemMap'] },
  (k: Kernel, block: number) => {
    k.hasMemMap[block] = 0;
  },
);

/** What those have that found the bitmap of a block. */
function changeHeld(k: Kernel, block: number, from: number, to: number): void {
  for (let task = 0; task < k.usageHeld.length; task++) {
    if (k.usageHeld[task] === from && k.usageOf[task] === block) k.usageHeld[task] = to;
  }
}

/** kfree(), up to 6.7: at once. */
const kfreeUsage = atomic(
  'kfree',
  { ...IN_DEACTIVATE, reads: ['usageHeld', 'usageOf'], writes: ['usage', 'usageHeld'] },
  (k: Kernel, block: number) => {
    changeHeld(k, block, UsageHeld.THERE, UsageHeld.STALE);
    k.usage[block] = Usage.FREED;
  },
);

/**
 * kfree_rcu(): waits for the sections that have begun, whatever they look at. What it has is freed when the last of them ends, and
 * that is known from how many there still are.
 */
const kfreeRcuUsage = atomic(
  'kfree_rcu',
  {
    ...IN_DEACTIVATE,
    reads: ['usageGrace', 'usageHeld', 'usageInRcu', 'usageOf'],
    writes: ['usage', 'usageAwaited', 'usageGrace', 'usageHeld'],
  },
  (k: Kernel, block: number) => {
    if (k.usageGrace[0] === 0) changeHeld(k, block, UsageHeld.DOOMED, UsageHeld.STALE);
    changeHeld(k, block, UsageHeld.THERE, UsageHeld.DOOMED);
    k.usage[block] = Usage.DOOMED;
    k.usageGrace[0] = 0;
    for (let task = 0; task < k.usageAwaited.length; task++) {
      k.usageAwaited[task] = k.usageInRcu[task];
      k.usageGrace[0] += k.usageInRcu[task];
    }
  },
);

const forgetUsage = atomic(
  'ms->usage = NULL',
  { ...IN_DEACTIVATE, shown: { bare: true }, writes: ['usage'] },
  (k: Kernel, block: number) => {
    k.usage[block] = Usage.NULL;
  },
);

/** section_deactivate() of all of a section. Up to 6.7 valid_section() said yes until the bitmap was gone. */
export const sectionDeactivate = procedure(function* sectionDeactivate(
  context: Context,
  block: number,
): Process<Kernel> {
  if (!asksFor(context)) return;
  const grace = hasGrace(context);
  if (grace) yield step(clearHasMemMap, block);
  yield step(grace ? kfreeRcuUsage : kfreeUsage, block);
  yield step(forgetUsage, block);
  if (!grace) yield step(clearHasMemMap, block);
});

/** rcu_read_lock_sched() in pfn_valid(); rcu_read_lock() in 5.10. */
export const rcuReadLockSched = atomic(
  'rcu_read_lock_sched',
  { on: ['process'], in: 'pfn_valid', writes: ['usageInRcu'] },
  (k: Kernel, task: number) => {
    k.usageInRcu[task] = 1;
  },
);

/** The last one that kfree_rcu() waits for has it free what it has. */
export const rcuReadUnlockSched = atomic(
  'rcu_read_unlock_sched',
  {
    on: ['process'],
    in: 'pfn_valid',
    reads: ['usageAwaited', 'usageGrace'],
    writes: ['usageAwaited', 'usageGrace', 'usageInRcu'],
  },
  (k: Kernel, task: number) => {
    k.usageInRcu[task] = 0;
    k.usageGrace[0] -= k.usageAwaited[task];
    k.usageAwaited[task] = 0;
  },
);

const validSection = atomic(
  'valid_section',
  { on: ['page'], reads: ['hasMemMap'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => k.hasMemMap[blockOfPage(k, page)] === 1,
);

const onlineSection = atomic(
  'online_section',
  { on: ['page'], reads: ['sectionOnline'] },
  ['no', 'yes'],
  (k: Kernel, page: number) => k.sectionOnline[blockOfPage(k, page)] === 1,
);

/** READ_ONCE(ms->usage), the first half of pfn_section_valid(). */
const readUsage = atomic(
  'READ_ONCE(ms->usage)',
  {
    on: ['page', 'process'],
    in: 'pfn_section_valid',
    shown: { bare: true },
    reads: ['usage'],
    writes: ['usageHeld', 'usageOf'],
  },
  ['NULL', 'bitmap'],
  (k: Kernel, page: number, task: number) => {
    const block = blockOfPage(k, page);
    if (k.usage[block] === Usage.NULL) return 0;
    k.usageHeld[task] = k.usage[block];
    k.usageOf[task] = block;
    return 1;
  },
);

/** test_bit(), the second half: from here on the task has the bitmap no more. */
const testBit = atomic(
  'test_bit',
  {
    on: ['page', 'process'],
    in: 'pfn_section_valid',
    shown: { outcome: 'remark' },
    reads: ['usageGrace', 'usageHeld'],
    writes: ['usageHeld', 'usageOf'],
  },
  ['there', 'freed', 'NULL pointer'],
  (k: Kernel, _page: number, task: number) => {
    const held = k.usageHeld[task];
    k.usageHeld[task] = UsageHeld.NOTHING;
    k.usageOf[task] = 0;
    if (held === UsageHeld.NOTHING) return 2;
    return held === UsageHeld.STALE || (held === UsageHeld.DOOMED && k.usageGrace[0] === 0);
  },
);

/** pfn_section_valid(), which since 6.10 asks whether there is a bitmap. */
const pfnSectionValid = procedure(function* pfnSectionValid(
  { switches }: Context,
  page: number,
  task: number,
): Process<Kernel> {
  const found = yield step(readUsage, page, task);
  if (found === readUsage.is.NULL && switches.usageGrace === 'NULL told') return;
  yield ignoreOutcome(step(testBit, page, task));
});

/** pfn_valid(), in an RCU read-side critical section since 6.8 and the stable kernels of then. Memory of the boot is not looked up. */
const pfnValid = procedure(function* pfnValid(context: Context, page: number, task: number): Process<Kernel> {
  const grace = hasGrace(context);
  if (grace) yield idleUntil(rcuReadLockSched, task);
  const valid = yield grace ? step(validSection, page) : idleUntil(validSection, page);
  if (valid === validSection.is.yes) yield* pfnSectionValid(context, page, task);
  if (grace) yield step(rcuReadUnlockSched, task);
});

/** pfn_to_online_page(), which looks at the bitmap without RCU, in 6.1 to 7.3; in 5.10 not at all. */
export const pfnToOnlinePageByUsage = procedure(function* pfnToOnlinePageByUsage(
  context: Context,
  page: number,
  task: number,
): Process<Kernel> {
  const online = yield idleUntil(onlineSection, page);
  if (online === onlineSection.is.yes && context.switches.onlineLooksAtUsage) {
    yield* pfnSectionValid(context, page, task);
  }
});

/** Asks of one page after another. */
const lookUpSections = procedure(function* lookUpSections(context: Context, task: number): Process<Kernel> {
  const kind = context.configuration.actors.sectionLookups[task];
  for (;;) {
    yield retryPoint('section lookup');
    const page = yield* chooseOf('page', context.geometry.pages, 'page');
    if (kind === 'pfn_valid') yield* pfnValid(context, page, task);
    else yield* pfnToOnlinePageByUsage(context, page, task);
  }
});

/** What is there at the start was hot-added. */
function initSections(k: Kernel): void {
  if (k.usageHeld.length === 0) return;
  for (let block = 0; block < k.geometry.blocks; block++) {
    const isThere = k.blockState[block] !== BlockState.ABSENT;
    k.hasMemMap[block] = bit(isThere);
    k.usage[block] = isThere ? Usage.THERE : Usage.NULL;
  }
}

/** The usage bitmap of sections, and the actor `sectionLookups` that looks at it. */
export const sectionUsage: Module = {
  fields: FIELDS,
  init: initSections,
  actors: [
    {
      key: 'sectionLookups',
      entry: ACTORS.sectionLookups,
      shows: 'whether the usage bitmap of a section is looked at when it was freed with the section',
      cannotShow: 'sections that are there in part, or memory of the boot, whose bitmap stays',
      name: 'section lookup',
      run: lookUpSections,
    },
  ],
};
