/** What is shown elsewhere of the document of the answer. */

import { expect, test } from 'vitest';
import { SENTENCES_BEGIN, SENTENCES_END, sentencesIn } from '../../src/report/answer_markdown.js';

const LONG = 'word '.repeat(30).trim();

test('the sentences of a document are plain lines for a terminal', () => {
  const document = [
    '# Answer',
    '',
    SENTENCES_BEGIN,
    '- **A** and **B** are safe with `grace`.',
    `- ${LONG}.`,
    '',
    'Told apart: X6.',
    SENTENCES_END,
    'more',
  ];
  const lines = sentencesIn(document.join('\n')).split('\n');
  expect(lines[0]).toBe('A and B are safe with grace.');
  expect(lines.slice(-2)).toEqual(['', 'Told apart: X6.']);
  expect(lines.slice(1, -2).join(' ').replaceAll(/ +/g, ' ')).toBe(`${LONG}.`);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test('a document without them is refused', () => {
  expect(() => sentencesIn('# Answer')).toThrow('has no sentences');
  expect(() => sentencesIn(`${SENTENCES_BEGIN}\n- A`)).toThrow('has no sentences');
});
