/** A recording that is changed in one place is no longer explained, from that place on: the comparison is not too tolerant. */

import { describe, expect, it } from 'vitest';
import { tellResult } from '../../src/conformance/index.js';
import { verdictOnChanged } from './fixtures.js';

/** [what is changed, fixture, line, text, its replacement, what must be told of it] */
type Mutation = readonly [string, string, number, string | RegExp, string, string];

const OBSERVATIONS: readonly Mutation[] = [
  ['an errno', '6.12/walk-11.jsonl', 5, '"errno":0', '"errno":16', 'errno'],
  ['an errno that the switches explain', '6.12/walk-11.jsonl', 6, '"errno":133', '"errno":0', 'errno'],
  ['an interruption', '6.17/walk-09.jsonl', 6, '"errno":4', '"errno":0', 'errno'],
  [
    'the block state',
    '6.12/walk-11.jsonl',
    5,
    '"state":"offline","zone":null',
    '"state":"online","zone":null',
    'block 34: state',
  ],
  ['the zone', '6.12/walk-11.jsonl', 3, '"zone":"Movable"', '"zone":"Normal"', 'block 32: zone'],
  [
    'the count of unplugged pages',
    '5.10/walk-11.jsonl',
    3,
    '[9216,"offline",1,"dirty"]',
    '[9216,"offline",0,"dirty"]',
    'block 34: pages 23552 to 24575',
  ],
  [
    'the mark of unplugged pages',
    '5.10/walk-11.jsonl',
    3,
    '[9216,"offline",1,"dirty"]',
    '[9216,"offline",1]',
    'block 34: pages 23552 to 24575',
  ],
  [
    'the border of free and unplugged pages',
    '5.10/walk-11.jsonl',
    3,
    '[23552,"buddy",0],[9216,',
    '[23551,"buddy",0],[9217,',
    'block 34: page 23551',
  ],
  [
    'a free page to one in use',
    '6.12/walk-11.jsonl',
    3,
    '[[32768,"buddy",0]]',
    '[[7,"buddy",0],[1,"lru",1],[32760,"buddy",0]]',
    'block 32: page 7',
  ],
  [
    'the reference that 5.10 leaks',
    '5.10/walk-11.jsonl',
    4,
    '"offline+hwpoison",2',
    '"offline+hwpoison",1',
    'block 34: page 31567',
  ],
  [
    'the type of a poisoned page',
    '6.1/walk-05b.jsonl',
    4,
    '[1,"hwpoison",1]',
    '[1,"buddy+hwpoison",0]',
    'block 32: page 8515',
  ],
  [
    'the place of a poisoned page',
    '6.1/walk-05b.jsonl',
    4,
    /\[8515,"buddy",0\],\[1,"hwpoison",1\],\[24252,/,
    '[8516,"buddy",0],[1,"hwpoison",1],[24251,',
    'block 32: page 8515',
  ],
  [
    'a count of an offline block',
    '6.12/walk-11.jsonl',
    5,
    '"offline+hwpoison",0',
    '"offline+hwpoison",1',
    'block 34: page 31567',
  ],
  [
    'the plugged sub-blocks',
    '6.12/walk-11.jsonl',
    3,
    '"pluggedSubBlocks":[[0,64]]',
    '"pluggedSubBlocks":[[0,63]]',
    'block 32: plugged sub-blocks',
  ],
  [
    'the unplugged sub-blocks',
    '6.12/walk-11.jsonl',
    3,
    '"unpluggedSubBlocks":[[46,18]]',
    '"unpluggedSubBlocks":[[46,17]]',
    'block 34: unplugged sub-blocks',
  ],
  ['a managed count below zero', '6.12/walk-11.jsonl', 14, '"managedPages":-1', '"managedPages":0', 'managed pages'],
  ['a managed count by one', '6.12/walk-11.jsonl', 5, '"managedPages":65535', '"managedPages":65536', 'managed pages'],
  ['the present count', '6.12/walk-11.jsonl', 5, '"presentPages":65536', '"presentPages":65535', 'present pages'],
  [
    'pageblocks left isolated',
    '6.12/walk-11.jsonl',
    8,
    '"isolatedPageblocks":0',
    '"isolatedPageblocks":1',
    'isolated pageblocks',
  ],
  [
    'the device size',
    '6.12/walk-11.jsonl',
    3,
    '"deviceSizeBytes":364904448',
    '"deviceSizeBytes":362807296',
    'device size',
  ],
  [
    'a kernel page into unplugged memory',
    '7.3/walk-07.jsonl',
    3,
    '[22016,"offline",1,"dirty"]',
    '[22015,"offline",1,"dirty"],[1,"slab",1]',
    'sub-block 63 of block 33',
  ],
];

const REQUESTS: readonly Mutation[] = [
  [
    'a request that the device refuses',
    '6.12/walk-11.jsonl',
    3,
    '"response":"ACK"',
    '"response":"NACK"',
    'device request',
  ],
  [
    'a missing request',
    '6.12/walk-11.jsonl',
    10,
    /"deviceRequests":\[\{[^}]*\}\]/,
    '"deviceRequests":[]',
    'block 34: plugged sub-blocks',
  ],
  [
    'one sub-block too many',
    '6.1/walk-05b.jsonl',
    5,
    '"first":0,"count":16',
    '"first":0,"count":17',
    'sub-block 16 of block 32',
  ],
];

const TRACES: readonly Mutation[] = [
  [
    'a reference too many to a pinned page',
    '6.12/trace-4.jsonl',
    6,
    '"pinned":["mapped",3]',
    '"pinned":["mapped",5]',
    'step',
  ],
  ['a pinned page that is not mapped', '6.12/trace-4.jsonl', 6, '"pinned":["mapped",3]', '"pinned":["none",3]', 'step'],
  [
    'the rounds of an interrupted attempt',
    '6.12/trace-4.jsonl',
    6,
    /\{"cycle":\[\{"fn":"do_migrate_range".*?"repeat":\d+\},/,
    '',
    'step',
  ],
  [
    'a step between the rounds of an interrupted attempt',
    '6.12/trace-4.jsonl',
    6,
    /("fn":"do_migrate_range","phase":"enter".*?\},)(\{"fn":)"do_migrate_range"/,
    '$1$2"test_pages_isolated"',
    'step',
  ],
  ['the refusal to isolate', '6.1/trace-5.jsonl', 6, '"ret":-16', '"ret":0', 'step'],
  [
    'the undoing of what was isolated, after the refusal',
    '6.1/trace-5.jsonl',
    6,
    /((?:\{"fn":"undo_isolate_page_range".*?\}\},){2})(\{"fn":"start_isolate_page_range","phase":"return".*?\}\},)/,
    '$2$1',
    'step',
  ],
  [
    'a page of the kernel that is freed in between',
    '7.3/trace-5.jsonl',
    6,
    '"buffer":["none",1]',
    '"buffer":["buddy",0]',
    'step',
  ],
  [
    'the order of two steps',
    '6.12/trace-6.jsonl',
    5,
    /(\{"fn":"test_pages_isolated","phase":"enter".*?\}),(\{"fn":"test_pages_isolated","phase":"return".*?\})(?=,\{)/,
    '$2,$1',
    'step',
  ],
  [
    'a step left out',
    '5.10/trace-3.jsonl',
    5,
    /\{"fn":"undo_isolate_page_range","phase":"enter".*?\},(?=\{"fn")/,
    '',
    'step',
  ],
  [
    'the isolation undone after the notification',
    '5.10/trace-3.jsonl',
    5,
    /"undo_isolate_page_range"/g,
    '"move_pfn_range_to_zone"',
    'step',
  ],
  ['a return value', '5.10/trace-3.jsonl', 5, '"ret":32781', '"ret":32782', 'step'],
  ['a notification', '5.10/trace-3.jsonl', 5, '"notifier":"CANCEL_OFFLINE"', '"notifier":"OFFLINE"', 'step'],
  ['a change of the managed count', '5.10/trace-3.jsonl', 5, '"managedDelta":1024', '"managedDelta":1023', 'step'],
  ['a sub-block more in MEM_GOING_OFFLINE', '5.10/trace-3.jsonl', 5, '"repeat":13', '"repeat":14', 'step'],
  ['a count at one step', '6.1/trace-1.jsonl', 5, '"fakeOffline":["offline",0]', '"fakeOffline":["offline",1]', 'step'],
  ['the first page of a chunk', '6.12/trace-6.jsonl', 6, '"firstPage":9216', '"firstPage":9217', 'step'],
  [
    'the result of a call that is set aside',
    '6.12/trace-6.jsonl',
    5,
    /("fn":"dissolve_free_hugetlb_folios","phase":"return".*?"ret":)0/,
    '$1-16',
    'step',
  ],
  [
    'a notification that another kernel has',
    '5.10/trace-3.jsonl',
    5,
    '"notifier":"CANCEL_OFFLINE"',
    '"notifier":"FINISH_OFFLINE"',
    'step',
  ],
];

describe.each([
  ['observation', OBSERVATIONS],
  ['device request', REQUESTS],
  ['trace', TRACES],
])('a changed %s', (_, mutations) => {
  it.each(mutations)('%s (%s, line %d)', (_what, name, line, from, to, told) => {
    const result = verdictOnChanged(name, line, from, to);
    expect(result.unexplained?.line).toBe(line);
    expect(result.unexplained?.mismatches[0].what).toContain(told);
    expect(result.unexplained?.mismatches[0].model).not.toBe(result.unexplained?.mismatches[0].kernel);
  });
});

describe('what is unexplained', () => {
  it('is told with both sides', () => {
    const result = verdictOnChanged('5.10/walk-11.jsonl', 5, '"errno":16', '"errno":0');
    expect(tellResult(result)).toEqual([
      '5.10/walk-11.jsonl: not explained, line 5: offline block 34 (3 of 16 actions before it are)',
      '  errno',
      '    model:  EBUSY',
      '    kernel: OK',
    ]);
  });
});
