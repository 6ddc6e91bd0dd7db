/**
 * The form that a configuration has in files, and what is wrong with one that a user gives: made from what the model declares.
 * The model never loads this file.
 */

import { z } from 'zod';
import { type Configuration, countOf } from './configuration.js';
import type { Entries, Entry, EntryValue } from './entry.js';
import { geometryOf } from './geometry.js';
import type { Fault, Module } from './module.js';
import { ACTOR_ENTRIES, ENTRIES, entriesOf, isThere, MODULES } from './modules.js';

/** More than any search can hold; what a file asks for beyond it would only take the machine's memory. */
const MOST = 64;
const MOST_PAGES_OF_ONE = 2 ** 20;

/** Text that stands in what people read. Characters that move a terminal's cursor, or end a line, have no place in it. */
export const shownText = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'only characters that can be printed');

const atLeastOne = z.int().min(1).max(MOST);

/** What every configuration says: how much memory there is. */
const memory = {
  name: shownText,
  title: shownText,
  blocks: atLeastOne,
  subBlocksPerBlock: atLeastOne,
  subBlockPages: z
    .array(
      z
        .array(z.strictObject({ weight: z.int().min(1).max(MOST_PAGES_OF_ONE) }).readonly())
        .min(1)
        .max(MOST)
        .readonly(),
    )
    .readonly(),
};

function schemaOf({ form }: Entry<EntryValue>): z.ZodType {
  if (form === 'flag') return z.boolean();
  if (form === 'count') return z.int().min(0).max(MOST);
  if ('oneOf' in form) return z.enum(form.oneOf);
  const each = 'someOf' in form ? z.enum(form.someOf) : z.int().min(0);
  return z.array(each).max(MOST).readonly();
}

const schemasOf = (entries: Entries): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [
      name,
      schemaOf(entry).default(entry.usual).meta({ description: entry.meaning }),
    ]),
  );

/**
 * The form alone, as it is documented. Made when it is asked for: a change of the model may have brought actors and entries
 * along meanwhile.
 */
export const configurationFileSchema = () =>
  z.strictObject({
    ...memory,
    ...schemasOf(ENTRIES),
    actors: z.strictObject(schemasOf(ACTOR_ENTRIES)).readonly(),
  });

/** Plain data that has the form of a configuration, and numbers things that it has. What is not said is as usual. */
export const configurationSchema = z.unknown().transform((given, { addIssue }): Configuration => {
  const parsed = configurationFileSchema().safeParse(given);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) addIssue({ code: 'custom', path, message });
    return z.NEVER;
  }
  // The entries have this type, and the schemas are those of the entries.
  const configuration = parsed.data as object as Configuration;
  for (const [place, message] of faultsOf(configuration)) addIssue({ code: 'custom', path: [place], message });
  return configuration;
});

function faultsOf(configuration: Configuration): Fault[] {
  const { blocks, subBlocksPerBlock, subBlockPages, actors } = configuration;
  const subBlocks = blocks * subBlocksPerBlock;
  if (subBlockPages.length !== subBlocks) {
    return [['subBlockPages', `${subBlocks} sub-blocks needed, ${subBlockPages.length} given`]];
  }
  const nobody = Object.values(actors).every((some) => countOf(some) === 0);
  return [
    ...entriesOf(configuration).flatMap(([name, value]) => listFaults(name, value, configuration)),
    ...MODULES.flatMap(({ faults }) => faults?.(configuration) ?? []),
    ...MODULES.flatMap((module) => absentDriverFaults(module, configuration)),
    ...(nobody ? [['actors', 'somebody must act'] as const] : []),
  ];
}

/** Of a driver that is not there nothing is there: who asks for something of it would not get it. */
function absentDriverFaults(module: Module, configuration: Configuration): Fault[] {
  const { driver, actors = [], entries = {} } = module;
  if (driver === undefined || isThere(module, configuration)) return [];
  const said = new Map(entriesOf(configuration));
  const asked = [
    ...actors.filter(({ key }) => countOf(configuration.actors[key]) > 0).map(({ key }) => `actors.${key}`),
    ...Object.entries(entries)
      .filter(([name, { usual }]) => String(said.get(name) ?? usual) !== String(usual))
      .map(([name]) => name),
  ];
  return asked.map((place) => [place, `only with the driver ${driver}`]);
}

/** Of things that are listed each must be there, and be listed once. */
function listFaults(name: string, value: EntryValue, configuration: Configuration): Fault[] {
  if (typeof value !== 'object') return [];
  const { form } = ENTRIES[name];
  const of = typeof form === 'object' && 'numbersOf' in form ? form.numbersOf : undefined;
  const end = of === undefined ? Number.POSITIVE_INFINITY : countsOf(configuration)[of];
  const beyond = value.find((each) => Number(each) >= end);
  if (beyond !== undefined) return [[name, `there is no ${of} ${beyond}: the last one is ${end - 1}`]];
  const twice = value.find((each, i) => value.indexOf(each) < i);
  return twice === undefined ? [] : [[name, `${of === undefined ? twice : `${of} ${twice}`} is there twice`]];
}

function countsOf(configuration: Configuration): Readonly<Record<'page' | 'sub-block' | 'block', number>> {
  const { pages, subBlocks, blocks } = geometryOf(configuration);
  return { page: pages, 'sub-block': subBlocks, block: blocks };
}
