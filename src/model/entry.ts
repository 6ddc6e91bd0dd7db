/**
 * An entry of a configuration, declared by whoever reads it: what it can be, what it is where a configuration does not say, and
 * what it means. Types, defaults, the form in files, and what is drawn smaller derive.
 */

/** `flag`: on or off. `count`: how many. Otherwise one of some words, any of them, or numbers of things, each once. */
export type Form =
  | 'flag'
  | 'count'
  | { readonly oneOf: readonly string[] }
  | { readonly someOf: readonly string[] }
  | { readonly numbersOf: 'page' | 'sub-block' | 'block' };

/** A declared entry of a configuration: the form of its values, and what it means. */
export interface Entry<T> {
  readonly form: Form;
  /** Where a configuration does not say. */
  readonly usual: T;
  /** In a sentence, for people who read or write configurations. */
  readonly meaning: string;
  /** With less of it less may go wrong, so that a race without it is easier to read. */
  readonly trouble?: true;
}

/** What an entry of a configuration may have as its value. */
export type EntryValue = boolean | number | string | readonly (string | number)[];

/** Declared entries, under their names. */
export type Entries = Readonly<Record<string, Entry<EntryValue>>>;

/** The values of declared entries, under their names. */
export type ValuesOf<E extends Entries> = { readonly [K in keyof E]: E[K] extends Entry<infer T> ? T : never };

/** An entry that is on or off; usually off. */
export function flag(meaning: string): Entry<boolean> {
  return { form: 'flag', usual: false, meaning };
}

/** An entry that is a number from 0 on; usually 0. */
export function count(meaning: string): Entry<number> {
  return { form: 'count', usual: 0, meaning };
}

/** The first word is the usual one. */
export function oneOf<const V extends readonly string[]>(words: V, meaning: string): Entry<V[number]> {
  return { form: { oneOf: words }, usual: words[0], meaning };
}

/** An entry that is any selection of words; usually none. */
export function someOf<const V extends readonly string[]>(words: V, meaning: string): Entry<readonly V[number][]> {
  return { form: { someOf: words }, usual: [], meaning };
}

/** An entry that names pages, sub-blocks or blocks by number; usually none. */
export function numbersOf(of: 'page' | 'sub-block' | 'block', meaning: string): Entry<readonly number[]> {
  return { form: { numbersOf: of }, usual: [], meaning };
}

/** Marks an entry: with less of it less may go wrong. */
export function trouble<T>(entry: Entry<T>): Entry<T> {
  return { ...entry, trouble: true };
}
