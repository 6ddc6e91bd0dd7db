import { expect, test } from 'vitest';
import { isRight } from '../../src/lab/guest_clock.js';

test('a clock that runs as fast as the host’s is right', () => {
  expect(isRight(1.2)).toBe(true);
});

test('a clock whose counter was measured wrongly is not', () => {
  expect(isRight(44)).toBe(false);
  expect(isRight(0.02)).toBe(false);
});
