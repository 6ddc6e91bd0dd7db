/** Ranges over several pageblocks: isolated or undone but for some of them. */

import { IsolateMode } from '../../../model/mm/page_isolation.js';
import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { hugetlb, cma } = SETTINGS;

export const RANGES: readonly Mutant[] = [
  {
    id: 'range-undone-in-part',
    breaks: 'the last pageblock of a range stays isolated when the range is undone',
    edits: [{ kind: 'skip', process: 'hugetlb', action: 'unset_migratetype_isolate', args: [3, 'any'] }],
    tried: [hugetlb],
  },
  {
    id: 'range-not-tested',
    breaks: 'alloc_contig_range() does not look whether all of the range is isolated and free',
    edits: [{ kind: 'force', process: 'hugetlb', action: 'set_migratetype_isolate', outcome: 'isolated' }],
    tried: [hugetlb],
  },
  {
    id: 'cma-loses-type',
    breaks: 'CMA undoes its isolation as if for others',
    edits: [{ kind: 'redirect', process: 'cma', action: 'unset_migratetype_isolate', to: ['same', IsolateMode.ALLOC] }],
    tried: [cma],
  },
];
