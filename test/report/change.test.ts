/** The short form of changes. */

import { expect, it } from 'vitest';
import type { Change } from '../../src/checker/index.js';
import { shortChanges } from '../../src/report/change.js';

/** Without the fields, which are as in the texts. */
const shown = (...given: Parameters<typeof shortChanges>) =>
  shortChanges(...given).map(({ text, ghost }) => ({ text, ghost }));

const change = (text: string, ghost = false): Change => {
  const [field = ''] = /^\w+/.exec(text) ?? [];
  return { field, element: 0, before: 0, after: 1, ghost, text };
};

const PAGE_0 = { kind: 'page', number: 0 };
const NOTHING_LONE: ReadonlySet<string> = new Set();

it('does not name again what the call names', () => {
  const changes = [change('refcount[page 0] 1 -> 2')];
  expect(shown(changes, [PAGE_0], NOTHING_LONE)).toEqual([{ text: 'refcount 1 -> 2', ghost: false }]);
  expect(shown(changes, [], NOTHING_LONE)).toEqual([{ text: 'refcount[page 0] 1 -> 2', ghost: false }]);
});

it('does not number the only thing of its kind', () => {
  const changes = [change('sectionOnline[block 0] online -> offline')];
  expect(shown(changes, [], new Set(['block']))).toEqual([{ text: 'section online -> offline', ghost: false }]);
});

it('joins what changed alike, and names it when the call names only a part', () => {
  const changes = [0, 1, 2, 3].map((page) => change(`refcount[page ${page}] 0 -> 1`));
  expect(shown(changes, [PAGE_0], NOTHING_LONE)).toEqual([{ text: 'refcount[pages 0-3] 0 -> 1', ghost: false }]);
});

it('marks ghost state and shows it last', () => {
  const changes = [change('owner[page 0] released -> in flight', true), change('refcount[page 0] 1 -> 0')];
  expect(shown(changes, [PAGE_0], NOTHING_LONE)).toEqual([
    { text: 'refcount 1 -> 0', ghost: false },
    { text: 'owner released -> in flight', ghost: true },
  ]);
});

it('leaves an owner out that type or count tell, but not one that changes alone', () => {
  const owner = change('owner[page 0] buddy -> contig', true);
  const type = change('pageType[page 0] Buddy -> none');
  expect(shown([type, owner], [PAGE_0], NOTHING_LONE)).toEqual([{ text: 'type Buddy -> none', ghost: false }]);
  expect(shown([owner], [PAGE_0], NOTHING_LONE)).toEqual([{ text: 'owner buddy -> contig', ghost: true }]);
});

it('leaves out locations, locks and the notes of the checker', () => {
  const changes = ['pc[process 0] 3 -> 4', 'hotplugMutex free -> worker', 'speculative[page 0] 0 -> 1'];
  expect(
    shown(
      changes.map((text) => change(text)),
      [],
      NOTHING_LONE,
    ),
  ).toEqual([]);
});
