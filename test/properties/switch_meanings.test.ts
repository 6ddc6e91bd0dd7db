/** What `diff` says of a switch is what its declaration says. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SWITCH_NAMES } from '../../src/model/switches.js';
import { SWITCH_MEANINGS } from '../../src/properties/switch_meanings.js';

/** A comment and the field below it. */
const DECLARATION = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+):/g;

function declared(): Record<string, string> {
  const source = readFileSync('src/model/switches.ts', 'utf8');
  const body = source.slice(source.indexOf('export interface Switches'));
  const entries = [...body.matchAll(DECLARATION)].map(([, comment, name]) => {
    const lines = comment.split('\n').map((line) => line.replace(/^\s*\*?\s*/, '').trim());
    return [name, lines.filter((line) => line !== '').join(' ')] as const;
  });
  return Object.fromEntries(entries);
}

test('every meaning is the comment of the declaration', () => {
  expect(SWITCH_MEANINGS).toEqual(declared());
});

test('every switch has one', () => {
  expect(Object.keys(SWITCH_MEANINGS)).toEqual([...SWITCH_NAMES]);
});
