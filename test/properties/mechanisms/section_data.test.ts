/** What else goes with a section: page_ext, its usage bitmap, the shadow of kasan. Who uses it when it is gone, by version. */

import { describe, expect, test } from 'vitest';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { fallen } from './fallen.js';

test.each([
  ['5.10', ['PX']],
  ['6.1', []],
  ['7.3', []],
] as const)(
  'page_ext is freed under its readers up to 5.10, and awaited by RCU since: on Linux %s %j falls',
  (kernel, falls) => {
    expect(fallen(scenarioOf('D', 'page-ext', { kernel }), ['PX', 'DL'])).toEqual(falls);
  },
);

describe('the usage bitmap', () => {
  test.each([
    ['5.8', 'section-usage', ['PU']],
    ['5.10', 'section-usage', []],
    ['6.1', 'section-usage', []],
    ['7.3', 'section-usage', []],
    ['5.8', 'section-online', []],
    ['5.10', 'section-online', []],
    ['6.1', 'section-online', ['PU']],
    ['6.12', 'section-online', ['PU']],
    ['7.3', 'section-online', ['PU']],
  ] as const)('on Linux %s in %s: %j falls', (kernel, configuration, falls) => {
    expect(fallen(scenarioOf('D', configuration, { kernel }), ['PU', 'DL', 'X6', 'X7'])).toEqual(falls);
  });

  test('is followed as a NULL pointer where pfn_section_valid() does not know of NULL', () => {
    const between = scenarioOf('D', 'section-usage', { kernel: '7.3', overrides: { usageGrace: 'NULL not told' } });
    expect(fallen(between, ['PU'])).toEqual(['PU']);
  });
});

describe('the shadow of kasan', () => {
  test.each(['5.10', '6.1', '6.12', '7.3'] as const)('is there for all who use their pages on Linux %s', (kernel) => {
    expect(fallen(scenarioOf('D', 'kasan', { kernel }), ['PK', 'DL', 'X6', 'X7'])).toEqual([]);
    expect(fallen(scenarioOf('D', 'kasan-boot', { kernel }), ['PK', 'DL', 'X6', 'X7'])).toEqual([]);
  });

  test.each(['5.8', '7.3'] as const)('is used by a late put on Linux %s after it went with its section', (kernel) => {
    expect(fallen(scenarioOf('D', 'kasan-walker', { kernel }), ['PK'])).toEqual(['PK']);
  });
});
