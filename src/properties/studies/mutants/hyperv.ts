/** Hyper-V's balloon: pages that are onlined too soon or never, a lock that is kept, a counter that is not. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { hyperv, hypervBoot } = SETTINGS;

export const HYPERV: readonly Mutant[] = [
  {
    id: 'hv-onlines-unbacked',
    breaks: 'the online callback does not look whether the host backs a page',
    edits: [{ kind: 'misread', action: 'hv_online_page', field: 'backed', as: 1 }],
    tried: [hyperv],
  },
  {
    id: 'hv-onlines-in-offline-section',
    breaks: 'pages that the host backs are brought online although their section is offline',
    edits: [{ kind: 'misread', action: 'handle_pg_range', field: 'sectionOnline', as: 1 }],
    tried: [hyperv],
  },
  {
    id: 'hv-never-brings-online',
    breaks: 'pages that the host backs are not brought online although their section is online',
    edits: [{ kind: 'misread', action: 'handle_pg_range', field: 'sectionOnline', as: 0 }],
    tried: [hyperv],
  },
  {
    id: 'hv-takes-all-for-its-own',
    breaks: 'the online callback takes memory of the boot for memory of a hot-add region',
    edits: [{ kind: 'misread', action: 'hv_online_page', field: 'haRegion', as: 1 }],
    tried: [hypervBoot],
  },
  {
    id: 'hv-keeps-ha-lock',
    breaks: 'ha_lock is not unlocked when pages were brought online',
    edits: [{ kind: 'skip', action: 'spin_unlock_irqrestore(ha_lock)' }],
    tried: [hyperv],
  },
  {
    id: 'hv-does-not-count-onlined',
    breaks: 'the online callback does not count in num_pages_onlined',
    edits: [{ kind: 'lose', action: 'hv_online_page', field: 'pagesOnlined' }],
    tried: [hyperv],
  },
];
