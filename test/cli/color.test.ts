import { expect, test } from 'vitest';
import { wantsColor } from '../../src/cli/color.js';

test.each([
  ['a terminal', true, {}, true],
  ['no terminal', false, {}, false],
  ['a continuous integration server', false, { CI: 'true' }, false],
  ['a terminal that knows no colours', true, { TERM: 'dumb' }, false],
  ['FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['an empty FORCE_COLOR', false, { FORCE_COLOR: '' }, false],
  ['NO_COLOR, whatever else', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
])('for %s', (_, isTerminal, environment, expected) => {
  expect(wantsColor(isTerminal, environment)).toBe(expected);
});
