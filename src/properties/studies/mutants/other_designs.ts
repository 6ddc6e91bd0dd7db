/** Code that only other designs have. */

import { IsolateMode } from '../../../model/mm/page_isolation.js';
import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { A, normalA, B, E, F, rcu, gup } = SETTINGS;

export const OTHER_DESIGNS: readonly Mutant[] = [
  {
    id: 'A-hook-sees-all',
    breaks: 'the hook of design A keeps every page from being freed',
    edits: [{ kind: 'force', action: '__put_page: PageOffline', outcome: 'yes' }],
    tried: [A],
  },
  {
    id: 'A-drop-skipped',
    breaks: "design A's unplug does not drop the reference",
    edits: [{ kind: 'skip', action: 'page_ref_dec' }],
    tried: [A],
  },
  {
    id: 'A-raise-skipped',
    breaks: "design A's plug does not take the reference again",
    edits: [{ kind: 'skip', action: 'page_ref_inc' }],
    tried: [A],
  },
  {
    id: 'A-type-after-drop',
    breaks: 'design A marks a page PageOffline after it dropped the reference',
    edits: [{ kind: 'delay', action: '__SetPageOffline', until: 'page_ref_dec' }],
    tried: [A],
  },
  {
    id: 'A-unplugged-not-unmovable',
    breaks: 'design A lets alloc_contig_range() isolate unplugged pages',
    edits: [
      {
        kind: 'misread',
        action: 'set_migratetype_isolate',
        args: ['any', IsolateMode.ALLOC],
        field: 'pageType',
        as: 0,
      },
    ],
    tried: [normalA],
    survives: 'equivalent: test_pages_isolated() finds that they are not free',
  },
  {
    id: 'B-keeps-type',
    breaks: 'design B frees pages that are still PageOffline',
    edits: [{ kind: 'lose', action: '__ClearPageOffline', field: 'pageType' }],
    tried: [B],
  },
  {
    id: 'B-without-accounting',
    breaks: 'design B does not lower the managed count when it takes the pages back',
    edits: [{ kind: 'lose', action: 'alloc_contig_range', field: 'managed' }],
    tried: [B],
  },
  {
    id: 'B-takes-nothing-back',
    breaks: 'design B does not take the pages back in MEM_CANCEL_OFFLINE',
    edits: [{ kind: 'skip', action: 'alloc_contig_range' }],
    tried: [B],
  },
  {
    id: 'E-sign-not-set',
    breaks: 'design E unplugs pages without PG_offline_skippable',
    edits: [{ kind: 'lose', action: '__SetPageOffline', field: 'skippable' }],
    tried: [E],
  },
  {
    id: 'E-sign-not-kept',
    breaks: 'design E keeps pages back on re-online without PG_offline_skippable',
    edits: [{ kind: 'lose', action: 'virtio_mem_online_page_cb', field: 'skippable' }],
    tried: [E],
  },
  {
    id: 'E-sign-stays',
    breaks: 'design E leaves PG_offline_skippable on plugged pages',
    edits: [{ kind: 'lose', action: 'virtio_mem_clear_fake_offline', field: 'skippable' }],
    tried: [E],
    survives: 'equivalent: the bit counts only beside PageOffline, and is set again with it',
  },
  {
    id: 'F-counts-kept-back',
    breaks: 'design F keeps pages back on re-online with the reference of the fresh memmap',
    edits: [{ kind: 'lose', action: 'virtio_mem_online_page_cb', field: 'refcount' }],
    tried: [F],
  },
  {
    id: 'F-frees-twice',
    breaks: 'design F frees a frozen page twice',
    edits: [{ kind: 'repeat', process: 'worker', action: 'free_one_page' }],
    tried: [F],
  },
  {
    id: 'rcu-not-waited-for',
    breaks: 'synchronize_rcu() does not wait',
    edits: [{ kind: 'skip', action: 'synchronize_rcu' }],
    tried: [rcu],
  },
  {
    id: 'rcu-waits-after-drop',
    breaks: 'the driver waits for a grace period after it dropped its reference, not before',
    edits: [{ kind: 'delay', action: 'synchronize_rcu', until: 'page_ref_dec_and_test' }],
    tried: [gup],
  },
  {
    id: 'rcu-not-entered',
    breaks: 'a walker is in no RCU read-side critical section',
    edits: [{ kind: 'skip', action: 'rcu_read_lock' }],
    tried: [rcu],
  },
];
