/** Pages of another driver, and that driver. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { foreign, balloon } = SETTINGS;

export const OTHER_DRIVERS: readonly Mutant[] = [
  {
    id: 'drop-foreign',
    breaks: 'MEM_GOING_OFFLINE drops the reference of another driver, too',
    edits: [{ kind: 'misread', action: 'page_ref_dec_and_test', field: 'bitmap', as: 0 }],
    tried: [foreign],
  },
  {
    id: 'scan-blind-foreign',
    breaks: "scan_movable_pages() does not see that another driver's page is PageOffline",
    edits: [{ kind: 'misread', action: 'scan_movable_pages', field: 'pageType', as: 0 }],
    tried: [foreign],
  },
  {
    id: 'offline-foreign',
    breaks: "offlining tests nothing, and so takes another driver's page",
    edits: [
      { kind: 'force', process: 'sysfs', action: 'scan_movable_pages', outcome: 'passed over' },
      { kind: 'force', process: 'sysfs', action: 'test_pages_isolated', outcome: '0' },
    ],
    tried: [foreign],
  },
  {
    id: 'balloon-unmarked',
    breaks: 'the other driver does not mark its pages PageOffline',
    edits: [{ kind: 'skip', process: 'balloon', action: '__SetPageOffline' }],
    tried: [balloon],
  },
  {
    id: 'balloon-marks-late',
    breaks: 'the other driver marks pages PageOffline after its host took them away',
    edits: [{ kind: 'delay', process: 'balloon', action: '__SetPageOffline', until: 'DM_BALLOON_RESPONSE' }],
    tried: [balloon],
  },
  {
    id: 'balloon-backed-late',
    breaks: "the other driver's host backs pages after they were freed",
    edits: [{ kind: 'delay', action: 'DM_UNBALLOON_REQUEST', until: 'free_one_page' }],
    tried: [balloon],
  },
  {
    id: 'balloon-keeps-type',
    breaks: 'the other driver frees pages that are still PageOffline',
    edits: [{ kind: 'lose', process: 'balloon', action: '__ClearPageOffline', field: 'pageType' }],
    tried: [balloon],
  },
  {
    id: 'balloon-without-accounting',
    breaks: 'the other driver does not lower the managed count',
    edits: [
      { kind: 'lose', process: 'balloon', action: 'adjust_managed_page_count', args: ['any', -1], field: 'managed' },
    ],
    tried: [balloon],
  },
];
