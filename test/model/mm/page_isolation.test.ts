/** Isolation of pageblocks, as in mm/page_isolation.c. */

import { describe, expect, test } from 'vitest';
import { allocContigRange } from '../../../src/model/mm/contig_range.js';
import { IsolateMode, testPagesIsolated, UndoFor, undoIsolatePageRange } from '../../../src/model/mm/page_isolation.js';
import { Isolated } from '../../../src/model/state.js';
import { Decision } from '../../../src/properties/decide.js';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { propertyNamed } from '../../named.js';
import { machine, runAlone } from '../run_alone.js';

// 5.10 mm/page_isolation.c 221 to 238, 6.1 577 to 593, 6.12 and 7.3 557 to 572: __first_valid_page() is pfn_to_online_page().
describe.each(['5.8', '7.3'] as const)('where the section is offline, on Linux %s', (kernel) => {
  /** Of one block with two pageblocks the first is unplugged, the second free. */
  const offline = () => {
    const { k, context } = machine(scenarioOf('D', 'tiny', { kernel }));
    for (const subBlock of [0, 1]) k.isolated[subBlock] = Isolated.FOR_OFFLINE;
    k.sectionOnline[0] = 0;
    return { k, context };
  };

  test('undo_isolate_page_range() passes over a pageblock', () => {
    const { k, context } = offline();
    runAlone(k, undoIsolatePageRange(context, { first: 0, end: 2 }, UndoFor.ALLOC));
    expect(Array.from(k.isolated)).toEqual([Isolated.FOR_OFFLINE, Isolated.FOR_OFFLINE]);
    k.sectionOnline[0] = 1;
    runAlone(k, undoIsolatePageRange(context, { first: 0, end: 2 }, UndoFor.ALLOC));
    expect(Array.from(k.isolated)).toEqual([Isolated.NO, Isolated.NO]);
  });

  // 6.1 mm/page_isolation.c 653 to 657, the same in all versions.
  test('test_pages_isolated() refuses a range of which nothing is online', () => {
    const { k } = offline();
    expect(testPagesIsolated.run(k, 1, 2, IsolateMode.ALLOC)).toBe(1);
    k.sectionOnline[0] = 1;
    expect(testPagesIsolated.run(k, 1, 2, IsolateMode.ALLOC)).toBe(0);
  });

  test('alloc_contig_range() gets nothing', () => {
    const { k, context } = offline();
    expect(runAlone(k, allocContigRange(context, { first: 1, end: 2 })).returned).toBe(false);
    expect(Array.from(k.isolated)).toEqual([Isolated.FOR_OFFLINE, Isolated.FOR_OFFLINE]);
  });
});

test('nothing is undone between offline_mem_sections() and online_mem_sections(), whoever else isolates', () => {
  const decision = new Decision(scenarioOf('D', 'contig', { kernel: '7.3' }), [propertyNamed('D5')]);
  decision.run();
  expect(decision.cells()).toMatchObject([{ property: 'D5', verdict: 'holds' }]);
});

// 6.1 mm/page_alloc.c 9313 and 9394, 7.3 7360 and 7441; 5.10 returns at once, 8648 to 8651.
test.each([
  ['5.8', [Isolated.NO, Isolated.FOR_OFFLINE]],
  ['7.3', [Isolated.NO, Isolated.NO]],
] as const)(
  'on %s a range that cannot be isolated undoes what another isolated behind that place: %j',
  (kernel, left) => {
    const { k, context } = machine(scenarioOf('D', 'gigantic', { kernel }));
    // Page 0 cannot be moved; block 1 is being offlined.
    k.reserved[0] = 1;
    k.isolated[1] = Isolated.FOR_OFFLINE;
    expect(runAlone(k, allocContigRange(context, { first: 0, end: 2 })).returned).toBe(false);
    expect(Array.from(k.isolated)).toEqual(left);
  },
);
