/** Xen's balloon: pages that come before their host gives them, that stay when it takes them, counts and a lock that are forgotten. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { xen, xenUntyped, xenTarget, xenMapper, zones } = SETTINGS;

export const XEN: readonly Mutant[] = [
  {
    id: 'xen-frees-unpopulated',
    breaks: 'a page leaves the balloon though the host has not populated it',
    edits: [{ kind: 'skip', action: 'xenmem_reservation_increase' }],
    tried: [xen],
  },
  {
    id: 'xen-onlines-unmarked',
    breaks: 'pages that are onlined go to the balloon without PageOffline',
    edits: [{ kind: 'lose', action: 'xen_online_page', field: 'pageType' }],
    tried: [xenUntyped],
  },
  {
    id: 'xen-inflates-unmarked',
    breaks: 'a page that the host takes away is not PageOffline',
    edits: [{ kind: 'lose', action: 'balloon_append', field: 'pageType' }],
    tried: [xenTarget],
  },
  {
    id: 'xen-gives-up-unmarked',
    breaks: 'the host takes a page away before it is PageOffline',
    edits: [{ kind: 'delay', action: 'balloon_append', until: 'xenmem_reservation_decrease' }],
    tried: [xenTarget],
  },
  {
    id: 'xen-keeps-type',
    breaks: 'a page that leaves the balloon stays PageOffline',
    edits: [{ kind: 'lose', action: 'balloon_retrieve', field: 'pageType' }],
    tried: [xenTarget],
  },
  {
    id: 'xen-keeps-mutex',
    breaks: 'balloon_mutex is not unlocked',
    edits: [{ kind: 'skip', action: 'mutex_unlock(balloon_mutex)' }],
    tried: [xen],
  },
  {
    id: 'xen-counts-no-managed',
    breaks: 'a page that is given up stays in the managed count',
    edits: [
      {
        kind: 'lose',
        process: 'xen-balloon',
        action: 'adjust_managed_page_count',
        args: ['any', -1],
        field: 'managed',
      },
    ],
    tried: [xenTarget],
  },
  {
    id: 'xen-counts-in-wrong-zone',
    breaks: 'a page that comes back is counted in ZONE_MOVABLE, whatever zone it is of',
    edits: [
      {
        kind: 'misread',
        process: 'xen-balloon',
        action: 'adjust_managed_page_count',
        args: ['any', 1],
        field: 'zoneMovable',
        as: 1,
      },
    ],
    tried: [zones],
  },
  {
    id: 'xen-takes-handed-out',
    breaks: 'a page that is handed out stays on the list of the balloon',
    edits: [{ kind: 'redirect', process: 'mapper', action: 'balloon_retrieve', to: ['same', 1] }],
    tried: [xenMapper],
  },
];
