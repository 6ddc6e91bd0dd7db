/** A balloon whose pages migrate: pages taken twice, counts that are not kept. */

import type { Mutant } from './mutant.js';
import { SETTINGS } from './settings.js';

const { movableBalloon } = SETTINGS;

export const MOVABLE_BALLOON: readonly Mutant[] = [
  {
    id: 'balloon-migrates-uncounted',
    breaks: "a balloon's page that migrates to another zone is not counted in either",
    edits: [{ kind: 'lose', action: 'balloon_page_migrate', field: 'managed' }],
    tried: [movableBalloon],
  },
  {
    id: 'balloon-isolates-any',
    breaks: 'isolate_movable_ops_page() does not look whether the page is on the list of a balloon',
    edits: [{ kind: 'misread', action: 'isolate_movable_ops_page', field: 'ballooned', as: 1 }],
    tried: [movableBalloon],
  },
  {
    id: 'balloon-leaks-isolated',
    breaks: 'the balloon gives back a page that is isolated for migration',
    edits: [{ kind: 'misread', action: 'balloon_page_dequeue', field: 'ballooned', as: 1 }],
    tried: [movableBalloon],
  },
  {
    id: 'balloon-not-put-back',
    breaks: 'a page of a balloon that could not be migrated is not put back on its list',
    edits: [{ kind: 'skip', action: 'balloon_page_putback' }],
    tried: [movableBalloon],
  },
  {
    id: 'balloon-not-movable',
    breaks: "scan_movable_pages() does not know a balloon's pages as movable",
    edits: [{ kind: 'misread', action: 'scan_movable_pages', field: 'ballooned', as: 0 }],
    tried: [movableBalloon],
  },
];
