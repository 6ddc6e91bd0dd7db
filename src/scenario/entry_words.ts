/** Entries of a configuration in words, as command lines and headings have them: `late+rcu`, `0+2`, `none`, `false`. */

import type { Entry, EntryValue, Form } from '../model/entry.js';

/** An empty list. */
const NONE = 'none';

/** @throws one line when the words are none that the entry can be */
export function readEntry({ form }: Pick<Entry<EntryValue>, 'form'>, words: string): EntryValue {
  if (form === 'flag') return readWord(words, ['true', 'false']) === 'true';
  if (form === 'count') return readNumber(words);
  if ('oneOf' in form) return readWord(words, form.oneOf);
  if (words === NONE) return [];
  const each = words.split(/[,+]/);
  return 'someOf' in form ? each.map((word) => readWord(word, form.someOf)) : each.map(readNumber);
}

function readWord(word: string, known: readonly string[]): string {
  if (known.includes(word)) return word;
  throw new Error(`'${word}' is not one of ${known.join(', ')}`);
}

function readNumber(word: string): number {
  if (!/^\d{1,6}$/.test(word)) throw new Error(`'${word}' is not a number`);
  return Number(word);
}

/** @returns what {@link readEntry} makes the value of */
export function wordsOf(value: EntryValue): string {
  if (typeof value !== 'object') return String(value);
  return value.length === 0 ? NONE : value.join('+');
}

/** What may stand for a value, in a few words. */
export function formWords(form: Form): string {
  if (form === 'flag') return 'true or false';
  if (form === 'count') return 'a number';
  if ('oneOf' in form) return form.oneOf.join(' or ');
  const some = 'someOf' in form ? `some of ${form.someOf.join(', ')}` : `numbers of ${form.numbersOf}s`;
  return `${some}, with + between them, or ${NONE}`;
}

/** The option that sets an entry, or turns it on: `--big-blocks`, `--no-reonline`. */
export function optionOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The option that turns an entry off: `--no-big-blocks`, `--reonline`. */
export function offOptionOf(name: string): string {
  const on = optionOf(name);
  return on.startsWith('--no-') ? on.replace('--no-', '--') : on.replace('--', '--no-');
}

/** As a command line sets the entry. */
export function optionWords(name: string, value: EntryValue): string {
  if (typeof value === 'boolean') return value ? optionOf(name) : offOptionOf(name);
  return `${optionOf(name)} ${wordsOf(value)}`;
}
