/** What becomes of attempts to offline when the driver of unplugged pages is gone. */

import { expect, test } from 'vitest';
import { findLasso } from '../../../src/checker/liveness.js';
import { search } from '../../../src/checker/search.js';
import { compileSystem } from '../../../src/checker/system.js';
import { switchesOf } from '../../../src/model/designs.js';
import { kernelSystem } from '../../../src/model/system.js';
import { L1 } from '../../../src/properties/catalogue/liveness.js';
import { configurationNamed } from '../../named.js';

test.each([
  ['A', 'quiet', true],
  ['A', 'unload', false],
  ['B', 'unload', false],
  ['D', 'unload', true],
  ['E', 'unload', true],
  ['F', 'unload', true],
] as const)('design %s, configuration %s: that every attempt ends is %s', (design, name, ends) => {
  const { lasso } = findLasso(
    search(compileSystem(kernelSystem(configurationNamed(name), switchesOf(design, '5.8')))),
    L1,
  );
  expect(lasso === undefined).toBe(ends);
});
