/** Commands that search get what searches natively; all others load nothing for it. */

import { afterEach, expect, test } from 'vitest';
import { nativeMaker, searchNativelyWith } from '../../src/checker/native_search.js';
import { pageoffline } from './run_command.js';

const before = nativeMaker();
afterEach(() => searchNativelyWith(before));

test('check does', async () => {
  searchNativelyWith(undefined);
  await pageoffline('check', '--design', 'D', '--configuration', 'tiny');
  expect(nativeMaker()).toBeDefined();
});

test.each([['list'], ['check', '--help'], ['replay', 'po1:D:5.8:walkers:search:S5:000001101:tm6nm']])(
  '%s does not',
  async (...args) => {
    searchNativelyWith(undefined);
    expect((await pageoffline(...args)).status).not.toBe(2);
    expect(nativeMaker()).toBeUndefined();
  },
);
