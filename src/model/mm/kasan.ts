/**
 * The shadow of kasan: for memory that is hot-added, mapped in MEM_GOING_ONLINE, freed in MEM_OFFLINE and MEM_CANCEL_ONLINE. The shadow of
 * memory of the boot is never freed. mm/kasan/shadow.c (mm/kasan/common.c in 5.10), kasan_mem_notifier(), 5.10 to 7.3. Whoever allocates,
 * frees or touches a page uses its shadow.
 */

import { procedure } from '../../checker/procedure.js';
import { ignoreOutcome, type Process, step } from '../../checker/process.js';
import { atomic } from '../atomic.js';
import type { Context } from '../context.js';
import { type Entries, oneOf, type ValuesOf } from '../entry.js';
import type { DeclaredCells, FieldDeclarations } from '../field.js';
import { MemoryAction } from '../memory_action.js';
import type { Module } from '../module.js';
import { BlockState, type Kernel } from '../state.js';

const ENTRIES = {
  kasan: oneOf(
    ['no', 'hot-added', 'boot'],
    'Whether the kernel has CONFIG_KASAN, and whether what is there at the start was hot-added or is memory of the boot, whose shadow stays.',
  ),
} as const satisfies Entries;

declare module '../configuration.js' {
  interface Configuration extends ValuesOf<typeof ENTRIES> {}
}

/** The shadow of a block: not mapped, mapped by __vmalloc_node_range(), or during boot. */
export const Shadow = { NONE: 0, VMALLOC: 1, BOOT: 2 } as const;

const FIELDS = {
  /** {@link Shadow}. */
  kasanShadow: {
    of: 'block',
    max: ({ configuration: { kasan } }) => ({ no: Shadow.NONE, 'hot-added': Shadow.VMALLOC, boot: Shadow.BOOT })[kasan],
    labels: ['none', 'mapped', 'of the boot'],
    title: 'kasan shadow',
    shownIn: 'changelogs',
  },
} as const satisfies FieldDeclarations;

declare module '../state.js' {
  interface KernelCells extends DeclaredCells<typeof FIELDS> {}
}

/** shadow_mapped(), and __vmalloc_node_range() where it is not. */
const mapShadow = atomic(
  'shadow_mapped',
  { on: ['block'], shown: { outcome: 'remark' }, reads: ['kasanShadow'], writes: ['kasanShadow'] },
  ['mapped now', 'mapped before'],
  (k: Kernel, block: number) => {
    if (k.kasanShadow[block] !== Shadow.NONE) return 1;
    k.kasanShadow[block] = Shadow.VMALLOC;
    return 0;
  },
);

/** vfree() of what find_vm_area() finds: not of the shadow of memory of the boot. */
const freeShadow = atomic(
  'find_vm_area',
  {
    on: ['block'],
    in: 'kasan_mem_notifier',
    shown: { outcome: 'remark' },
    reads: ['kasanShadow'],
    writes: ['kasanShadow'],
  },
  ['none', 'vfree'],
  (k: Kernel, block: number) => {
    if (k.kasanShadow[block] !== Shadow.VMALLOC) return 0;
    k.kasanShadow[block] = Shadow.NONE;
    return 1;
  },
);

/** kasan_mem_notifier(): of default priority, and registered before all others of that. It accepts, as there is memory for the shadow. */
const kasanMemNotifier = procedure(function* kasanMemNotifier(
  { configuration }: Context,
  action: MemoryAction,
  block: number,
): Process<Kernel, boolean> {
  if (configuration.kasan === 'no') return true;
  if (action === MemoryAction.GOING_ONLINE) yield ignoreOutcome(step(mapShadow, block));
  if (action === MemoryAction.OFFLINE || action === MemoryAction.CANCEL_ONLINE) {
    yield ignoreOutcome(step(freeShadow, block));
  }
  return true;
});

/** Memory that was hot-added has a shadow while it is online. */
function initShadow(k: Kernel): void {
  const { kasan } = k.configuration;
  if (kasan === 'no') return;
  for (let block = 0; block < k.geometry.blocks; block++) {
    if (kasan === 'boot' && k.blockState[block] !== BlockState.ABSENT) k.kasanShadow[block] = Shadow.BOOT;
    else if (k.sectionOnline[block] === 1) k.kasanShadow[block] = Shadow.VMALLOC;
  }
}

/** The entry `kasan`, its notifier and the state of shadows. */
export const kasan: Module = {
  entries: ENTRIES,
  fields: FIELDS,
  init: initShadow,
  notifiers: [{ priority: 0, call: kasanMemNotifier }],
};
