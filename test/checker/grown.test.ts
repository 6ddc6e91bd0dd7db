/** A longer array is of the same kind, has the same values, and zeros behind them. */

import { expect, test } from 'vitest';
import { grown } from '../../src/checker/grown.js';

test.each([[Int32Array.of(-7, 8)], [Uint16Array.of(70, 8)], [Uint8Array.of(7, 255)]])('%s', (old) => {
  const longer = old instanceof Int32Array ? grown(old, 4) : old instanceof Uint16Array ? grown(old, 4) : grown(old, 4);
  expect(longer.constructor).toBe(old.constructor);
  expect([...longer]).toEqual([...old, 0, 0]);
});
