/** Data of a section that is freed under its readers, or was never there. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { pageExt, sectionUsage, kasan, kasanBoot } = SETTINGS;

export const SECTION_DATA: readonly Mutant[] = [
  {
    id: 'page-ext-not-awaited',
    breaks: 'offline_page_ext() does not wait for the readers that have begun',
    edits: [{ kind: 'lose', action: 'synchronize_rcu', field: 'extAwaited' }],
    tried: [pageExt],
  },
  {
    id: 'page-ext-not-invalid',
    breaks: 'page_ext that is about to be freed can be found still',
    edits: [{ kind: 'lose', action: '__invalidate_page_ext', field: 'pageExt' }],
    tried: [pageExt],
  },
  {
    id: 'pfn-valid-without-rcu',
    breaks: 'pfn_valid() looks at the usage bitmap outside RCU',
    edits: [{ kind: 'skip', action: 'rcu_read_lock_sched' }],
    tried: [sectionUsage],
  },
  {
    id: 'section-stays-valid',
    breaks: 'a section whose usage bitmap is freed keeps SECTION_HAS_MEM_MAP until it is gone',
    edits: [{ kind: 'delay', action: 'SECTION_HAS_MEM_MAP', until: 'ms->usage = NULL' }],
    tried: [sectionUsage],
  },
  {
    id: 'usage-never-forgotten',
    breaks: 'a section whose usage bitmap was freed still has its address, and is never marked',
    edits: [
      { kind: 'skip', action: 'ms->usage = NULL' },
      { kind: 'skip', action: 'SECTION_HAS_MEM_MAP' },
    ],
    tried: [sectionUsage],
  },
  {
    id: 'kasan-maps-no-shadow',
    breaks: 'no shadow is mapped for memory that is onlined',
    edits: [{ kind: 'lose', action: 'shadow_mapped', field: 'kasanShadow' }],
    tried: [kasan],
  },
  {
    id: 'kasan-takes-freed-for-mapped',
    breaks: 'shadow that was freed is taken for mapped',
    edits: [{ kind: 'misread', action: 'shadow_mapped', field: 'kasanShadow', as: 1 }],
    tried: [kasan],
  },
  {
    id: 'kasan-frees-shadow-of-the-boot',
    breaks: 'the shadow of memory of the boot is freed, and none mapped in its place',
    edits: [
      { kind: 'misread', action: 'find_vm_area', field: 'kasanShadow', as: 1 },
      { kind: 'lose', action: 'shadow_mapped', field: 'kasanShadow' },
    ],
    tried: [kasanBoot],
  },
];
