import { describe, expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress.js';
import type { Terminal } from '../../src/cli/terminal.js';

/** @returns what is written when these texts are shown one after another */
function written(stderr: Omit<Terminal['stderr'], 'write'>, texts: readonly string[], remarkEvery = 0): string {
  let all = '';
  const sink = {
    ...stderr,
    write: (text: string) => {
      all += text;
    },
  };
  const { signal } = new AbortController();
  const progress = progressLine({ stdout: sink, stderr: sink, remarkEvery, color: false, interruption: () => signal });
  for (const text of texts) progress.show(text);
  progress.end();
  return all;
}

const CLEAR_LINE = '\r\u001b[K';

describe('on a terminal', () => {
  test('is one line, cut where it would go on below, and taken away at the end', () => {
    expect(written({ isTTY: true, columns: 10 }, ['a line that is too long'])).toBe(
      `${CLEAR_LINE}a line th${CLEAR_LINE}`,
    );
  });

  test('is not drawn anew at once', () => {
    expect(written({ isTTY: true, columns: 10 }, ['one', 'two'])).toBe(`${CLEAR_LINE}one${CLEAR_LINE}`);
  });

  test('leaves no trace where there was nothing to show', () => {
    expect(written({ isTTY: true, columns: 10 }, [])).toBe('');
  });
});

describe('elsewhere', () => {
  test.each([{}, { isTTY: true, columns: 0 }])('is a line now and then: %j', (stderr) => {
    expect(written(stderr, ['one', 'two'])).toBe('one\ntwo\n');
    expect(written(stderr, ['one', 'two'], 1e9)).toBe('');
  });
});
