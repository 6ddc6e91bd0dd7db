/** page_ext and its readers: freed under them up to 5.10, awaited by RCU since 6.1. */

import { expect, test } from 'vitest';
import { scenarioOf } from '../../../src/scenario/scenario.js';
import { fallen } from './fallen.js';

test.each([
  ['5.10', ['PX']],
  ['6.1', []],
  ['7.3', []],
] as const)('on Linux %s what falls is %j', (kernel, falls) => {
  expect(fallen(scenarioOf('D', 'page-ext', { kernel }), ['PX', 'DL'])).toEqual(falls);
});
