/** The options that say in which configuration something is asked: a named one or a file, and what is set otherwise. */

import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Configuration } from '../model/configuration.js';
import { configurationSchema } from '../model/configuration_schema.js';
import { CONFIGURATIONS } from '../model/configurations.js';
import type { KernelVersion } from '../model/designs.js';
import type { Entry, EntryValue } from '../model/entry.js';
import { ACTOR_ENTRIES, ENTRIES } from '../model/modules.js';
import { noneCalled } from '../model/named.js';
import type { Switches } from '../model/switches.js';
import { VARIATIONS, type Variation, variationsOn } from '../properties/studies/variations.js';
import { capitalised } from '../report/capitalised.js';
import { changedConfiguration } from '../scenario/changed_configuration.js';
import { formWords, offOptionOf, optionOf, readEntry } from '../scenario/entry_words.js';
import { parseText } from '../scenario/schema.js';
import { readCount } from './arguments.js';
import { asUsageError, UsageError } from './usage_error.js';

/** What the command line says of configurations. */
export interface AskedConfiguration {
  /** Whether it says anything. */
  isGiven(): boolean;
  /**
   * What is asked where one configuration is usual.
   * @throws UsageError when the model has no such configuration
   */
  of(usual: Configuration): Configuration;
  /** What is asked where several are usual: a named one stands for all of them, and a change is made to each. */
  among(usual: readonly Configuration[]): readonly Configuration[];
}

/** For the help of commands that take {@link variationsIn}. */
export const VARIATIONS_TEXT = `${VARIATIONS.map(({ configuration: { name } }) => name).join(', ')}; on 7.3 also what Debian's kernel runs`;

/** Where designs are compared: in the usual variations of the version, unless the command line says otherwise. */
export function variationsIn(
  asked: AskedConfiguration,
  { kernel, set }: { readonly kernel: KernelVersion; readonly set?: Partial<Switches> },
): readonly Variation[] {
  if (!asked.isGiven()) return variationsOn(kernel, set);
  const configurations = asked.among(VARIATIONS.map(({ configuration }) => configuration));
  return configurations.map((configuration) => ({ variation: configuration.name, configuration }));
}

/** @param usual what is asked when the command line names none, for the help */
export function configurationOptions(command: Command, usual: string): AskedConfiguration {
  const entries = Object.entries(ENTRIES).map(([name, entry]) => entryOptions(name, entry));
  const options = [...ownOptions(usual), ...entries.flatMap((entry) => entry.options)];
  for (const option of options) command.addOption(option.helpGroup('Configuration:'));
  const askedOf = (base: Configuration): Configuration => {
    const { configuration = base, blocks, subBlocks, pages, actors } = command.opts<Given>();
    const set = entries.flatMap(({ name, valueIn }) => {
      const value = valueIn(command.opts<Values>());
      return value === undefined ? [] : [[name, value] as const];
    });
    const change = { blocks, subBlocksPerBlock: subBlocks, pages, actors, entries: Object.fromEntries(set) };
    return asUsageError(`configuration ${configuration.name}`, () => changedConfiguration(configuration, change));
  };
  return {
    isGiven: () => options.some((option) => command.getOptionValueSource(option.attributeName()) === 'cli'),
    of: askedOf,
    among: (usualOnes) => {
      const { configuration } = command.opts<Given>();
      return (configuration === undefined ? usualOnes : [configuration]).map(askedOf);
    },
  };
}

/** What the parser makes of {@link ownOptions}. */
interface Given {
  readonly configuration?: Configuration;
  readonly blocks?: number;
  readonly subBlocks?: number;
  readonly pages?: readonly number[];
  readonly actors?: Values;
}

type Values = Readonly<Record<string, EntryValue>>;

function ownOptions(usual: string): Option[] {
  const actors = Object.entries(ACTOR_ENTRIES).map(([name, entry]) => actorExample(name, entry));
  return [
    new Option(
      '--configuration <name>',
      `a named one, which the options below change, or the path of a ${FILE} file (default: ${usual})`,
    ).argParser(readConfiguration),
    new Option('--blocks <count>', 'memory blocks').argParser(readCount),
    new Option('--sub-blocks <count>', 'of each block').argParser(readCount),
    new Option('--pages <counts>', 'of each sub-block; one number: of all').argParser(readCounts),
    new Option('--actors <list>', `who acts otherwise, with commas: ${actors.join(', ')}`).argParser(readActors),
  ];
}

/** `users=1`, `worker`, `walkers=late+rcu`. */
function actorExample(name: string, { form }: Entry<EntryValue>): string {
  if (form === 'flag') return name;
  return typeof form === 'object' && 'someOf' in form ? `${name}=${form.someOf.slice(0, 2).join('+')}` : `${name}=1`;
}

/** The options that set one entry. */
interface EntryOptions {
  readonly name: string;
  readonly options: readonly Option[];
  /** @returns undefined where it is not set */
  valueIn(parsed: Readonly<Record<string, EntryValue | undefined>>): EntryValue | undefined;
}

function entryOptions(name: string, entry: Entry<EntryValue>): EntryOptions {
  const { form, meaning } = entry;
  if (form !== 'flag') {
    const option = new Option(`${optionOf(name)} <value>`, `${meaning} (${formWords(form)})`);
    option.argParser((words: string) => asUsageError(optionOf(name), () => readEntry(entry, words)));
    return { name, options: [option], valueIn: (parsed) => parsed[option.attributeName()] };
  }
  const on = new Option(optionOf(name), `${meaning} (or ${offOptionOf(name)})`);
  const off = new Option(offOptionOf(name)).hideHelp();
  return {
    name,
    // One that denies is only then no default when the other is there before it.
    options: on.negate ? [off, on] : [on, off],
    valueIn: (parsed) => {
      const value = parsed[on.attributeName()];
      return value === undefined ? undefined : value !== on.negate;
    },
  };
}

const FILE = '.json';

/** A named configuration, or one in a file. */
export function readConfiguration(given: string): Configuration {
  const named = CONFIGURATIONS.find(({ name }) => name === given);
  if (named !== undefined) return named;
  if (given.endsWith(FILE)) {
    return asUsageError(given, () => parseText(configurationSchema, readFileSync(given, 'utf8')));
  }
  const known = CONFIGURATIONS.map(({ name }) => name).join(', ');
  throw new UsageError(`no configuration is called '${given}': one of ${known}, or the path of a ${FILE} file`);
}

const readCounts = (given: string): readonly number[] => given.split(/[,+]/).map(readCount);

/** `users=1,walkers=late+rcu,kdump`, for an option that may be given several times. */
function readActors(given: string, before: Values = {}): Values {
  return { ...before, ...Object.fromEntries(given.split(',').map(readActor)) };
}

function readActor(given: string): readonly [string, EntryValue] {
  const [name, words, ...rest] = given.split('=');
  const known = Object.keys(ACTOR_ENTRIES);
  if (!known.includes(name)) throw new UsageError(noneCalled('actor', name, known));
  const entry = ACTOR_ENTRIES[name];
  if (words === undefined) return [name, alone(name, entry)];
  if (rest.length > 0) throw new UsageError(`'${given}' is not an actor: such as ${actorExample(name, entry)}`);
  return [name, asUsageError(`--actors ${name}`, () => readEntry(entry, words))];
}

/** An actor that is named, and of which nothing is said: it is there once. */
function alone(name: string, { form }: Entry<EntryValue>): EntryValue {
  if (form === 'flag') return true;
  if (form === 'count') return 1;
  throw new UsageError(`--actors ${name}: which? ${capitalised(formWords(form))}`);
}
