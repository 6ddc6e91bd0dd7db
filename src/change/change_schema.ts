/** The form of a change, and what is said of one that is wrong: where, and what there is instead. */

import { z } from 'zod';
import { shownText } from '../model/configuration_schema.js';
import { parse } from '../scenario/schema.js';
import type { ModelChange } from './change.js';

const names = z.array(z.string()).min(1).readonly();

const settings = z.record(z.string(), z.union([z.boolean(), z.string()]));

const target = {
  action: z.string(),
  process: z.string().exactOptional(),
  args: z.array(z.union([z.int(), z.literal('any')])).exactOptional(),
};

/** See `Edit`. */
export const editSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('skip'), ...target, outcome: z.string().exactOptional() }),
  z.strictObject({
    kind: z.literal('force'),
    ...target,
    outcome: z.string(),
    instead: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('repeat'), ...target }),
  z.strictObject({
    kind: z.literal('redirect'),
    ...target,
    to: z.array(z.union([z.int(), z.literal('same')])),
    also: z.literal(true).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('delay'), ...target, until: z.string() }),
  z.strictObject({ kind: z.literal('misread'), ...target, field: z.string(), as: z.int() }),
  z.strictObject({ kind: z.literal('lose'), ...target, field: z.string() }),
]);

const code = z.custom<object>((given) => typeof given === 'function', 'a function needed: it gets the original');

export const anyObject = z.custom<object>(
  (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
  'an object needed',
);

const PROPERTY_KINDS = [
  'invariant',
  'reachability',
  'deadlock',
  'liveness',
  'step',
  'dependence',
  'lock order',
  'comparison',
];

const property = z.looseObject({
  id: shownText.regex(/^[\w-]+$/, 'letters, digits, _ and - only'),
  title: shownText,
  statement: z.string(),
  kind: z.enum(PROPERTY_KINDS),
});

const changeSchema = z.strictObject({
  title: shownText.min(1),
  about: z.string().exactOptional(),
  set: settings.exactOptional(),
  switches: z
    .record(
      z.string(),
      z.strictObject({
        values: z.array(z.union([z.boolean(), z.string()])).min(2),
        default: z.union([z.boolean(), z.string()]),
        meaning: z.string(),
      }),
    )
    .exactOptional(),
  edits: z.array(editSchema).exactOptional(),
  actions: z.record(z.string(), code).exactOptional(),
  functions: z.record(z.string(), code).exactOptional(),
  designs: z
    .record(
      z.string().regex(/^[\w-]+$/, 'letters, digits, _ and - only'),
      z.strictObject({ title: shownText, from: z.string(), set: settings }),
    )
    .exactOptional(),
  modules: z.array(anyObject).exactOptional(),
  configurations: z.array(z.looseObject({ name: shownText, title: shownText })).exactOptional(),
  readings: z
    .array(z.strictObject({ id: shownText, title: shownText, configuration: z.string(), source: shownText }))
    .exactOptional(),
  properties: z.array(property).exactOptional(),
  configure: anyObject.exactOptional(),
  on: z
    .strictObject({
      designs: names.exactOptional(),
      kernels: names.exactOptional(),
      configurations: names.exactOptional(),
    })
    .exactOptional(),
  expect: names.exactOptional(),
  mends: names.exactOptional(),
});

/** What only says what the change is, where to try it, and what is to come of it. */
const TOLD = ['title', 'about', 'on', 'expect', 'mends'];
const CHANGES: readonly string[] = Object.keys(changeSchema.shape).filter((name) => !TOLD.includes(name));

/** @throws one line that names the place in the change, and what is wrong there */
export function readChange(given: unknown): ModelChange {
  const parsed = parse(changeSchema, given);
  const said = Object.entries(parsed).filter(([name, part]) => CHANGES.includes(name) && Object.keys(part).length > 0);
  if (said.length === 0) throw new Error(`it changes nothing: one of ${CHANGES.join(', ')} is needed`);
  // It has the form; what zod has made of it is a copy, in which properties and modules would not be themselves.
  return given as ModelChange;
}
