/** A configuration that is another one with something set otherwise; its name tells what. */

import type { Configuration } from '../model/configuration.js';
import { configurationSchema } from '../model/configuration_schema.js';
import type { EntryValue } from '../model/entry.js';
import { entriesOf } from '../model/modules.js';
import { optionWords, wordsOf } from './entry_words.js';
import { parse } from './schema.js';

/** What is set otherwise; what is absent stays. */
export interface ConfigurationChange {
  readonly blocks?: number | undefined;
  /** Of each block. */
  readonly subBlocksPerBlock?: number | undefined;
  /** Of each sub-block; a single number: of all of them. Each stands for one page. */
  readonly pages?: readonly number[] | undefined;
  /** By the names of actors. */
  readonly actors?: Values | undefined;
  /** By the names of entries. */
  readonly entries?: Values;
}

type Values = Readonly<Record<string, EntryValue>>;

/** @throws one line that names the place in the configuration, and what is wrong there */
export function changedConfiguration(base: Configuration, change: ConfigurationChange): Configuration {
  const { blocks = base.blocks, subBlocksPerBlock = base.subBlocksPerBlock, actors, entries } = change;
  const changed = parse(configurationSchema, {
    ...base,
    blocks,
    subBlocksPerBlock,
    subBlockPages: subBlockPagesOf(base, blocks * subBlocksPerBlock, change.pages),
    ...entries,
    actors: { ...base.actors, ...actors },
  });
  const words = differenceWords(base, changed);
  if (words.length === 0) return base;
  return { ...changed, name: named(`${base.name} ${words.join(' ')}`), title: `as ${base.name}, changed` };
}

/** Where only their number changes, sub-blocks are as those of the base, from its first on again. */
function subBlockPagesOf(
  { subBlockPages }: Configuration,
  subBlocks: number,
  pages: readonly number[] | undefined,
): Configuration['subBlockPages'] {
  if (pages === undefined) return Array.from({ length: subBlocks }, (_, i) => subBlockPages[i % subBlockPages.length]);
  const each = pages.length === 1 ? Array.from({ length: subBlocks }, () => pages[0]) : pages;
  return each.map((count) => Array.from({ length: count }, () => ({ weight: 1 })));
}

const LONGEST_NAME = 200;

const named = (name: string): string => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`);

/** As a command line has them: `--blocks 2`, `--zone normal`, `--actors users=1,walkers=rcu`. */
function differenceWords(base: Configuration, changed: Configuration): string[] {
  const actors = differing(actorsOf(base), actorsOf(changed));
  return [
    ...differing(memoryOf(base), memoryOf(changed)).map(([name, value]) => optionWords(name, value)),
    ...(actors.length === 0 ? [] : [`--actors ${actors.map((actor) => actorWords(...actor)).join(',')}`]),
    ...differing(entriesOf(base), entriesOf(changed)).map(([name, value]) => optionWords(name, value)),
  ];
}

const actorWords = (name: string, value: EntryValue): string => (value === true ? name : `${name}=${wordsOf(value)}`);

type Named = readonly (readonly [name: string, value: EntryValue])[];

const actorsOf = ({ actors }: Configuration): Named => Object.entries<EntryValue>({ ...actors });

const memoryOf = ({ blocks, subBlocksPerBlock, subBlockPages }: Configuration): Named => [
  ['blocks', blocks],
  ['subBlocks', subBlocksPerBlock],
  ['pages', subBlockPages.map(pagesWords)],
];

/** How many pages; or what each stands for, where that is not one page. */
function pagesWords(pages: readonly { readonly weight: number }[]): string | number {
  return pages.every(({ weight }) => weight === 1) ? pages.length : pages.map(({ weight }) => `x${weight}`).join('');
}

function differing(before: Named, after: Named): Named {
  const was = new Map(before.map(([name, value]) => [name, wordsOf(value)]));
  return after.filter(([name, value]) => was.get(name) !== wordsOf(value));
}
