/** page_ext that is freed under its readers. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { pageExt } = SETTINGS;

export const PAGE_EXT: readonly Mutant[] = [
  {
    id: 'page-ext-not-awaited',
    breaks: 'offline_page_ext() does not wait for the readers that have begun',
    edits: [{ kind: 'lose', action: 'synchronize_rcu: begin', field: 'extAwaited' }],
    tried: [pageExt],
  },
  {
    id: 'page-ext-not-invalid',
    breaks: 'page_ext that is about to be freed can be found still',
    edits: [{ kind: 'lose', action: '__invalidate_page_ext', field: 'pageExt' }],
    tried: [pageExt],
  },
];
